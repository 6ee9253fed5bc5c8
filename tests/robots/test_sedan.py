"""The car drives as its model says: bicycle geometry, forces, limits."""

import math

import numpy as np
import pytest

from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import GroundConfig, SceneConfig
from physai_sim.robots import sedan
from physai_sim.robots.sedan import Sedan, SedanConfig
from physai_sim.simulation.engine import bullet

CONTROL_HZ = 10
SUBSTEPS = 24
MODES = ("steering_speed", "acceleration_curvature")
WIDE = SceneConfig(ground=GroundConfig(size_m=1000.0))


@pytest.fixture
def car(build_world):
    """`car(mode)`: a car at rest on a wide plain, and its world."""

    def make(mode="acceleration_curvature", *, speed_mps=0.0):
        world = build_world(WIDE)
        made = Sedan("ego", SedanConfig(model="sedan", action=mode), control_hz=CONTROL_HZ)
        made.load(world)
        made.reset(np.random.default_rng(0))
        made.place(Pose(), speed_mps=speed_mps)
        return world, made

    return make


def play(world, robot, action, seconds):
    for _ in range(round(seconds * CONTROL_HZ)):
        robot.apply_action(action)
        world.step(SUBSTEPS)


def place(robot):
    return np.asarray(robot.body.state().pose_in_world.position_m)


def fitted_radius(points):
    """Least squares circle (Kasa 1976)."""
    rows = np.column_stack([2 * points, np.ones(len(points))])
    x, y, rest = np.linalg.lstsq(rows, (points**2).sum(axis=1), rcond=None)[0]
    return math.sqrt(rest + x * x + y * y)


def test_constants_are_what_the_engine_reports(car):
    world, robot = car()
    body, client = robot.body, world.client
    masses = [
        bullet.getDynamicsInfo(body.id, i, physicsClientId=client)[0] for i in body.links.values()
    ]
    assert sum(masses) == pytest.approx(sedan.MASS_KG)
    at = {name: np.asarray(body.link_pose(name).position_m) for name in sedan.WHEELS}
    front, rear = "front_left_wheel", "rear_left_wheel"
    assert at[front][0] - at[rear][0] == pytest.approx(sedan.WHEELBASE_M, abs=1e-3)
    for axle in ("front", "rear"):
        width = at[f"{axle}_left_wheel"][1] - at[f"{axle}_right_wheel"][1]
        assert width == pytest.approx(sedan.TRACK_M, abs=1e-3)
    assert robot.spec().wheelbase_m == sedan.WHEELBASE_M
    # base_link is the middle of the rear axle, at road level.
    rear_middle = (at[rear] + at["rear_right_wheel"]) / 2
    above_road = rear_middle - place(robot)
    assert above_road == pytest.approx([0.0, 0.0, sedan.WHEEL_RADIUS_M], abs=2e-3)


def test_it_stands_still_where_it_was_put(car):
    world, robot = car()
    play(world, robot, (0.0, 0.0), 5.0)
    assert np.abs(place(robot)).max() < 2e-3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize("radius_m", [8.0, 12.0, 20.0, 35.0, 50.0])
