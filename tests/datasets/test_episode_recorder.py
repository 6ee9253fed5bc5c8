import itertools
import json

import cv2
import numpy as np
import pytest
from rosbags.interfaces import QosDurability
from rosbags.rosbag2 import Reader
from rosbags.typesys import Stores, get_types_from_msg, get_typestore

from physai_sim.core.config import load_world
from physai_sim.datasets.episode_recorder import EpisodeRecorder
from physai_sim.envs.player import Player, make_policy
from physai_sim.envs.session import Session
from physai_sim.evaluation.fan_out import play_into
from physai_sim.evaluation.record_episode import EpisodeFiles, record_episode
from physai_sim.messages.chunks import chunk_from
from physai_sim.messages.truth import lights_from

TRUTH = "/sim/ground_truth"
STEPS = {"lane_curve": 6, "reach": 6}
LATCHED = {
    "/tf_static",
    "/robot_description",
    *(f"{TRUTH}/{n}" for n in ("episode", "route", "outcome")),
}
EVERYWHERE = {
    "/clock": "rosgraph_msgs/msg/Clock",
    "/tf_static": "tf2_msgs/msg/TFMessage",
    "/robot_description": "std_msgs/msg/String",
    "/joint_states": "sensor_msgs/msg/JointState",
    "/contact": "physai_msgs/msg/Values",
    "/front_camera/image_raw/compressed": "sensor_msgs/msg/CompressedImage",
    "/front_camera/camera_info": "sensor_msgs/msg/CameraInfo",
    f"{TRUTH}/episode": "std_msgs/msg/String",
    f"{TRUTH}/outcome": "std_msgs/msg/String",
    f"{TRUTH}/bodies": "vision_msgs/msg/Detection3DArray",
    f"{TRUTH}/contacts": "ros_gz_interfaces/msg/Contacts",
    f"{TRUTH}/reward": "std_msgs/msg/Float64",
    f"{TRUTH}/success": "std_msgs/msg/Bool",
    f"{TRUTH}/action": "physai_msgs/msg/Values",
    f"{TRUTH}/conditions": "physai_msgs/msg/Values",
    "/policy/chunk": "physai_msgs/msg/ActionChunk",
}
OWN = {
    "lane_curve": {
        "/odom": "nav_msgs/msg/Odometry",
        "/tf": "tf2_msgs/msg/TFMessage",
        "/ackermann_cmd": "ackermann_msgs/msg/AckermannDriveStamped",
        f"{TRUTH}/ego/odom": "nav_msgs/msg/Odometry",
        f"{TRUTH}/route": "nav_msgs/msg/Path",
    },
    "reach": {
        "/front_depth/image_raw": "sensor_msgs/msg/Image",
        "/front_depth/camera_info": "sensor_msgs/msg/CameraInfo",
        "/wrist_camera/image_raw/compressed": "sensor_msgs/msg/CompressedImage",
        "/tool_twist": "geometry_msgs/msg/TwistStamped",
        "/gripper_cmd": "control_msgs/msg/GripperCommand",
        f"{TRUTH}/arm/tool": "geometry_msgs/msg/PoseStamped",
    },
}


class Recording:
    """A bag as `rosbags` itself reads it, with the types that the bag brings along."""

    def __init__(self, world, spec, bag):
        self.world, self.spec, self.bag, self.messages = world, spec, bag, {}
        store = get_typestore(Stores.EMPTY)
        with Reader(bag) as reader:
            self.connections = {c.topic: c for c in reader.connections}
            for connection in reader.connections:
                types = get_types_from_msg(connection.msgdef.data, connection.msgtype)
                store.register({k: v for k, v in types.items() if k not in store.types})
            for connection, stamp, raw in reader.messages():
                message = store.deserialize_cdr(raw, connection.msgtype)
                self.messages.setdefault(connection.topic, []).append((stamp, message))

    def all(self, topic):
        return [message for _, message in self.messages[topic]]


@pytest.fixture(scope="module", params=["lane_curve", "reach"])
def recording(request, policy_file, short, tmp_path_factory):
    folder = tmp_path_factory.mktemp("recorded")
    session = Session(load_world(request.param, short), record_contacts=True)
    try:
        player = Player(make_policy(f"{policy_file}:Dice"), session.spec)
        files = EpisodeFiles(folder / "bag", folder / "video.mp4")
        record_episode(session, player, files, seed=1, raw_images=False, on_step=lambda *_: None)
        return Recording(request.param, session.spec, folder / "bag")
    finally:
        session.close()


def _stamp_ns(message):
    return message.header.stamp.sec * 1_000_000_000 + message.header.stamp.nanosec


def test_every_topic_is_there_with_its_standard_type(recording):
    found = {topic: c.msgtype for topic, c in recording.connections.items()}
    assert (EVERYWHERE | OWN[recording.world]).items() <= found.items()


def test_each_topic_has_as_many_messages_as_its_rate_says(recording):
    steps, control_hz = STEPS[recording.world], recording.spec.control_hz
    counts = {topic: len(messages) for topic, messages in recording.messages.items()}
    for name in ("bodies", "contacts", "reward", "success", "conditions"):
        assert counts[f"{TRUTH}/{name}"] == steps + 1
    assert counts["/clock"] == steps + 1
    assert counts[f"{TRUTH}/action"] == steps
    assert counts["/policy/chunk"] == steps // 2  # chunks of two actions
    for topic in LATCHED & recording.messages.keys():
        assert counts[topic] == 1
    for name, sensor in recording.spec.sensors.items():
        due = 1 + steps * sensor.rate_hz // control_hz
        topics = [t for t in counts if t.startswith(f"/{name}/")]
        assert all(counts[topic] == due for topic in topics), name
    if recording.world == "lane_curve":
        assert counts["/odom"] == counts["/tf"] == 1 + steps * 2


