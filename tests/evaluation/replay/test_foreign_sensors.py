import pytest

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.evaluation.ingest.recording import read_recording
from physai_sim.evaluation.replay.foreign_sensors import ForeignSensors


@pytest.fixture(scope="module")
def bag(write_foreign, tmp_path_factory):
    return write_foreign(tmp_path_factory.mktemp("foreign") / "bag")


@pytest.fixture
def find(bag):
    def find_(**named):
        (episode,) = read_recording(bag).episodes
        with open_bag(bag) as reader:
            return ForeignSensors(reader, episode.streams, named, "buggy").by_topic()

    return find_


def test_sensors_are_found_by_type_and_called_by_their_topics(find):
    found = find()
    assert {topic: sensor.name for topic, sensor in found.items()} == {
        "/odom": "odometry",
        "/imu/data": "imu",
        "/zed/left/image_rect_color/compressed": "left",
    }
    assert [sensor.shape for sensor in found.values()] == [(10,), (13,), (48, 64, 3)]
    assert {sensor.name: sensor.rate_hz for sensor in found.values()}["odometry"] == 20


def test_a_camera_has_the_intrinsics_of_its_camera_info(find):
    camera = find()["/zed/left/image_rect_color/compressed"].camera
    assert (camera.width_px, camera.height_px, camera.focal_px) == (64, 48, 50.0)
    assert camera.parent == "buggy"


def test_a_sensor_may_be_named_by_the_topic_map(find):
    topic = "/zed/left/image_rect_color/compressed"
    assert find(front_camera=topic)[topic].name == "front_camera"


@pytest.mark.parametrize("topic", ["/rear/image_raw", "/scan"])
def test_what_is_named_and_no_sensor_is_refused(find, topic):
    with pytest.raises(BagError, match=r"sensors\.rear: no sensor"):
        find(rear=topic)


def test_a_camera_that_no_policy_can_be_shown_is_told(bag):
    (episode,) = read_recording(bag).episodes
    with open_bag(bag) as reader:
        sensors = ForeignSensors(reader, episode.streams, {}, "buggy")
        assert sensors.unusable(sensors.by_topic()) == ("/zed/depth/image_raw",)
