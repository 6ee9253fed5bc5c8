import asyncio
import threading
import time

import pytest
from geometry_msgs.msg import TransformStamped
from rclpy.clock import ROSClock
from rclpy.duration import Duration
from rclpy.time import Time
from tf2_msgs.srv import FrameGraph
from tf2_ros import Buffer, LookupException, TransformException


def _transform(parent, child, *, at_s=1, x=0.0):
    message = TransformStamped(child_frame_id=child)
    message.header.frame_id = parent
    message.header.stamp.sec = at_s
    message.transform.translation.x = x
    message.transform.rotation.w = 1.0
    return message


@pytest.fixture(name="buffer")
def _buffer():
    return Buffer()


def test_a_lookup_without_a_timeout_answers_at_once(buffer):
    with pytest.raises(LookupException):
        buffer.lookup_transform("map", "base", Time())
    buffer.set_transform(_transform("map", "base", x=2.0), "me")
    assert buffer.lookup_transform("map", "base", Time()).transform.translation.x == 2.0


def test_a_lookup_waits_for_what_comes_in_time(buffer):
    later = threading.Timer(0.1, buffer.set_transform, (_transform("map", "base", x=2.0), "me"))
    later.start()
    found = buffer.lookup_transform("map", "base", Time(), timeout=Duration(seconds=20))
    assert found.transform.translation.x == 2.0
    later.join()


def test_a_lookup_gives_up_when_the_time_is_over(buffer):
    begin = time.monotonic()
    with pytest.raises(TransformException, match='"map" passed to lookupTransform'):
        buffer.lookup_transform("map", "base", Time(), Duration(seconds=0.2))
    assert 0.2 <= time.monotonic() - begin < 5.0


def test_the_full_lookup_waits_as_well(buffer):
    buffer.set_transform(_transform("map", "base", at_s=1, x=1.0), "me")
    message = _transform("map", "base", at_s=2, x=5.0)
    later = threading.Timer(0.1, buffer.set_transform, (message, "me"))
    later.start()
    found = buffer.lookup_transform_full(
        "base", Time(seconds=2), "base", Time(seconds=1), "map", Duration(seconds=20)
    )
    assert found.transform.translation.x == pytest.approx(-4.0)
    later.join()


def test_the_reason_can_be_asked_for(buffer):
    possible, reason = buffer.can_transform("map", "base", Time(), return_debug_tuple=True)
    assert not possible
    assert "does not exist" in reason
    assert buffer.can_transform("map", "base", Time()) is False
    arguments = ("map", Time(), "base", Time(), "odom")
    assert buffer.can_transform_full(*arguments) is False
    assert buffer.can_transform_full(*arguments, return_debug_tuple=True)[1]


def test_a_future_gets_the_transform_when_it_comes(buffer):
    future = buffer.wait_for_transform_async("map", "base", Time())
    full = buffer.wait_for_transform_full_async("base", Time(), "map", Time(), "map")
    assert not future.done()
    buffer.set_transform(_transform("map", "other"), "me")
    assert not future.done()
    buffer.set_transform(_transform("map", "base", x=3.0), "me")
    assert future.result().transform.translation.x == 3.0
    assert full.result().transform.translation.x == -3.0


def test_a_future_for_what_is_there_is_done(buffer):
    buffer.set_transform_static(_transform("map", "base", x=3.0), "me")
    future = buffer.wait_for_transform_async("map", "base", Time())
    assert future.done()
    assert future.result().transform.translation.x == 3.0


def test_a_cancelled_future_is_forgotten(buffer):
    future = buffer.wait_for_transform_async("map", "base", Time())
    future.cancel()
    buffer.set_transform(_transform("map", "base"), "me")
    assert future.cancelled()
    assert buffer._waiting._futures == []


def test_a_coroutine_gets_the_transform(buffer):
    buffer.set_transform(_transform("map", "base", x=3.0), "me")

    async def look_both_ways():
        there = await buffer.lookup_transform_async("map", "base", Time())
        back = await buffer.lookup_transform_full_async("base", Time(), "map", Time(), "map")
        return there.transform.translation.x + back.transform.translation.x

    assert asyncio.run(look_both_ways()) == 0.0


class Host:
    """As much of a node as a buffer needs."""

    def __init__(self):
        self.clock, self.services = ROSClock(), {}

    def get_clock(self):
        return self.clock

    def create_service(self, kind, name, callback):
        self.services[name] = (kind, callback)
        return name


def test_a_node_serves_the_frames_as_yaml():
    host = Host()
    buffer = Buffer(node=host)
    buffer.set_transform(_transform("map", "base"), "me")
    kind, callback = host.services["tf2_frames"]
    response = callback(kind.Request(), kind.Response())
    assert kind is FrameGraph
    assert response.frame_yaml == buffer.all_frames_as_yaml()


def test_a_jump_back_in_time_clears_the_buffer_and_says_so(capfd):
    host = Host()
    buffer = Buffer(node=host)
    host.clock._set_ros_time_is_active(True)
    host.clock.set_ros_time_override(Time(seconds=100))
    buffer.set_transform(_transform("map", "base", at_s=100), "me")
    host.clock.set_ros_time_override(Time(seconds=101))
    assert buffer.can_transform("map", "base", Time())
    capfd.readouterr()
    host.clock.set_ros_time_override(Time(seconds=1))
    assert not buffer.can_transform("map", "base", Time())
    assert "Detected jump back in time" in capfd.readouterr().err
