import math
import threading

import pytest
import yaml
from builtin_interfaces.msg import Time as TimeMessage
from geometry_msgs.msg import TransformStamped
from rclpy.duration import Duration
from rclpy.time import Time
from tf2_py import (
    BufferCore,
    ExtrapolationException,
    InvalidArgumentException,
    LookupException,
    TransformException,
)


def _transform(parent, child, *, at=1.0, x=0.0, quaternion=(0.0, 0.0, 0.0, 1.0)):
    message = TransformStamped(child_frame_id=child)
    message.header.frame_id = parent
    message.header.stamp = Time(nanoseconds=round(at * 1e9)).to_msg()
    message.transform.translation.x = x
    turned = message.transform.rotation
    turned.x, turned.y, turned.z, turned.w = quaternion
    return message


@pytest.fixture(name="core")
def _core():
    return BufferCore()


def test_a_lookup_gives_frames_stamp_and_transform(core):
    core.set_transform(_transform("map", "base", at=2.5, x=3.0), "me")
    found = core.lookup_transform_core("map", "base", Time())
    assert (found.header.frame_id, found.child_frame_id) == ("map", "base")
    assert found.header.stamp == TimeMessage(sec=2, nanosec=500_000_000)
    assert found.transform.translation.x == 3.0
    assert found.transform.rotation.w == 1.0


def test_times_may_be_messages(core):
    core.set_transform(_transform("map", "base", at=1.0, x=1.0), "me")
    core.set_transform(_transform("map", "base", at=2.0, x=2.0), "me")
    found = core.lookup_transform_core("map", "base", TimeMessage(sec=1, nanosec=250_000_000))
    assert found.transform.translation.x == pytest.approx(1.25)


def test_a_time_of_another_type_is_refused(core):
    with pytest.raises(TypeError, match="sec and nanosec, or nanoseconds"):
        core.lookup_transform_core("map", "base", 1.5)


@pytest.mark.parametrize(
    ("target", "source", "kind", "text"),
    [
        ("nowhere", "base", LookupException, '"nowhere" passed to lookupTransform argument'),
        ("map", "nowhere", LookupException, "source_frame does not exist. $"),
        ("", "base", InvalidArgumentException, "cannot be empty"),
        ("/map", "base", InvalidArgumentException, "cannot start with a '/'"),
    ],
)
def test_a_frame_that_is_not_known_is_named(core, target, source, kind, text):
    core.set_transform(_transform("map", "base"), "me")
    with pytest.raises(kind, match=text):
        core.lookup_transform_core(target, source, Time())
    possible, reason = core.can_transform_core(target, source, Time())
    assert not possible
    assert reason


def test_every_error_is_a_transform_exception(core):
    with pytest.raises(TransformException):
        core.lookup_transform_core("a", "b", Time())


def test_a_frame_into_itself_is_no_change_even_if_it_is_unknown(core):
    found = core.lookup_transform_core("new", "new", Time(seconds=4))
    assert found.header.stamp.sec == 4
    assert found.transform.rotation.w == 1.0


def test_the_full_lookup_goes_through_the_fixed_frame(core):
    for at, x in ((1.0, 10.0), (2.0, 20.0)):
        core.set_transform(_transform("map", "base", at=at, x=x), "me")
    found = core.lookup_transform_full_core(
        "base", Time(seconds=2), "base", Time(seconds=1), "map"
    )
    assert found.transform.translation.x == pytest.approx(-10.0)
    assert found.header.stamp.sec == 2
    arguments = ("base", Time(seconds=3), "base", Time(seconds=1), "map")
    assert core.can_transform_full_core(*arguments)[0] is False
    with pytest.raises(ExtrapolationException):
        core.lookup_transform_full_core(*arguments)


