import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.types import Observation
from policies.control._car_keys import LATERAL_MPS2, CarKeys


@pytest.fixture
def drive(open_session):
    """`drive("lane_curve", 5.0, "w", "", "a")`: keys of each step at a speed; gives actions."""

    def make(world, speed_mps, *steps):
        keys = CarKeys(open_session(world, cameras=False).spec)
        return keys, [act(keys, speed_mps, step) for step in steps]

    return make


def act(keys, speed_mps, pressed):
    for key in ("space",) if pressed == "space" else pressed:
        keys.press(key, 0.0)
    return keys.action(seen(speed_mps), 0.0).tolist()


def seen(speed_mps):
    odometry = np.zeros(13)
    odometry[7] = speed_mps
    return Observation(0, {"odometry": odometry}, "")


def test_a_car_that_rolls_goes_on_rolling_without_a_key(drive):
    _, actions = drive("lane_curve", 5.0, "", "", "")
    assert actions == [[0.0, 0.0]] * 3


def test_presses_set_a_speed_that_stays(drive):
    keys, actions = drive("lane_curve", 5.0, "w", "ww", "", "s")
    accelerations = [acceleration for acceleration, _ in actions]
    # Twice in one step counts once.
    assert accelerations == pytest.approx([1.0, 2.0, 2.0, 1.0])
    assert keys.status(seen(5.0)) == "speed 5.0 of 5.5 m/s   steering straight"


def test_steering_stays_is_left_with_a_and_gentler_at_speed(drive):
    keys, actions = drive("lane_curve", 8.0, "a", "", "d", "d", "d")
    curvatures = [curvature for _, curvature in actions]
    step = 0.1 * LATERAL_MPS2 / 64.0
    assert curvatures == pytest.approx([step, step, 0.0, 0.0, 0.0])
    assert act(keys, 8.0, "") == [0.0, 0.0]
    assert act(keys, 8.0, "d")[1] == pytest.approx(-step)
    assert "10% right" in keys.status(seen(8.0))
    assert act(keys, 0.5, "")[1] == pytest.approx(-0.1 * keys._robot.action_high[1])


def test_the_brake_holds_until_another_speed_is_set(drive):
    keys, actions = drive("lane_curve", 8.0, "space", "", "")
    assert [acceleration for acceleration, _ in actions] == [-8.0] * 3
    assert "BRAKE" in keys.status(seen(8.0))
    assert act(keys, 0.0, "w")[0] == pytest.approx(1.0)
    assert "BRAKE" not in keys.status(seen(0.0))


def test_a_car_that_backs_is_given_an_angle_and_a_speed_and_stops_at_zero_in_between(drive):
    keys, actions = drive("parking", 0.0, "w", "s", "s", "", "s")
    assert [speed for _, speed in actions] == [0.5, 0.0, 0.0, 0.0, -0.5]
    for _ in range(20):
        angle, speed = act(keys, -1.0, "as")
    assert angle == pytest.approx(keys._robot.action_high[0])
    assert speed == keys._robot.action_low[1]
    assert act(keys, -1.0, "space")[1] == 0.0


def test_actions_are_within_the_limits(drive):
    for speed in (0.0, 3.0, 40.0):
        keys, actions = drive("lane_curve", speed, *["wa"] * 40, *["sd"] * 80)
        low, high = keys._robot.action_low, keys._robot.action_high
        assert (np.array(actions) >= low).all()
        assert (np.array(actions) <= high).all()


def test_a_speed_that_no_sensor_tells_is_refused(open_session):
    other = "sensors.odometry.robot=ego"
    spec = open_session("lane_curve", other, cameras=False).spec
    sensors = {name: sensor for name, sensor in spec.sensors.items() if name != "odometry"}
    with pytest.raises(ConfigError, match=r"^robots\.ego: .* a sensor `odometry`"):
        CarKeys(type(spec)(**{f: getattr(spec, f) for f in spec.__slots__} | {"sensors": sensors}))
