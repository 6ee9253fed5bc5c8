"""Noise has the size it says, comes from the sensor's own stream, and is nothing when zero."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import from_rpy, multiply
from physai_sim.core.scene_config import SceneConfig
from physai_sim.sensors.noise import (
    DriftConfig,
    NoiseConfig,
    RangeNoise,
    RangeNoiseConfig,
    VectorNoise,
)

MANY = 20_000


def draws(world, config, *, count=400, size=100, seed=0):
    noise = VectorNoise(config, size, np.random.default_rng(seed))
    found = []
    for _ in range(count):
        found.append(noise.apply(np.zeros(size), world))
        world.step_index += 1  # another instant, without the cost of physics
    return np.array(found)


def test_white_noise_has_its_sigma_within_5_percent(build_world):
    found = draws(build_world(), NoiseConfig(sigma=0.3))
    assert found.std() == pytest.approx(0.3, rel=0.05)
    assert abs(found.mean()) < 0.01
    assert np.corrcoef(found[1:].ravel(), found[:-1].ravel())[0, 1] == pytest.approx(0, abs=0.02)


def test_a_bias_stays_for_the_episode_and_its_spread_is_as_given(build_world):
    found = draws(build_world(), NoiseConfig(bias=2.0, bias_sigma=0.5), count=3, size=MANY)
    assert np.array_equal(found[0], found[2])
    assert found[0].mean() == pytest.approx(2.0, abs=0.02)
    assert found[0].std() == pytest.approx(0.5, rel=0.05)


def test_a_random_walk_spreads_with_the_root_of_time_whatever_the_rate(build_world):
    world = build_world()
    for stride in (1, 60):
        noise = VectorNoise(NoiseConfig(walk_per_root_s=0.2), MANY, np.random.default_rng(1))
        world.reset()
        for _ in range(0, 4 * world.physics_hz + 1, stride * 8):
            last = noise.apply(np.zeros(MANY), world)
            world.step_index += stride * 8
        assert last.std() == pytest.approx(0.2 * 2.0, rel=0.05)  # after four seconds


def test_quantisation_rounds_to_whole_multiples(build_world):
    noise = VectorNoise(NoiseConfig(quantum=0.25), 3, np.random.default_rng(0))
    assert noise.apply(np.array([0.1, 0.13, -0.4]), build_world()).tolist() == [0.0, 0.25, -0.5]


def test_one_instant_has_one_error_and_the_next_another(build_world):
    world = build_world()
    noise = VectorNoise(NoiseConfig(sigma=1.0), 3, np.random.default_rng(0))
    first, again = noise.offset(world), noise.offset(world)
    world.step()
    assert np.array_equal(first, again)
    assert not np.array_equal(first, noise.offset(world))


def test_a_rotation_is_turned_by_the_vector_and_stays_of_unit_length(build_world):
    noise = VectorNoise(DriftConfig(bias=0.3), 3, np.random.default_rng(0))
    x, y, z, w = noise.turn(from_rpy(0.1, -0.2, 0.5), build_world())
    assert np.linalg.norm([x, y, z, w]) == pytest.approx(1.0, abs=1e-12)
    _, _, _, cosine = multiply((x, y, z, w), np.array([-1, -1, -1, 1]) * from_rpy(0.1, -0.2, 0.5))
    assert 2 * np.arccos(cosine) == pytest.approx(0.3 * np.sqrt(3.0))


def test_lost_ranges_have_their_share_and_the_rest_its_sigma(build_world):
    config = RangeNoiseConfig(sigma_m=0.05, dropout=0.1)
    noise = RangeNoise(config, (200, 300), np.random.default_rng(0))
    found = noise.apply(np.full((200, 300), 4.0, dtype=np.float32), build_world(), lost_m=0.0)
    lost = found == 0.0
    assert found.dtype == np.float32
    assert lost.mean() == pytest.approx(0.1, rel=0.05)
    assert found[~lost].std() == pytest.approx(0.05, rel=0.05)


SENSORS = {
    "joint_state": ("position", "velocity"),
    "odometry": ("position_m", "orientation_rad", "linear_mps", "angular_radps"),
    "contact": ("force_n",),
    "imu": ("orientation_rad", "angular_radps", "acceleration_mps2"),
    "gnss": ("horizontal_m", "vertical_m"),
    "pose": ("horizontal_m", "vertical_m", "orientation_rad"),
}
IMAGES = {"front_camera": "sigma_levels", "front_depth": "sigma_m", "scanner": "sigma_m"}


# Sensor, part, and which numbers of its reading are that part.
PARTS = [
    ("joint_state", "position", slice(0, 6)),
    ("joint_state", "velocity", slice(6, 12)),
    ("odometry", "position_m", slice(0, 3)),
    ("odometry", "orientation_rad", slice(3, 6)),
    ("odometry", "linear_mps", slice(7, 10)),
    ("odometry", "angular_radps", slice(10, 13)),
    ("contact", "force_n", slice(1, 2)),
    ("imu", "orientation_rad", slice(0, 3)),
    ("imu", "angular_radps", slice(4, 7)),
    ("imu", "acceleration_mps2", slice(7, 10)),
]


@pytest.mark.parametrize(("name", "part", "numbers"), PARTS)
def test_a_sensors_own_sigma_and_bias_are_the_parameters_within_5_percent(
    name, part, numbers, sense
):
    # A bias of 0.3 keeps the force, which is never less than 0, away from there.
    session, sensor = sense(name, f"sensors.{name}.noise={{{part}: {{sigma: 0.02, bias: 0.3}}}}")
    _, exact = sense(name, f"sensors.{name}.noise={{}}")
    truth = exact.read(session.world)[numbers]
    found = []
    for _ in range(4000):
        session.world.step_index += 1  # another instant of the same state
        found.append(sensor.read(session.world)[numbers])
    factor = 2.0 if part == "orientation_rad" else 1.0  # a quaternion holds half the angle
    error = factor * (np.array(found) - truth)
    assert error.std(axis=0).mean() == pytest.approx(0.02, rel=0.05)
    assert error.mean() == pytest.approx(0.3, rel=0.05)


def test_the_biases_and_steps_of_ranges_are_the_parameters(build_world):
    config = RangeNoiseConfig(bias_m=0.25, quantum_m=0.5)
    noise, world = RangeNoise(config, (1, 5), np.random.default_rng(0)), build_world()
    exact = np.array([[0.0, 0.1, 0.9, 1.1, 7.3]])
    assert noise.apply(exact, world, lost_m=0.0).tolist() == [[0.0, 0.5, 1.0, 1.5, 7.5]]


def test_the_stated_variance_is_that_of_sigma_bias_and_rounding(build_world):
    config, world = NoiseConfig(sigma=0.3, bias=1.0, bias_sigma=0.4, quantum=0.8), build_world()
    found = VectorNoise(config, 200_000, np.random.default_rng(0)).apply(np.zeros(200_000), world)
    assert found.var() == pytest.approx(config.variance, rel=0.05)


def play(sense, name, noise, *, seed=0):
    overrides = () if noise is None else (f"sensors.{name}.noise={noise}",)
    session, _ = sense(name, *overrides, seed=seed)
    found = [session._readings[name].tobytes()]
    for _ in range(4):
        step = session.step([1.0, 0.01])
        found.append(step.observation.sensors[name].tobytes())
    return found


@pytest.mark.parametrize("name", [*SENSORS, *IMAGES])
def test_zero_noise_is_no_noise_to_the_bit_and_equal_seeds_are_equal(name, sense):
    zeros = ", ".join(f"{part}: {{sigma: 0.0, bias: 0.0}}" for part in SENSORS.get(name, ()))
    if name in IMAGES:
        zeros = f"{IMAGES[name]}: 0.0"
    clean = play(sense, name, "{}")
    assert play(sense, name, f"{{{zeros}}}") == clean
    noisy = play(sense, name, None)
    assert noisy == play(sense, name, None)
    if name != "contact":  # nothing but the ground touches, and no force is less than none
        assert noisy != clean
        assert noisy != play(sense, name, None, seed=1)


def test_noise_of_one_part_leaves_the_others_as_they_were(sense):
    quiet = play(sense, "imu", "{angular_radps: {sigma: 0.1}}")
    loud = play(sense, "imu", "{angular_radps: {sigma: 0.1}, acceleration_mps2: {sigma: 1.0}}")
    for a, b in zip(quiet, loud, strict=True):
        first, second = np.frombuffer(a), np.frombuffer(b)
        assert np.array_equal(first[:7], second[:7])
        assert not np.array_equal(first[7:], second[7:])


def test_noise_of_a_sensor_does_not_touch_physics(sense):
    hashes = set()
    for noise in ("{}", "{acceleration_mps2: {sigma: 3.0}}"):
        session, _ = sense("imu", f"sensors.imu.noise={noise}")
        session.step([1.0, 0.01])
        hashes.add(session.world.state_hash())
    assert len(hashes) == 1


def test_an_unknown_kind_of_noise_is_refused_with_the_known(open_session, sense):
    with pytest.raises(ConfigError, match=r"noise.*'sigmaa'.*sigma"):
        sense("imu", "sensors.imu.noise={acceleration_mps2: {sigmaa: 1.0}}")


def test_a_grey_wall_shows_the_sigma_of_a_colour_camera(put):
    mount = {"position_m": (0.0, 0.0, 1.0), "look_at_m": (1.0, 0.0, 0.9)}
    size = {"width_px": 128, "height_px": 96, "vertical_fov_rad": 0.8, "mount": mount}
    scene = SceneConfig(ground=None)
    world, exact = put("rgb_camera", size, scene=scene)
    _, noisy = put("rgb_camera", {**size, "noise": {"sigma_levels": 5.0}}, scene=scene)
    error = noisy.read(world).astype(float) - exact.read(world)
    assert error.std() == pytest.approx(5.0, rel=0.05)
