import numpy as np
import pytest

from physai_sim.evaluation.episode import Stream
from physai_sim.evaluation.metrics.command_latency import CommandLatency

IMAGE, IMU = "sensor_msgs/msg/Image", "sensor_msgs/msg/Imu"
DRIVE, TWIST = "ackermann_msgs/msg/AckermannDriveStamped", "geometry_msgs/msg/TwistStamped"
MS_NS = 1_000_000
STAMPS = 1_700_000_000_000_000_000 + np.arange(100, dtype=np.int64) * 100 * MS_NS


def _stream(kind, delay_ms, stamps=STAMPS):
    delay = np.broadcast_to(np.asarray(delay_ms), stamps.shape)
    return Stream(kind, stamps + np.round(delay * MS_NS).astype(np.int64), stamps)


@pytest.fixture
def score(arm):
    return lambda **streams: CommandLatency().score(
        arm(streams={f"/{name}": stream for name, stream in streams.items()})
    )


def test_the_latency_is_from_arrival_to_arrival(score):
    result = score(camera=_stream(IMAGE, 20), cmd=_stream(DRIVE, 65))
    assert result.value == pytest.approx(45.0)
    expected = {"p50_ms": 45.0, "p99_ms": 45.0, "answers": 100.0, "unanswered_share": 0.0}
    assert result.parts == pytest.approx(expected)


def test_the_newest_sensor_message_that_had_come_with_the_stamp_counts(score):
    sensors = {"camera": _stream(IMAGE, 20), "imu": _stream(IMU, 1), "late": _stream(IMAGE, 90)}
    assert score(**sensors, cmd=_stream(DRIVE, 65)).value == pytest.approx(45.0)


def test_the_tail_is_told_beside_the_median(score):
    slow = np.where(np.arange(100) % 20 == 0, 280.0, 60.0)
    result = score(camera=_stream(IMAGE, 10), cmd=_stream(DRIVE, slow))
    assert result.value == pytest.approx(50.0)
    assert result.parts["p99_ms"] == pytest.approx(270.0)


def test_commands_with_stamps_of_no_sensor_are_counted_apart(score):
    stamps = np.where(np.arange(100) < 75, STAMPS, STAMPS + 1)
    result = score(camera=_stream(IMAGE, 20), cmd=_stream(DRIVE, 65, stamps))
    assert result.value == pytest.approx(45.0)
    assert result.parts["unanswered_share"] == pytest.approx(0.25)


def test_commands_of_stamps_of_their_own_have_no_latency(score):
    result = score(camera=_stream(IMAGE, 20), cmd=_stream(DRIVE, 65, STAMPS + 7))
    assert (result.value, result.reason) == (
        None,
        "no command carries the stamp of a sensor message",
    )


def test_a_command_that_came_before_its_sensor_message_does_not_answer_it(score):
    assert score(camera=_stream(IMAGE, 50), cmd=_stream(DRIVE, 10)).value is None


def test_a_bag_in_simulated_time_does_not_say_how_long_it_took(score):
    result = score(camera=_stream(IMAGE, 0), cmd=_stream(DRIVE, 0))
    assert result.value is None
    assert "simulated time" in result.reason


def test_without_sensors_the_latency_is_unknown(score):
    assert "no sensor messages" in score(cmd=_stream(DRIVE, 10)).reason


def test_a_velocity_that_was_measured_is_no_command_and_truth_is_no_sensor(arm):
    measured = {"/vehicle/velocity": _stream(TWIST, 10)}
    assert not CommandLatency().applies(arm(streams=measured))
    told = {"/arm/tool_twist": _stream(TWIST, 10)}
    assert CommandLatency().applies(arm(streams=told))
    truth = {**told, "/sim/ground_truth/ego/odom": _stream("nav_msgs/msg/Odometry", 1)}
    assert "no sensor messages" in CommandLatency().score(arm(streams=truth)).reason
