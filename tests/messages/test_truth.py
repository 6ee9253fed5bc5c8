import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.core.truth import BodyInfo, BodyState, Contact
from physai_sim.messages import parts, topics
from physai_sim.messages.truth import (
    bodies_from,
    bodies_message,
    conditions_from,
    conditions_message,
    contacts_from,
    contacts_message,
    lights_from,
    lights_message,
    odometry_message,
    privileged_from,
    privileged_message,
    tool_message,
)
from physai_sim.messages.typestore import make_message as make

HIT = Contact(
    body_a="ego",
    link_a="base_link",
    body_b="house_1",
    link_b="house_1",
    position_m=(1.0, -2.5, 0.125),
    normal=(0.6, 0.0, -0.8),
    depth_m=0.001,
    force_n=1234.5,
)


def state(pose=None, linear=(0.0, 0.0, 0.0), angular=(0.0, 0.0, 0.0)):
    return BodyState(pose or Pose(), linear, angular)


def test_bodies_keep_names_poses_sizes_and_categories(wire, somewhere):
    states = {"ego": state(somewhere), "ball": state(Pose((9.0, 8.0, 7.0)))}
    infos = {
        "ego": BodyInfo("robot", (4.0, 2.0, 1.5)),
        "ball": BodyInfo("target", (0.1, 0.1, 0.1)),
        "never_moves": BodyInfo("building", (1.0, 1.0, 1.0)),
    }
    message = wire(bodies_message(make, 7, states, infos))
    assert bodies_from(message) == {"ego": somewhere, "ball": Pose((9.0, 8.0, 7.0))}
    first = message.detections[0]
    assert first.results[0].hypothesis.class_id == "robot"
    assert parts.xyz(first.bbox.size) == (4.0, 2.0, 1.5)
    assert message.header.frame_id == first.header.frame_id == "map"
    assert message.__msgtype__ == topics.BODIES.type_name


def test_no_bodies_and_no_contacts_are_messages_too(wire):
    assert bodies_from(wire(bodies_message(make, 0, {}, {}))) == {}
    assert contacts_from(wire(contacts_message(make, 0, ()))) == ()


def test_contacts_survive(wire):
    other = Contact("arm", "panda_hand", "table", "table", (0, 0, 1), (0, 0, 1), -0.01, 0.0)
    message = wire(contacts_message(make, 7, (HIT, other)))
    assert message.__msgtype__ == topics.CONTACTS.type_name
    first, second = contacts_from(message)
    for name in ("body_a", "link_a", "body_b", "link_b", "position_m", "normal", "depth_m"):
        assert getattr(first, name) == getattr(HIT, name)
        assert getattr(second, name) == getattr(other, name)
    assert first.force_n == pytest.approx(HIT.force_n, rel=1e-12)
    assert second.force_n == 0.0


@given(
    st.tuples(st.floats(-3, 3), st.floats(-1.5, 1.5)), st.floats(0.0, 1e7), st.floats(-0.1, 0.1)
)
def test_the_force_survives_for_any_direction(angles, force_n, depth_m):
    turn, rise = angles
    flat = np.cos(rise)
    normal = (float(np.cos(turn) * flat), float(np.sin(turn) * flat), float(np.sin(rise)))
    contact = Contact("a", "b", "c", "d", (0.0, 0.0, 0.0), normal, depth_m, force_n)
    (again,) = contacts_from(contacts_message(make, 0, (contact,)))
    assert again.force_n == pytest.approx(force_n, rel=1e-9, abs=1e-9)
    assert again.depth_m == depth_m


def test_the_wrench_pushes_the_first_body_along_the_normal(wire):
    (item,) = wire(contacts_message(make, 7, (HIT,))).contacts
    assert item.collision1.name == "ego/base_link"
    assert item.collision2.name == "house_1/house_1"
    (wrench,) = item.wrenches
    assert wrench.body_1_name.data == "ego/base_link"
    assert parts.xyz(wrench.body_1_wrench.force) == pytest.approx((740.7, 0.0, -987.6))


def test_true_odometry_gives_the_twist_in_the_bodys_own_frame(wire):
    pose = Pose((1.0, 2.0, 0.0), from_rpy(0.0, 0.0, np.pi / 2))
    moving = state(pose, linear=(0.0, 5.0, 0.0), angular=(0.0, 0.0, 0.3))
    message = wire(odometry_message(make, 7, moving, child="base_link"))
    assert (message.header.frame_id, message.child_frame_id) == ("map", "base_link")
    assert parts.pose_from(message.pose.pose) == pose
    assert parts.xyz(message.twist.twist.linear) == pytest.approx((5.0, 0.0, 0.0), abs=1e-12)
    assert parts.xyz(message.twist.twist.angular) == pytest.approx((0.0, 0.0, 0.3))


def test_privileged_arrays_keep_their_shapes(wire):
    given = {"a": np.arange(3.0), "b": np.arange(6.0).reshape(2, 3), "c": np.array(4.0)}
    found = privileged_from(wire(privileged_message(make, 5, given)))
    shapes = {name: array.shape for name, array in found.items()}
    assert shapes == {"a": (3,), "b": (2, 3), "c": ()}
    for name, array in given.items():
        np.testing.assert_array_equal(found[name], array)


def test_a_tool_is_a_pose_in_the_map(wire, somewhere):
    message = wire(tool_message(make, 5, somewhere))
    assert parts.pose_from(message.pose) == somewhere
    assert message.header.frame_id == "map"
    assert message.__msgtype__ == topics.true_tool("arm").type_name


@pytest.mark.parametrize("given", [{}, {"in_bay": True, "straight": False, "standing": True}])
def test_conditions_survive_in_their_order(wire, given):
    message = wire(conditions_message(make, 7, given))
    found = conditions_from(message)
    assert list(found.items()) == list(given.items())
    assert message.__msgtype__ == topics.CONDITIONS.type_name
    assert parts.stamp_ns(message.header.stamp) == 7


def test_lights_survive_and_are_counted_from_red(wire):
    given = {"north": "green", "south": "red", "east": "yellow"}
    message = wire(lights_message(make, 7, given))
    assert message.values.tolist() == [2.0, 0.0, 1.0]
    assert lights_from(message) == given
    assert message.__msgtype__ == topics.LIGHTS.type_name


@pytest.mark.parametrize("number", [-1.0, 0.5, 3.0, float("nan")])
def test_a_light_in_no_state_is_refused(number):
    message = parts.values(make, 7, [number], names=["north"])
    with pytest.raises(BagError, match="no state of a traffic light, got"):
        lights_from(message)
