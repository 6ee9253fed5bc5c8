"""A world with every sensor; it is no world for people, so it is not in `worlds/`."""

from pathlib import Path

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.core.strict import parse

ALL_SENSORS = Path(__file__).with_name("all_sensors.yaml")


@pytest.fixture
def all_sensors():
    """Path of the world."""
    return str(ALL_SENSORS)


@pytest.fixture
def sense(open_session):
    """`sense("imu", "sensors.imu.rate_hz=60")`: a reset Session with the sensor of that name."""

    def make(name, *overrides, seed=0):
        session = open_session(str(ALL_SENSORS), *overrides)
        session.reset(seed)
        return session, session._parts.sensors[name]

    return make


@pytest.fixture
def put(build_world):
    """Puts a sensor of a model into a bare world and starts an episode of it."""

    def make(model, config, *, scene=None, seed=0):
        world, kind = build_world(scene), registry.find("sensors", model)
        sensor = kind(
            "it", parse(kind.Config, {"model": model, "rate_hz": 60, **config}, where="")
        )
        sensor.reset(np.random.default_rng(seed))
        return world, sensor

    return make
