"""Sessions and bare worlds that are closed after the test; shared by all folders."""

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.scene_config import SceneConfig
from physai_sim.envs.session import Session
from physai_sim.simulation import scene
from physai_sim.simulation.world import World


@pytest.fixture
def open_session():
    """`open_session("reach", "rates.control_hz=10", cameras=False)`: a Session, not yet reset."""
    opened = []

    def open_(world, *overrides, **options):
        opened.append(Session(load_world(world, overrides), **options))
        return opened[-1]

    yield open_
    for session in opened:
        session.close()


@pytest.fixture
def build_world():
    """`build_world(SceneConfig(...))`: a World in which the scene stands."""
    opened = []

    def build(config=None, *, physics_hz=240):
        config = config or SceneConfig()
        opened.append(World(config, physics_hz=physics_hz))
        opened[-1].reset()
        scene.build(opened[-1], config)
        return opened[-1]

    yield build
    for world in opened:
        world.close()


@pytest.fixture
def drive_randomly():
    """Plays random actions straight on the robots, whatever the task thinks of it."""

    def drive(session, *, physics_steps, seed=0):
        rng = np.random.default_rng(seed)
        world, rates = session.world, session.config.rates
        end = world.step_index + physics_steps
        while world.step_index < end:
            for robot in session.stage.robots.values():
                spec = robot.spec()
                robot.apply_action(rng.uniform(spec.action_low, spec.action_high))
            world.step(min(rates.physics_hz // rates.control_hz, end - world.step_index))

    return drive
