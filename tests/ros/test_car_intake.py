"""A car does what it is told over topics: drives and twists, refusals, silence."""

import math

import pytest
from ackermann_msgs.msg import AckermannDriveStamped
from geometry_msgs.msg import TwistStamped
from rclpy.duration import Duration

ACKERMANN = "ackermann_msgs/msg/AckermannDriveStamped"
WHEELBASE_M = 2.85


class Driver:
    """Someone who drives the car while it is paused, step by step."""

    def __init__(self, live, odometry):
        self.live, self.odometry = live, odometry
        self.ackermann = live.publisher("/ackermann_cmd", ACKERMANN)
        self.twist = live.publisher("/cmd_vel", "geometry_msgs/msg/TwistStamped")

    def motion(self, steps=1):
        """Forward speed [m/s] and turn rate [rad/s] after some steps."""
        moved = self.live.after(lambda: self.live.step(steps), self.odometry, steps)
        return moved.twist.twist.linear.x, moved.twist.twist.angular.z

    def tell(self, publisher, message):
        return self.live.tell(publisher, message)

    def drive(self, steps, **fields):
        """Tell the same drive before each step; the motion at the end."""
        for _ in range(steps):
            self.tell(self.ackermann, drive(**fields))
            found = self.motion()
        return found


def drive(stamp=None, **fields):
    message = AckermannDriveStamped()
    for name, value in fields.items():
        setattr(message.drive, name, value)
    if stamp is not None:
        message.header.stamp = stamp.to_msg()
    return message


@pytest.fixture(scope="module")
def car(live, blind_world):
    one = live(
        world=blind_world("lane_curve", task={"max_offset_m": 500.0}), autostart=False
    ).start()
    one.state(2)
    odometry = one.hear("/sim/ground_truth/ego/odom", "nav_msgs/msg/Odometry", 100)
    return Driver(one, odometry)


@pytest.fixture(autouse=True)
def _from_the_start(car):
    car.live.after(lambda: car.live.reset(use_seed=True, seed=1), car.odometry)


def test_a_drive_brings_its_speed_and_the_angle_of_its_front_wheel(car):
    speed, turn = car.drive(12, speed=6.0, steering_angle=0.04)
    assert speed == pytest.approx(6.0, abs=0.2)
    assert turn == pytest.approx(6.0 * math.tan(0.04) / WHEELBASE_M, rel=0.1)


def test_a_drive_with_an_acceleration_takes_its_time(car):
    before, _ = car.drive(1, speed=5.0)
    after, _ = car.drive(10, speed=15.0, acceleration=1.0)
    assert after - before == pytest.approx(1.0, abs=0.15)


def test_a_twist_brings_its_speed_and_turn_rate(car):
    message = TwistStamped()
    message.twist.linear.x, message.twist.angular.z = 4.0, 0.1
    for _ in range(12):
        car.tell(car.twist, message)
        speed, turn = car.motion()
    assert speed == pytest.approx(4.0, abs=0.2)
    assert turn == pytest.approx(0.1, rel=0.1)


def test_the_newest_of_drive_and_twist_holds(car):
    car.drive(20, speed=3.0)
    car.motion()
    message = TwistStamped()
    message.twist.linear.x = 0.0
    message.header.stamp = car.live.now().to_msg()
    car.tell(car.twist, message)
    speed, _ = car.motion(4)
    assert speed < 2.0


@pytest.mark.parametrize(
    ("reason", "offset_s", "fields"),
    [
        ("not_finite", None, {"speed": math.nan}),
        ("not_finite", None, {"steering_angle": math.inf}),
        ("out_of_range", None, {"speed": 100.0}),
        ("out_of_range", None, {"steering_angle": -1.5}),
        ("late", -0.6, {"speed": 3.0}),
        ("from_the_future", 0.2, {"speed": 3.0}),
        ("out_of_order", -0.1, {"speed": 3.0}),
    ],
)
def test_a_command_that_cannot_be_right_is_refused_counted_and_not_obeyed(
    car, reason, offset_s, fields
):
    car.drive(10, speed=5.0)
    car.tell(car.ackermann, drive(car.live.now(), speed=5.0))
    stamp = None if offset_s is None else car.live.now() + Duration(seconds=offset_s)
    changed = car.tell(car.ackermann, drive(stamp, **fields))
    assert changed == {"refused": 1, f"refused /ackermann_cmd {reason}": 1}
    speed, turn = car.motion(2)
    assert speed == pytest.approx(5.0, abs=0.3)
    assert abs(turn) < 0.1


def test_commands_that_take_effect_are_not_counted_as_dropped(car):
    before = car.live.counts()["dropped"]
    car.drive(5, speed=5.0)
    assert car.live.counts()["dropped"] == before
    car.tell(car.ackermann, drive(speed=4.0))
    car.tell(car.ackermann, drive(speed=4.0))
    assert car.live.counts()["dropped"] == before + 1


def test_a_car_that_hears_nothing_for_half_a_second_brakes_to_a_stop_and_recovers(car):
    car.drive(10, speed=6.0)
    assert car.motion(4)[0] == pytest.approx(6.0, abs=0.4)
    assert car.live.faults() == {}
    car.motion(2)
    assert list(car.live.faults()) == ["ego"]
    assert "no command for half a second" in car.live.faults()["ego"]
    speed, _ = car.motion(25)
    assert abs(speed) < 0.05
    assert car.drive(10, speed=3.0)[0] > 1.0
    assert car.live.faults() == {}
