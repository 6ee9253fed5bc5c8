import copy

import pytest

from physai_sim.doctor.frames import tree_fault

TREE = {("map", "odom"), ("odom", "base_link"), ("base_link", "wheel")}


def test_frames_of_a_bag_are_one_tree(found, recording):
    assert found("frames", recording).mark == "ok"


def test_a_tree_below_the_map_has_no_fault():
    assert tree_fault(TREE) is None


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({("map", "wheel")}, "frame wheel has two parents, base_link and map"),
        ({("lost", "hand")}, "frame hand hangs on lost, not on map"),
        ({("b", "a"), ("a", "b")}, "frame a hangs on itself"),
    ],
)
def test_what_is_no_tree_is_named(more, text):
    assert tree_fault(TREE | more) == text


def test_a_camera_without_a_transform_is_caught(found, recording, with_message):
    message = copy.deepcopy(recording.on("/tf_static")[0].message)
    message.transforms = [t for t in message.transforms if "optical" not in t.child_frame_id]
    messages = with_message(recording, "/tf_static", 0, message=message)
    told = found("frames", recording, messages=messages)
    assert (
        told.found
        == "world: the frame front_camera_optical_frame of front_camera is in no transform"
    )


def test_images_in_another_frame_are_caught(found, recording, with_message):
    topic = "/front_camera/image_raw/compressed"
    message = copy.deepcopy(recording.on(topic)[1].message)
    message.header.frame_id = "base_link"
    messages = with_message(recording, topic, 1, message=message)
    told = found("frames", recording, messages=messages)
    assert "images of front_camera are in the frames ['base_link', 'front_camera_" in told.found
