import pytest

from physai_sim.datasets.bag_reader import open_bag
from physai_sim.evaluation.reporting.shots import camera_topic, shots

SECOND_NS = 10**9
IMAGE = "/front_camera/image_raw"


def test_the_camera_is_found_by_type(picture_bag):
    with open_bag(picture_bag({0: 1})) as reader:
        assert camera_topic(reader) == camera_topic(reader, IMAGE) == IMAGE
        assert camera_topic(reader, "/another") is None


@pytest.mark.parametrize("encoding", ["32FC1", "what_nobody_knows"])
def test_depth_is_no_picture(picture_bag, encoding):
    with open_bag(picture_bag({0: 1}, encoding=encoding)) as reader:
        assert camera_topic(reader) is None


def test_a_topic_without_a_message_is_no_camera(picture_bag):
    with open_bag(picture_bag({})) as reader:
        assert camera_topic(reader) is None


def test_pictures_outside_of_the_episode_are_left_out(picture_bag, straight):
    stamps = [SECOND_NS // 2, SECOND_NS, SECOND_NS + 500, 2 * SECOND_NS, 3 * SECOND_NS]
    with open_bag(picture_bag(dict.fromkeys(stamps, 1))) as reader:
        found = [shot.stamp_ns for shot in shots(reader, IMAGE, straight())]
    assert found == [0, 500, SECOND_NS]
