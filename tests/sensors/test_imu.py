"""The imu: +g at rest, in its own frame, and calm under blows."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import from_rpy
from physai_sim.core.scene_config import BodyConfig, PoseConfig, SceneConfig

G = 9.81
BOX = {"shape": "box", "size_m": (0.4, 0.4, 0.4), "mass_kg": 2.0, "friction": 0.5}


def box(**pose):
    return SceneConfig(bodies={"box": BodyConfig(**BOX, pose=PoseConfig(**pose))})


def every(world, sensor, steps, *, count):
    found = [sensor.read(world)]
    for _ in range(count):
        world.step(steps)
        found.append(sensor.read(world))
    return np.array(found)


def test_at_rest_it_feels_one_g_upwards(put):
    world, sensor = put("imu", {"mount": {"parent": "box"}}, scene=box(position_m=(0, 0, 0.2)))
    world.step(240)
    found = every(world, sensor, 4, count=20)
    assert found[:, 7:] == pytest.approx(np.tile([0.0, 0.0, G], (21, 1)), abs=1e-3)
    assert found[:, 4:7] == pytest.approx(0.0, abs=1e-6)


def test_lying_on_its_side_it_feels_g_along_its_own_axis(put):
    mount = {"parent": "box", "rpy_rad": (0.0, np.pi / 2, 0.0)}  # x of the sensor looks down
    world, sensor = put("imu", {"mount": mount}, scene=box(position_m=(0, 0, 0.2)))
    world.step(240)
    found = every(world, sensor, 4, count=2)[-1]
    assert found[7:] == pytest.approx([-G, 0.0, 0.0], abs=1e-3)
    assert found[:4] == pytest.approx(from_rpy(0.0, np.pi / 2, 0.0), abs=1e-6)


def test_in_free_fall_it_feels_nothing(put):
    scene = box(position_m=(0, 0, 50.0))
    world, sensor = put("imu", {"mount": {"parent": "box"}}, scene=scene)
    world.bodies["box"].set_frictions({"link0": 0.5})  # and with it no drag of the air
    assert every(world, sensor, 4, count=10)[1:, 7:] == pytest.approx(0.0, abs=1e-6)


def test_a_blow_counts_with_its_impulse_and_not_with_its_peak(put):
    scene = box(position_m=(0, 0, 0.7))
    world, sensor = put("imu", {"mount": {"parent": "box"}}, scene=scene)
    found = every(world, sensor, 12, count=20)  # 20 Hz while it falls and lands
    landing_mps = np.sqrt(2 * G * 0.5)
    assert found[:, 9].max() < 2.0 * landing_mps * 20 + G
    gained = (found[1:, 9] - G).sum() / 20  # all it felt, less gravity, is the change of speed
    assert gained == pytest.approx(0.0, abs=0.01)


def test_off_the_axis_of_a_turn_it_feels_the_pull_inwards(sense):
    session, _ = sense("imu", "sensors.imu.noise={}", "sensors.imu.rate_hz=60")
    for _ in range(7):
        reading = session.step([0.0, 0.08]).observation.sensors["imu"]
    speed = np.hypot(*session.stage.robots["ego"].body.state().linear_mps[:2])
    turn = reading[6]
    assert turn > 0.5  # counter-clockwise about z
    assert reading[8] == pytest.approx(speed * turn, rel=0.01)
    assert reading[7] == pytest.approx(-(turn**2) * 1.0, rel=0.1)  # it sits 1 m before the axle
    assert reading[9] == pytest.approx(G, abs=0.01)


def test_the_first_reading_has_no_acceleration_and_an_early_one_repeats(put):
    world, sensor = put("imu", {"mount": {"parent": "box"}}, scene=box(position_m=(0, 0, 5.0)))
    assert sensor.read(world)[7:].tolist() == [0.0, 0.0, G]
    world.step(4)
    first = sensor.read(world)
    assert np.array_equal(sensor.read(world), first)


def test_it_rides_on_any_link_of_a_robot(open_session):
    session = open_session(
        "reach",
        "sensors.joint_state={model: imu, rate_hz: 60, mount: {parent: arm/panda_hand}}",
        cameras=False,
    )
    session.reset(0)
    spec = session.spec.sensors["joint_state"]
    assert (spec.body, spec.mount.parent) == ("arm", "arm/panda_hand")
    for _ in range(5):
        reading = session.step(np.zeros(7)).observation.sensors["joint_state"]
    assert np.linalg.norm(reading[7:]) == pytest.approx(G, rel=0.05)


def test_a_place_that_does_not_exist_is_refused(put):
    for parent in ("ghost", "box/ghost"):
        world, sensor = put("imu", {"mount": {"parent": parent}}, scene=box())
        with pytest.raises(UnknownNameError, match=r"sensors\.it\.mount\.parent: .*'ghost'"):
            sensor.spec(world)
    world, sensor = put("imu", {"mount": {"parent": "world"}}, scene=box())
    with pytest.raises(ConfigError, match="must ride on a body"):
        sensor.spec(world)


def test_its_measured_sigma_is_the_parameter_within_5_percent(put):
    noise = {"acceleration_mps2": {"sigma": 0.05}, "angular_radps": {"sigma": 0.01}}
    config = {"mount": {"parent": "box"}, "noise": noise}
    world, sensor = put("imu", config, scene=box(position_m=(0, 0, 0.2)))
    world.step(240)
    sensor.read(world)
    found = every(world, sensor, 1, count=1500)[1:]
    assert found[:, 7:].std(axis=0).mean() == pytest.approx(0.05, rel=0.05)
    assert found[:, 4:7].std(axis=0).mean() == pytest.approx(0.01, rel=0.05)
    assert sensor.spec(world).variances == pytest.approx((0.0,) * 3 + (1e-4,) * 3 + (2.5e-3,) * 3)
