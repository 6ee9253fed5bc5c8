"""The pose sensor: exact without noise, as wrong as it says with it."""

import numpy as np
import pytest


def test_without_noise_it_is_the_pose_of_the_base(sense):
    session, sensor = sense("pose", "sensors.pose.noise={}")
    pose = session.world.bodies["ego"].base_pose()
    assert sensor.read(session.world).tolist() == list(pose.numbers)


def test_its_measured_sigmas_are_the_parameters_within_5_percent(sense):
    noise = (
        "{horizontal_m: {sigma: 0.8}, vertical_m: {sigma: 1.5}, orientation_rad: {sigma: 0.02}}"
    )
    session, sensor = sense("pose", f"sensors.pose.noise={noise}")
    exact, found = np.array(session.world.bodies["ego"].base_pose().position_m), []
    for _ in range(3000):
        session.world.step_index += 1  # another instant at the same place
        found.append(sensor.read(session.world))
    found = np.array(found)
    error = found[:, :3] - exact
    assert error[:, :2].std() == pytest.approx(0.8, rel=0.05)
    assert error[:, 2].std() == pytest.approx(1.5, rel=0.05)
    assert (2 * found[:, 3:6]).std() == pytest.approx(0.02, rel=0.05)
    assert np.linalg.norm(found[:, 3:], axis=1) == pytest.approx(1.0, abs=1e-12)
    wanted = (0.64, 0.64, 2.25, 4e-4, 4e-4, 4e-4)
    assert session.spec.sensors["pose"].variances == pytest.approx(wanted)
