"""Joint states: positions, then velocities, in the order of the names."""

import numpy as np
import pytest


@pytest.mark.parametrize(("world", "robot"), [("reach", "arm"), ("lane_curve", "ego")])
def test_the_order_is_that_of_the_spec(world, robot, open_session):
    session = open_session(world, cameras=False)
    session.reset(0)
    spec = session.spec.sensors["joint_state"]
    body = session.stage.robots[robot].body
    assert spec.names == session.spec.robots[robot].joint_names == tuple(body.joints)
    sensor = session._parts.sensors["joint_state"]
    for k, name in enumerate(spec.names):
        body.reset_joints({name: 0.01 * (k + 1)}, velocity=0.1 * (k + 1))
    count = len(spec.names)
    expected = np.arange(1, count + 1)
    reading = sensor.read(session.world)
    assert reading == pytest.approx(np.concatenate([0.01 * expected, 0.1 * expected]))


def test_velocities_are_the_rate_of_positions(open_session):
    session = open_session("reach", "sensors.joint_state.rate_hz=240", cameras=False)
    session.reset(0)
    session.step([0.02, 0.01, -0.01, 0.0, 0.0, 0.0, 0.08])
    table = np.array([s.reading for s in session.samples if s.sensor == "joint_state"])
    rate = np.diff(table[:, :7], axis=0) * 240
    assert rate == pytest.approx(table[1:, 9:16], abs=1e-3)
