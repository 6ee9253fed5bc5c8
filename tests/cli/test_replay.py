import json

import pytest


def test_a_replay_prints_a_table_of_open_loop_metrics(physai, bag, policy_file):
    done = physai("replay", bag, "--policy", f"{policy_file}:Dice")
    assert done.code == 0
    assert "action_error" in done.out
    assert "success" not in done.out


def test_a_what_if_says_by_how_much_decisions_differ(physai, bag, policy_file):
    words = ["replay", bag, "--policy", f"{policy_file}:Dice", "--perturb"]
    done = physai(*words, "drop=joint_state", "--perturb", "instruction=Rest.")
    first, second = done.out.splitlines()[:2]
    # It looks at nothing, so that nothing changes what it draws; an arm's actions have no path.
    expected = "actions differ by up to 0 of their ranges (at 0 s)"
    assert (first, second) == (f"drop=joint_state: {expected}", f"instruction=Rest.: {expected}")


def test_json_is_one_document_on_standard_output(physai, bag, policy_file, tmp_path):
    words = ["replay", bag, "--policy", f"{policy_file}:Still", "--json", "--horizon", "800ms"]
    done = physai(*words, "--hold", "--perturb", "instruction=Rest.", "--out", tmp_path / "out")
    assert done.code == 0
    found = json.loads(done.out)
    assert (found["kind"], found["horizon_s"], found["hold"]) == ("replay", 0.8, True)
    assert found["perturbations"] == ["instruction=Rest."]
    assert json.loads((tmp_path / "out" / "metrics.json").read_text()) == found


def test_a_requirement_that_is_missed_has_exit_code_1(physai, bag, policy_file):
    words = ["replay", bag, "--policy", f"{policy_file}:Dice", "--require"]
    assert physai(*words, "action_error<=0").code == 0
    assert physai(*words, "action_error>0.5").code == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--policy", "nobody"], "--policy: unknown policy, got 'nobody'"),
        (["--horizon", "far"], "--horizon: no time span, got 'far'"),
        (["--horizon", "0s"], "--horizon: no horizon, got '0s'; expected more than 0"),
        (["--horizon", "100000000s"], "expected more than 0, at most 60s"),
        (["--perturb", "shake=arm"], "--perturb: unknown perturbation, got 'shake'"),
        (["--perturb", "drop=rear_camera"], "--perturb: no such sensor, got 'rear_camera'"),
        (["--require", "speed>3"], "--require: no such metric, got 'speed'"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(refused, bag, policy_file, words, said):
    given = [] if "--policy" in words else ["--policy", f"{policy_file}:Still"]
    assert said in refused("replay", bag, *given, *words)


def test_a_bag_that_is_none_is_refused_in_one_line(refused, tmp_path):
    assert "does not exist" in refused("replay", tmp_path / "bag", "--policy", "random")
