import dataclasses

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.evaluation.suites.assignment import Assignment


@pytest.fixture
def assignment(short_suite, tmp_path):
    return Assignment.of(short_suite.runs["arm"], out=tmp_path / "arm", mode="resume")


def test_a_worker_makes_of_it_what_the_suite_said(assignment, short_suite, tmp_path):
    request, run = assignment.request(), short_suite.runs["arm"]
    assert request.config == run.config
    assert request.seeds == (4, 1, 9)
    assert request.episodes == 3
    assert (request.policy, request.settings) == (run.policy, run.settings)
    assert (request.out, request.mode) == (tmp_path / "arm", "resume")


def test_one_seed_is_one_episode(assignment):
    request = dataclasses.replace(assignment, seeds=(7,)).request()
    assert (request.seeds, request.episodes) == ((7,), 1)


def test_a_world_that_was_changed_since_is_refused(assignment):
    changed = dataclasses.replace(assignment, settings=("time_limit_s=0.7",))
    with pytest.raises(ConfigError, match=r"reach.yaml: this world file was changed"):
        changed.request()
