"""What every sensor must keep; it is tested in the first world that has one."""

import numpy as np
import pytest

from physai_sim.core import paths, registry
from physai_sim.core.config import load_world

WORLDS = {name: load_world(name) for name in paths.available("worlds")}
every_sensor = pytest.mark.parametrize("model", registry.names("sensors"))


@pytest.fixture
def sensor_of(open_session):
    def make(model):
        for world, config in WORLDS.items():
            for name, part in config.sensors.items():
                if part.model == model:
                    session = open_session(world)
                    session.reset(0)
                    return session, session._parts.sensors[name]
        pytest.fail(f"no world shows the sensor {model!r}: add one to worlds/")

    return make


@every_sensor
def test_it_says_what_it_gives(model, sensor_of):
    session, sensor = sensor_of(model)
    spec = session.spec.sensors[sensor.name]
    assert (spec.name, spec.rate_hz) == (sensor.name, sensor.rate_hz)
    assert spec.body == "world" or spec.body in session.world.bodies
    assert spec.kind in ("rgb", "depth", "joint_state", "odometry", "contact")


@every_sensor
def test_readings_fit_the_declared_finite_space_as_the_world_moves(model, sensor_of):
    session, sensor = sensor_of(model)
    spec, space = session.spec.sensors[sensor.name], sensor.space(session.world)
    assert np.isfinite(space.low).all()
    assert np.isfinite(space.high).all()
    for _ in range(4):
        reading = sensor.read(session.world)
        assert reading.shape == spec.shape == space.shape
        assert reading.dtype == space.dtype
        assert np.isfinite(reading).all()
        assert space.contains(reading)
        session.step(session.spec.action_high)


@every_sensor
def test_a_reading_is_fresh_and_repeats_within_an_instant(model, sensor_of):
    session, sensor = sensor_of(model)
    first = sensor.read(session.world)
    kept = first.copy()
    first[...] = 0
    second = sensor.read(session.world)
    assert np.array_equal(second, kept)
    assert not np.shares_memory(first, second)


@every_sensor
def test_reading_moves_nothing(model, sensor_of):
    session, sensor = sensor_of(model)
    before = session.world.state_hash()
    sensor.read(session.world)
    assert session.world.state_hash() == before