@pytest.mark.parametrize(
    "message",
    [
        _transform("map", "map"),
        _transform("map", ""),
        _transform("", "base"),
        _transform("map", "base", x=math.nan),
        _transform("map", "base", x=math.inf),
        _transform("map", "base", quaternion=(0.0, 0.0, 0.0, 0.0)),
        _transform("map", "base", quaternion=(0.0, 0.0, 0.0, 1.1)),
    ],
    ids=["self", "no child", "no parent", "nan", "infinite", "zero", "too long"],
)
def test_an_invalid_transform_is_ignored_with_an_error_in_the_log(core, message, capfd):
    core.set_transform(message, "somebody")
    assert core.all_frames_as_yaml() == "[]"
    err = capfd.readouterr().err
    assert "[ERROR]" in err
    assert "TF_" in err
    assert "somebody" in err or not message.child_frame_id


def test_a_quaternion_of_nearly_unit_length_is_taken_and_given_back_as_a_unit(core):
    core.set_transform(_transform("map", "base", quaternion=(0.0, 0.0, 0.0, 1.004)), "me")
    turned = core.lookup_transform_core("map", "base", Time()).transform.rotation
    assert turned.w == pytest.approx(1.0, abs=1e-12)


def test_a_leading_slash_of_older_programs_is_taken_off(core):
    core.set_transform(_transform("/map", "/base", x=2.0), "me")
    assert core.lookup_transform_core("map", "base", Time()).transform.translation.x == 2.0


def test_data_from_the_past_is_ignored_with_one_warning(core, capfd):
    core.set_transform(_transform("map", "base", at=100.0, x=1.0), "me")
    for at in (50.0, 51.0, 52.0):
        core.set_transform(_transform("map", "base", at=at, x=9.0), "me")
    assert capfd.readouterr().err.count("TF_OLD_DATA") == 1
    assert core.lookup_transform_core("map", "base", Time()).transform.translation.x == 1.0


def test_the_cache_time_can_be_chosen():
    core = BufferCore(Duration(seconds=1))
    for at in (1.0, 2.5):
        core.set_transform(_transform("map", "base", at=at), "me")
    core.set_transform(_transform("map", "base", at=2.6), "me")
    assert not core.can_transform_core("map", "base", Time(nanoseconds=1_500_000_000))[0]


def test_frames_are_reported_as_yaml(core):
    core.set_transform_static(_transform("base", "camera"), "robot_state_publisher")
    for at in (1.0, 1.5, 2.0):
        core.set_transform(_transform("map", "base", at=at), "odometry")
    document = yaml.safe_load(core.all_frames_as_yaml())
    assert document["base"] == {
        "parent": "map",
        "broadcaster": "odometry",
        "rate": 3.0,
        "most_recent_transform": 2.0,
        "oldest_transform": 1.0,
        "buffer_length": 1.0,
    }
    assert document["camera"]["rate"] == 10000.0


def test_the_latest_common_time_is_a_time(core):
    core.set_transform(_transform("map", "base", at=3.0), "me")
    assert core.get_latest_common_time("map", "base") == Time(seconds=3)
    core.set_transform(_transform("elsewhere", "other", at=3.0), "me")
    with pytest.raises(TransformException):
        core.get_latest_common_time("map", "other")


def test_it_is_known_which_frames_exist(core):
    core.set_transform(_transform("map", "base"), "me")
    assert core._frameExists("map")
    assert not core._frameExists("camera")
    assert sorted(core._getFrameStrings()) == ["base", "map"]
    assert core.all_frames_as_string() == "Frame base exists with parent map.\n"


def test_several_threads_write_and_read_at_once(core):
    core.set_transform(_transform("map", "c0", x=1.0), "c0")
    found = set()

    def write(child):
        for step in range(300):
            core.set_transform(_transform("map", child, at=1.0 + step / 100, x=1.0), child)

    def read():
        for _ in range(300):
            found.add(core.lookup_transform_core("map", "c0", Time()).transform.translation.x)

    threads = [threading.Thread(target=write, args=(f"c{number}",)) for number in range(3)]
    threads += [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {1.0}
    assert core.can_transform_core("c1", "c2", Time())[0]
