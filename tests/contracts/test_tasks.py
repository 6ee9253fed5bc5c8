"""What every task must keep; it is tested in every world that sets it."""

import re

import numpy as np
import pytest

from physai_sim.core import paths, registry
from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError

WORLDS = tuple(paths.available("worlds"))
every_world = pytest.mark.parametrize("world", WORLDS)
PARTS = ("Start:", "Observation:", "Action:", "Reward:", "End:")


@pytest.mark.parametrize("model", registry.names("tasks"))
def test_some_world_sets_it(model):
    assert any(load_world(world).task.model == model for world in WORLDS)


@pytest.mark.parametrize("model", registry.names("tasks"))
def test_its_docstring_says_all_parts(model):
    text = registry.find("tasks", model).__doc__
    assert [part for part in PARTS if part not in text] == []


def kind_of(model):
    """What all arms are, or all cars: the class that their own classes stand on."""
    return registry.find("robots", model).__mro__[1]


@every_world
@pytest.mark.parametrize("model", registry.names("robots"))
def test_a_robot_that_cannot_do_it_is_refused_in_one_line(world, model, open_session):
    for name, robot in load_world(world).robots.items():
        if kind_of(model) is not kind_of(robot.model):
            other = f"robots.{name}={{model: {model}}}"
            with pytest.raises(ConfigError) as caught:
                open_session(world, "randomize={}", other, cameras=False)
            assert re.fullmatch(r"task\S*: this robot .*; expected .*", str(caught.value))


@pytest.fixture
def session_in(open_session):
    def make(world):
        session = open_session(world, cameras=False, privileged=True)
        session.reset(0)
        return session

    return make


@every_world
def test_reward_lies_between_zero_and_one_whatever_happens(world, session_in, drive_randomly):
    session = session_in(world)
    for seed in range(3):
        session.reset(seed)
        for part in range(8):
            drive_randomly(session, physics_steps=60, seed=part)
            reward = session.task.reward(session.stage)
            assert isinstance(reward, float)
            assert 0.0 <= reward <= 1.0


@every_world
def test_ground_truth_fits_its_declared_finite_space(world, session_in, drive_randomly):
    session = session_in(world)
    spaces = session.task.privileged_space(session.stage)
    for part in range(6):
        truth = session.task.privileged(session.stage)
        assert truth.keys() == spaces.keys()
        for key, value in truth.items():
            assert spaces[key].contains(value), key
            assert np.isfinite([spaces[key].low, spaces[key].high]).all()
        drive_randomly(session, physics_steps=60, seed=part)


@every_world
def test_ground_truth_is_fresh_each_time(world, session_in):
    session = session_in(world)
    first = session.task.privileged(session.stage)
    kept = {key: value.copy() for key, value in first.items()}
    for value in first.values():
        value[...] = 0
    second = session.task.privileged(session.stage)
    assert all(np.array_equal(second[key], kept[key]) for key in kept)


@every_world
def test_scoring_moves_nothing(world, session_in):
    session = session_in(world)
    before = session.world.state_hash()
    for ask in ("reward", "is_success", "failure", "privileged", "facts", "conditions"):
        getattr(session.task, ask)(session.stage)
    assert session.world.state_hash() == before


@every_world
def test_it_is_done_when_all_conditions_of_its_goal_hold(world, session_in, drive_randomly):
    session = session_in(world)
    names = None
    for part in range(6):
        found = session.task.conditions(session.stage)
        assert found
        assert {type(value) for value in found.values()} == {bool}
        assert session.task.is_success(session.stage) == all(found.values())
        names = names or list(found)
        assert list(found) == names
        drive_randomly(session, physics_steps=60, seed=part)