@pytest.mark.parametrize("speed_mps", [2.0, 4.0, 6.0, 8.0])
def test_the_rear_axle_turns_on_the_bicycle_models_radius(
    mode, direction, radius_m, speed_mps, car
):
    world, robot = car(mode, speed_mps=speed_mps)
    points = []
    for step in range(40):
        if mode == "steering_speed":
            angle = direction * math.atan(sedan.WHEELBASE_M / radius_m)
            action = (angle, speed_mps)
        else:
            action = (2.0 * (speed_mps - robot.speed_mps()), direction / radius_m)
        robot.apply_action(action)
        for _ in range(4):
            world.step(SUBSTEPS // 4)
            if step >= 20:
                points.append(place(robot)[:2])
    assert fitted_radius(np.array(points)) == pytest.approx(radius_m, rel=0.01)
    assert robot.body.state().angular_radps[2] * direction > 0


@pytest.mark.parametrize("wanted", [0.5, 1.0, 2.0, 3.0, -1.0, -2.0, -4.0, -8.0])
def test_it_accelerates_as_commanded(wanted, car):
    world, robot = car(speed_mps=5.0 if wanted > 0 else 20.0)
    play(world, robot, (wanted, 0.0), 0.3)
    before = robot.speed_mps()
    play(world, robot, (wanted, 0.0), 1.0)
    assert robot.speed_mps() - before == pytest.approx(wanted, rel=0.02)


def test_it_coasts_without_loss(car):
    world, robot = car(speed_mps=8.0)
    play(world, robot, (0.0, 0.0), 10.0)
    assert robot.speed_mps() == pytest.approx(8.0, rel=0.02)


def test_braking_stops_and_holds(car):
    world, robot = car(speed_mps=10.0)
    play(world, robot, (-8.0, 0.0), 2.0)
    stopped = place(robot)
    assert stopped[0] == pytest.approx(10.0**2 / 2 / 8.0, rel=0.05)
    play(world, robot, (-8.0, 0.0), 10.0)
    assert abs(robot.speed_mps()) < 0.01
    assert np.abs(place(robot) - stopped).max() < 0.005


@pytest.mark.parametrize("speed_mps", [4.0, 10.0, 20.0])
def test_straight_ahead_it_drifts_less_than_2_cm_in_200_m(speed_mps, car):
    world, robot = car("steering_speed", speed_mps=speed_mps)
    while place(robot)[0] < 200.0:
        play(world, robot, (0.0, speed_mps), 1.0)
    assert abs(place(robot)[1]) < 0.02
    assert robot.speed_mps() == pytest.approx(speed_mps, rel=0.02)


@pytest.mark.parametrize("wanted", [12.0, -3.0, 0.0])
def test_a_wanted_speed_is_reached_and_kept(wanted, car):
    world, robot = car("steering_speed", speed_mps=5.0 if wanted == 0.0 else 0.0)
    play(world, robot, (0.0, wanted), 9.0)
    assert robot.speed_mps() == pytest.approx(wanted, abs=0.05)


def test_steering_turns_no_faster_than_its_rate(car):
    world, robot = car("steering_speed", speed_mps=5.0)
    joints, order = robot.body.joints, list(robot.body.joints)
    assert set(sedan.STEERS) <= set(joints)
    last = np.zeros(2)
    for _ in range(5):
        robot.apply_action((0.6, 5.0))
        for _ in range(SUBSTEPS):
            world.step()
        angles = robot.body.joint_states()[0][[order.index(name) for name in sedan.STEERS]]
        # The inner wheel turns farther than the virtual one, by less than half.
        assert (np.abs(angles - last) * CONTROL_HZ <= 1.5 * sedan.STEERING_RATE_RADPS).all()
        last = angles
    first = robot._steering_rad
    robot.apply_action((-0.6, 5.0))
    assert first - robot._steering_rad == pytest.approx(sedan.STEERING_RATE_RADPS / CONTROL_HZ)


def test_clipping_is_reported_with_what_was_commanded(car):
    _, robot = car()
    kept = robot.apply_action((1.0, 0.1))
    assert (kept.values.tolist(), kept.was_clipped) == ([1.0, 0.1], False)
    cut = robot.apply_action((99.0, -99.0))
    assert cut.values.tolist() == [3.0, -sedan.MAX_CURVATURE_PER_M]
    assert cut.was_clipped


def test_ackermann_wheels_roll_round_one_centre():
    for curvature in (0.02, -0.1, sedan.MAX_CURVATURE_PER_M):
        left, right = Sedan.chassis.wheel_angles(curvature)
        centre = 1.0 / curvature  # on the line of the rear axle, left positive
        assert math.tan(left) == pytest.approx(sedan.WHEELBASE_M / (centre - sedan.TRACK_M / 2))
        assert math.tan(right) == pytest.approx(sedan.WHEELBASE_M / (centre + sedan.TRACK_M / 2))
    assert Sedan.chassis.wheel_angles(0.0) == (0.0, 0.0)


def test_its_description_is_its_urdf(car):
    _, robot = car()
    assert 'name="base_link"' in robot.description()


def test_tyres_may_grip_otherwise_and_only_they(build_world):
    plain, icy = (loaded(build_world, tyre_friction=f) for f in (None, 0.2))
    assert frictions(plain) == {"tyre": {sedan.TYRE_FRICTION}, "else": {sedan.BODY_FRICTION}}
    assert frictions(icy) == {"tyre": {0.2}, "else": {sedan.BODY_FRICTION}}


def test_on_slippery_tyres_braking_takes_longer(build_world):
    speeds = []
    for friction in (None, 0.2):
        world, robot = loaded(build_world, tyre_friction=friction)
        robot.place(Pose(), speed_mps=10.0)
        play(world, robot, [-8.0, 0.0], 1.0)
        speeds.append(robot.speed_mps())
    assert speeds[0] < 3.5
    assert speeds[1] == pytest.approx(10.0 - 0.2 * 9.81, abs=0.4)


def test_a_payload_slows_the_car_as_newton_says(build_world):
    world, robot = loaded(build_world, payload_kg=400.0)
    robot.place(Pose(), speed_mps=2.0)
    play(world, robot, [3.0, 0.0], 1.0)
    effective = sedan.EFFECTIVE_MASS_KG
    wanted = 2.0 + 3.0 * effective / (effective + 400.0)
    assert robot.speed_mps() == pytest.approx(wanted, abs=0.02)


def loaded(build_world, **config):
    """A world with a car of this configuration at rest."""
    world = build_world(WIDE)
    made = Sedan("ego", SedanConfig(model="sedan", **config), control_hz=CONTROL_HZ)
    made.load(world)
    made.reset(np.random.default_rng(0))
    return world, made


def frictions(made):
    world, robot = made
    found = {"tyre": set(), "else": set()}
    for link, index in robot.body.links.items():
        raw = bullet.getDynamicsInfo(robot.body.id, index, physicsClientId=world.client)
        found["tyre" if link.endswith("_wheel") else "else"].add(raw[1])
    return found
