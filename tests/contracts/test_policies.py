"""What every policy must keep."""

import inspect
import os

import numpy as np
import pytest

from physai_sim.core import paths, registry
from physai_sim.core.config import load_world
from physai_sim.envs.player import Player
from policies.control._terminal import Terminal

POLICIES = registry.names("policies")
WORLDS = tuple(paths.available("worlds"))


@pytest.mark.parametrize("name", POLICIES)
def test_it_is_named_after_its_file_and_follows_the_protocol(name):
    kind = registry.find("policies", name)
    assert kind.__name__ == registry.class_name(name)
    assert inspect.getdoc(kind)
    assert isinstance(kind.needs_privileged, bool)
    assert list(inspect.signature(kind.reset).parameters) == ["self", "spec", "seed"]
    assert list(inspect.signature(kind.infer).parameters) == ["self", "observation"]


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("world", WORLDS)
def test_the_expert_of_every_world_succeeds_twice_alike(world, seed, open_session):
    endings = set()
    for _ in range(2 if seed == 0 else 1):
        policy = registry.find("policies", load_world(world).expert)()
        session = open_session(world, cameras=False, privileged=policy.needs_privileged)
        player = Player(policy, session.spec)
        player.reset(seed)
        observation, outcome = session.reset(seed), None
        while outcome is None:
            action = player.act(observation)
            assert action.dtype == np.float64
            step = session.step(action)
            assert 0.0 <= step.reward <= 1.0
            observation, outcome = step.observation, step.outcome
        assert outcome.is_success, outcome
        endings.add((outcome.steps, session.world.state_hash()))
    assert len(endings) == 1


@pytest.mark.parametrize("world", WORLDS)
def test_a_person_can_play_every_world(world, open_session, seat):
    """`keyboard` needs a terminal and somebody at it."""
    session = open_session(world)
    policy = registry.find("policies", "keyboard")(Terminal(os.dup(seat.slave)))
    player = Player(policy, session.spec)
    observation = session.reset(0)
    player.reset(0, spec=session.spec)
    seat.press_when("press a key to begin", "d")
    for _ in range(2):
        action = player.act(observation)
        assert (action >= session.spec.action_low - 1e-12).all()
        assert (action <= session.spec.action_high + 1e-12).all()
        observation = session.step(action).observation
    assert np.abs(action).any()
    seat.sees(session.spec.instruction[:60], seconds=10)
    policy.close()
