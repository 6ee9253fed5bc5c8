from physai_sim.evaluation.reporting.heading import foot, heading


def recorded(bag, **changes):
    return {"bag": bag, "bytes": 2_000_000, "duration_s": 90.0, "messages": 10, **changes}


def facts_of(metrics):
    return dict(heading(metrics).facts)


def test_an_evaluation_of_one_bag_is_named_after_it():
    metrics = {"kind": "evaluate", "episodes": [], "recordings": [recorded("some/where/drive_1")]}
    assert heading(metrics).kicker == "Evaluation of recordings"
    assert heading(metrics).title == "drive_1"
    assert facts_of(metrics) == {
        "Episodes": "0",
        "Recordings": "1",
        "Recorded": "90 s",
        "Size": "2 MB",
    }


def test_an_evaluation_of_several_bags_counts_them():
    bags = [recorded("a"), recorded("b")]
    metrics = {"kind": "evaluate", "episodes": [{"bag": "a"}], "recordings": bags}
    assert heading(metrics).title == "2 recordings"
    assert facts_of(metrics)["Recorded"] == "3 min"


def test_a_replay_says_what_was_replayed_and_how():
    metrics = {
        "kind": "replay",
        "episodes": [],
        "policy": "p",
        "horizon_s": 6.4,
        "perturb": ["x=1"],
    }
    assert facts_of(metrics) == {
        "Policy": "p",
        "Horizon": "6.4 s",
        "Perturbed": "x=1",
        "Episodes": "0",
    }


def test_a_suite_is_named_and_kinds_of_tomorrow_are_reports():
    assert heading({"kind": "suite", "suite": "quick", "episodes": []}).title == "quick"
    assert heading({"kind": "tomorrow", "episodes": []}).kicker == "Report"


def test_many_seeds_are_cut_and_counted():
    assert dict(foot({"seeds": range(100)}))["Seeds"].endswith("39, and 60 more")


def test_the_effort_is_told_as_far_as_it_is_known():
    assert foot({}) == ()
    timing = {"wall_s": 2.0, "times_real_time": 150.0}
    assert foot({"timing": timing}) == (
        ("Time it took", "2 s, 150 times as fast as it was recorded"),
    )