def test_stamps_begin_at_one_second_and_never_go_back(recording):
    with Reader(recording.bag) as reader:
        stamps = [stamp for _, stamp, _ in reader.messages()]
    assert stamps[0] == 1_000_000_000
    assert stamps == sorted(stamps)
    for messages in recording.messages.values():
        assert all(a <= b for (a, _), (b, _) in itertools.pairwise(messages))


def test_each_message_bears_the_stamp_it_was_recorded_at(recording):
    for topic, messages in recording.messages.items():
        for stamp, message in messages:
            if hasattr(message, "header"):
                assert _stamp_ns(message) == stamp, topic
    for stamp, message in recording.messages["/clock"]:
        assert message.clock.sec * 1_000_000_000 + message.clock.nanosec == stamp


def test_what_is_said_once_is_offered_to_those_who_come_late(recording):
    for topic, connection in recording.connections.items():
        (offer,) = connection.ext.offered_qos_profiles
        latched = offer.durability == QosDurability.TRANSIENT_LOCAL
        assert latched == (topic in LATCHED), topic


def test_images_fit_their_camera_info_in_size_stamp_and_frame(recording):
    cameras = {n: s for n, s in recording.spec.sensors.items() if s.camera is not None}
    assert cameras
    for name, sensor in cameras.items():
        suffix = "/compressed" if sensor.kind == "rgb" else ""
        images = recording.all(f"/{name}/image_raw{suffix}")
        infos = recording.all(f"/{name}/camera_info")
        for image, info in zip(images, infos, strict=True):
            assert _stamp_ns(image) == _stamp_ns(info)
            assert image.header.frame_id == info.header.frame_id == sensor.frame
            assert (info.height, info.width) == sensor.shape[:2]
            np.testing.assert_allclose(info.k.reshape(3, 3), sensor.camera.intrinsics())


def test_colour_images_are_jpeg_that_decodes_to_a_picture(recording):
    (first, *_) = recording.all("/front_camera/image_raw/compressed")
    picture = cv2.imdecode(np.asarray(first.data), cv2.IMREAD_COLOR)
    assert picture.shape == recording.spec.sensors["front_camera"].shape
    assert picture.std() > 5


def test_depth_images_are_metres(recording):
    if recording.world != "reach":
        return
    (image, *_) = recording.all("/front_depth/image_raw")
    assert image.encoding == "32FC1"
    depth = np.asarray(image.data).tobytes()
    metres = np.frombuffer(depth, np.float32).reshape(image.height, image.width)
    seen = metres[np.isfinite(metres)]
    assert 0.2 < np.median(seen) < 5.0


def test_every_frame_hangs_on_the_map(recording):
    transforms = [t for m in recording.all("/tf_static") for t in m.transforms]
    for message in recording.all("/tf") if "/tf" in recording.messages else ():
        transforms += message.transforms
    parents = {t.child_frame_id: t.header.frame_id for t in transforms}
    for sensor in recording.spec.sensors.values():
        if sensor.camera is None or sensor.camera.parent.endswith("panda_hand"):
            continue  # the hand's frame comes from the robot's description
        frame, seen = sensor.frame, set()
        while frame != "map":
            assert frame not in seen
            seen.add(frame)
            frame = parents[frame]


def test_the_recorded_actions_are_exact_and_say_their_units(recording):
    (first, *_) = recording.all(f"{TRUTH}/action")
    names = [n for robot in recording.spec.robots.values() for n in robot.action_names]
    assert first.names == names
    assert len(first.values) == len(names)


def test_what_the_policy_decided_is_what_was_played(recording):
    rows = [chunk_from(m).actions for m in recording.all("/policy/chunk")]
    played = [message.values for message in recording.all(f"{TRUTH}/action")]
    low, high = recording.spec.action_low, recording.spec.action_high
    assert np.array_equal(np.clip(np.concatenate(rows), low, high), played)


def test_a_bag_without_lights_has_no_topic_of_them(recording):
    assert f"{TRUTH}/lights" not in recording.connections


def test_chunks_are_compressed(recording):
    from mcap.reader import make_reader

    with (recording.bag / "bag_0.mcap").open("rb") as stream:
        summary = make_reader(stream).get_summary()
    assert summary.chunk_indexes
    assert {index.compression for index in summary.chunk_indexes} == {"zstd"}


def test_lights_are_recorded_where_a_world_has_some(policy_file, tmp_path):
    config = load_world("signal_crossing", ("time_limit_s=0.3", "renderer=tiny"))
    session = Session(config, cameras=False)
    try:
        player = Player(make_policy(f"{policy_file}:Still"), session.spec)
        first = session.reset(1)
        player.reset(1)
        with EpisodeRecorder(tmp_path / "bag", session.spec) as recorder:
            play_into([recorder], session, player, first, on_step=lambda *_: None)
        recording = Recording("signal_crossing", session.spec, tmp_path / "bag")
        (description,) = recording.all(f"{TRUTH}/episode")
        assert json.loads(description.data)["lights"] == {
            name: {"lane": f"{side}_in", "stop_m": 49.0}
            for name, side in (("light_west", "west"), ("light_east", "east"))
        }
        shown = recording.all(f"{TRUTH}/lights")
        assert len(shown) == 4
        assert [message.names for message in shown] == [["light_west", "light_east"]] * 4
        wanted = session.world.signals["light_west"]
        for stamp, message in recording.messages[f"{TRUTH}/lights"]:
            assert lights_from(message)["light_west"] == wanted.state(stamp - 1_000_000_000)
    finally:
        session.close()
