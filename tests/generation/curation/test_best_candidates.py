from physai_sim.generation.curation.best_candidates import best_candidates


def _kept(decisions):
    return [one.measured.name for one in decisions if one.kept]


def test_the_best_of_each_group_of_a_source_is_kept(decision):
    given = [decision("a", score=4), decision("b"), decision("c"), decision("d", source="reach:1")]
    found, log = best_candidates(given, 2)
    assert _kept(found) == ["b", "c", "d"]
    assert [(row["name"], row["rank"], row["is_best"]) for row in log[:2]] == [
        ("b", 1, True),
        ("a", 2, False),
    ]


def test_of_equal_scores_the_one_with_more_margin_is_kept(decision):
    found, _ = best_candidates([decision("a", used=0.4), decision("b", used=0.2)], 2)
    assert _kept(found) == ["b"]
    assert found[0].reasons[0].text == "rank 2 of 2, score 5"


def test_a_group_without_a_good_one_keeps_none(decision):
    found, _ = best_candidates([decision("a", score=2), decision("b", score=None)], 2)
    assert _kept(found) == []
