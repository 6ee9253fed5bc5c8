import pytest

from physai_sim.core import paths
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.evaluation.suites.config import load_suite

WHOLE = """\
version: 1
description: Two runs.
runs:
  arm:
    world: reach
    seeds: [5, 1]
    settings: [time_limit_s=1.0]
    require: ["success_rate>=0.9"]
  car:
    world: lane_curve
    policy: random
    seeds: {first: 7, count: 3}
require: ["max(collisions)==0"]
"""


def test_a_suite_pins_worlds_seeds_policies_settings_and_requirements(suite_of):
    suite = suite_of(WHOLE)
    arm, car = suite.runs["arm"], suite.runs["car"]
    assert (arm.config.name, arm.policy, arm.seeds) == ("reach", "expert_reach", (5, 1))
    assert arm.config.time_limit_s == 1.0
    assert [one.text for one in arm.require] == ["success_rate>=0.9"]
    assert (car.config.name, car.policy, car.seeds) == ("lane_curve", "random", (7, 8, 9))
    assert [one.text for one in suite.require] == ["max(collisions)==0"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("world: reach", "wrold: reach", "s.yaml:5: runs.arm.wrold: unknown key"),
        ("world: reach", "world: raech", "s.yaml:5: runs.arm.world: unknown world, got 'raech'"),
        ("policy: random", "policy: rnd", "s.yaml:11: runs.car.policy: unknown polic"),
        ("[5, 1]", "[5, 1, 5]", "s.yaml:6: runs.arm.seeds.2: seed given twice, got 5"),
        ("[5, 1]", "[5, 1.0]", "s.yaml:6: runs.arm.seeds.1: no seed, got 1.0"),
        ("[5, 1]", "[5, true]", "s.yaml:6: runs.arm.seeds.1: no seed, got True"),
        ("[5, 1]", "[5, -1]", "s.yaml:6: runs.arm.seeds.1: no seed, got -1"),
        ("[5, 1]", "[]", "s.yaml:6: runs.arm.seeds: wrong value"),
        ("[5, 1]", "5", "s.yaml:6: runs.arm.seeds: wrong value, got 5; expected first and count"),
        ("count: 3", "count: 0", "s.yaml:12: runs.car.seeds.count: wrong value, got 0"),
        ("count: 3", "count: 99999", "s.yaml:12: runs.car.seeds.count: wrong value"),
        ("count: 3", "cuont: 3", "s.yaml:12: runs.car.seeds.cuont: unknown key"),
        ("time_limit_s=1.0", "time_limit=1.0", "s.yaml:7: runs.arm.settings.0: reach.yaml"),
        ("success_rate>=", "succes_rate>=", "s.yaml:8: runs.arm.require.0: --require: no such"),
        ("(collisions)==0", "(collisions)", "s.yaml:13: require.0: --require: not a requirement"),
        ("  arm:", "  My Arm:", "s.yaml:4: runs.My Arm: wrong value"),
        ("version: 1", "version: 2", "s.yaml:1: version: wrong value, got 2"),
        ("    seeds: [5, 1]\n", "", "s.yaml:4: runs.arm.seeds: missing key"),
    ],
)
def test_what_is_wrong_is_told_in_a_line_that_says_where(suite_of, old, new, told):
    assert old in WHOLE
    with pytest.raises(ConfigError) as caught:
        suite_of(WHOLE.replace(old, new, 1))
    assert str(caught.value).startswith(told)
    assert "\n" not in str(caught.value)


def test_a_suite_without_runs_is_refused(suite_of):
    with pytest.raises(ConfigError, match=r"^s.yaml:2: runs: wrong value"):
        suite_of("description: Nothing.\nruns: {}\n")


def test_another_policy_plays_every_run(suite_of):
    suite = suite_of(WHOLE).played_by("random")
    assert {run.policy for run in suite.runs.values()} == {"random"}
    assert suite.policy == "random"
    with pytest.raises(UnknownNameError, match="--policy"):
        suite.played_by("nobody")


@pytest.mark.parametrize("name", paths.available("suites"))
def test_a_suite_that_is_shipped_can_be_loaded(name):
    suite = load_suite(name)
    assert (suite.name, suite.source) == (name, name)
    assert suite.description


def test_the_suites_that_are_shipped_play_every_world_with_ten_seeds():
    shipped = [load_suite(name) for name in ("driving", "manipulation")]
    runs = [run for suite in shipped for run in suite.runs.values()]
    assert {run.config.name for run in runs} == paths.available("worlds").keys()
    assert all(len(run.seeds) == 10 and run.policy == run.config.expert for run in runs)


def test_an_unknown_suite_lists_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"unknown suite.*known: driving, manipulation"):
        load_suite("drivin")
