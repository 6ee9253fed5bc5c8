"""What every world file must keep, whoever adds one."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.envs.session import Session
from physai_sim.rendering import choice
from physai_sim.rendering.camera import camera_spec

WORLDS = tuple(paths.available("worlds"))
PHYSICS_STEPS = 2000
every_world = pytest.mark.parametrize("name", WORLDS)


def play(session, seed):
    """A fixed random drive of 2,000 physics steps; contacts and motors are part of it."""
    rng = np.random.default_rng(7)
    world, rates = session.world, session.config.rates
    session.reset(seed)
    while world.step_index < PHYSICS_STEPS:
        for robot in session.stage.robots.values():
            spec = robot.spec()
            robot.apply_action(rng.uniform(spec.action_low, spec.action_high))
        world.step(min(rates.physics_hz // rates.control_hz, PHYSICS_STEPS - world.step_index))


def fingerprint(session, seed):
    """State and picture after a fixed random drive."""
    play(session, seed)
    view = session.config.view
    picture = choice.render(session.world, camera_spec(view, view.mount)).rgb
    return f"{session.world.state_hash()} {hashlib.sha256(picture.tobytes()).hexdigest()}"


@every_world
def test_a_seed_gives_the_same_state_and_picture_to_the_bit(name, open_session):
    first, second = (fingerprint(open_session(name, cameras=False), 5) for _ in range(2))
    assert first == second


@every_world
def test_other_episodes_before_leave_no_trace(name, open_session):
    fresh = fingerprint(open_session(name, cameras=False), 5)
    used = open_session(name, cameras=False)
    play(used, 3)
    used.reset(11)
    assert fingerprint(used, 5) == fresh


@every_world
def test_another_process_gives_the_same_state_and_picture(name, open_session):
    command = [sys.executable, __file__, name, "5"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == fingerprint(open_session(name, cameras=False), 5)


@every_world
def test_seeds_differ(name, open_session):
    session = open_session(name, cameras=False)
    hashes = set()
    for seed in range(4):
        session.reset(seed)
        hashes.add(session.world.state_hash())
    assert len(hashes) == 4


@every_world
def test_it_has_words_for_people(name):
    config = load_world(name)
    assert config.description.endswith(".")
    assert config.instruction.endswith(".")


@every_world
def test_a_robot_starts_without_touching_what_it_should_not(name, open_session):
    session = open_session(name, cameras=False)
    for seed in range(5):
        session.reset(seed)
        assert session.task.failure(session.stage) is None
        assert not session.task.is_success(session.stage)


@every_world
def test_its_view_shows_something(name, open_session):
    session = open_session(name, cameras=False)
    session.reset(0)
    view = session.config.view
    frame = choice.render(session.world, camera_spec(view, view.mount))
    assert frame.rgb.std() > 10
    assert np.unique(frame.segmentation).size > 3


def main():
    """The other process of the test above."""
    session = Session(load_world(sys.argv[1]), cameras=False)
    sys.stdout.write(fingerprint(session, int(sys.argv[2])))
    session.close()


if __name__ == "__main__":
    main()
