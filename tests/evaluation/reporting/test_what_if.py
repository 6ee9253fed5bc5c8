from physai_sim.evaluation.reporting.what_if import what_ifs


def _episode(actions, paths):
    return {"difference": {"actions": actions, "paths": paths}}


def _most(value, at_s):
    return {"max": value, "max_at_s": at_s}


def test_the_greatest_difference_of_all_episodes_is_told_with_its_time():
    episodes = [_episode(_most(0.1, 2.0), _most(3.0, 1.5)), _episode(_most(0.25, 4.0), None)]
    found = what_ifs({"counterfactuals": [{"perturb": "drop=odometry", "episodes": episodes}]})
    assert found == [
        "drop=odometry: actions differ by up to 0.25 of their ranges (at 4 s), "
        "paths differ by up to 3 m (at 1.5 s)"
    ]


def test_what_cannot_be_compared_says_so_and_other_results_have_none():
    one = {"perturb": "drop=x", "episodes": [_episode(None, None)]}
    assert what_ifs({"counterfactuals": [one]}) == ["drop=x: nothing can be compared"]
    assert what_ifs({"kind": "run"}) == []
