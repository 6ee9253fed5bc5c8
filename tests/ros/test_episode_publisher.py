"""What a simulation says, as another node sees it: topics, types, QoS, frames, stamps, time."""

import json

import numpy as np
import pytest
import tf2_ros
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from rclpy.time import Time

from physai_sim.messages import parts

SMALL = ("renderer=tiny", "view.width_px=32", "view.height_px=24")
LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
STEPS = 6
# Of every world; the others are of robots and sensors.
COMMON = {
    "/clock": ("rosgraph_msgs/msg/Clock", "volatile"),
    "/tf": ("tf2_msgs/msg/TFMessage", "volatile"),
    "/tf_static": ("tf2_msgs/msg/TFMessage", "transient_local"),
    "/joint_states": ("sensor_msgs/msg/JointState", "volatile"),
    "/robot_description": ("std_msgs/msg/String", "transient_local"),
    "/front_camera/image_raw": ("sensor_msgs/msg/Image", "volatile"),
    "/front_camera/camera_info": ("sensor_msgs/msg/CameraInfo", "volatile"),
    "/sim/tick": ("physai_msgs/msg/Tick", "volatile"),
    "/sim/outcome": ("physai_msgs/msg/Outcome", "transient_local"),
    "/sim/ground_truth/episode": ("std_msgs/msg/String", "transient_local"),
    "/sim/ground_truth/bodies": ("vision_msgs/msg/Detection3DArray", "volatile"),
    "/sim/ground_truth/conditions": ("physai_msgs/msg/Values", "volatile"),
    "/diagnostics": ("diagnostic_msgs/msg/DiagnosticArray", "volatile"),
}
OWN = {
    "lane_curve": {
        "/odom": ("nav_msgs/msg/Odometry", "volatile"),
        "/sim/ground_truth/ego/odom": ("nav_msgs/msg/Odometry", "volatile"),
        "/sim/ground_truth/route": ("nav_msgs/msg/Path", "transient_local"),
    },
    "pick_place": {
        "/front_depth/image_raw": ("sensor_msgs/msg/Image", "volatile"),
        "/wrist_camera/image_raw": ("sensor_msgs/msg/Image", "volatile"),
        "/sim/ground_truth/arm/tool": ("geometry_msgs/msg/PoseStamped", "volatile"),
    },
}
CAMERAS = {
    "lane_curve": ("front_camera",),
    "pick_place": ("front_camera", "front_depth", "wrist_camera"),
}


class Seen:
    """A world as it is seen by an onlooker, from its first instant on."""

    def __init__(self, live, world):
        self.live, self.world, self.topics = live, world, COMMON | OWN[world]
        self.heard = {}
        self.buffer = tf2_ros.Buffer()
        self.listener = tf2_ros.TransformListener(self.buffer, live.node)
        for topic, (kind, durability) in self.topics.items():
            latched = durability == "transient_local"
            self.heard[topic] = live.hear(topic, kind, LATCHED if latched else 200)
        live.start()
        heard = live.node.get_subscriptions_info_by_topic
        live.until(lambda: live.node.count_publishers("/sim/tick"))
        live.until(lambda: len(heard("/tf")) >= 2)
        live.state(2)
        live.after(lambda: live.step(STEPS), self.heard["/sim/tick"], STEPS)
        live.until(lambda: len(self.heard["/clock"]) > STEPS)

    def clock(self):
        return [parts.stamp_ns(message.clock) for message in self.heard["/clock"]]


@pytest.fixture(scope="module", params=sorted(OWN))
def seen(request, live):
    world = request.param
    small = [f"sensors.{n}.{k}" for n in CAMERAS[world] for k in ("width_px=32", "height_px=24")]
    settings = "[" + ", ".join(f"'{one}'" for one in (*SMALL, *small)) + "]"
    return Seen(live(world=world, set=settings, autostart=False, seed=1), world)


def test_every_topic_has_its_type_one_publisher_and_a_reliable_offer(seen):
    node = seen.live.node
    types = dict(node.get_topic_names_and_types())
    for topic, (kind, durability) in seen.topics.items():
        assert types[topic] == [kind]
        (info,) = node.get_publishers_info_by_topic(topic)
        assert (info.node_name, info.node_namespace) == ("sim", "/")
        assert info.qos_profile.reliability == ReliabilityPolicy.RELIABLE
        assert info.qos_profile.durability == DurabilityPolicy[durability.upper()]


def test_the_clock_starts_above_zero_and_goes_on_by_exactly_a_control_step(seen):
    stamps = seen.clock()
    period_ns = 10**9 // (15 if seen.world == "pick_place" else 10)
    assert stamps[0] == 10**9
    assert [s - stamps[0] for s in stamps] == pytest.approx(
        [n * period_ns for n in range(len(stamps))], abs=5
    )


def test_frames_are_one_tree_from_map_to_every_link_and_optical_frame(seen):
    links = {"lane_curve": "base_link", "pick_place": "panda_hand"}[seen.world]
    frames = [links, *(f"{name}_optical_frame" for name in CAMERAS[seen.world])]
    seen.live.until(lambda: all(seen.buffer.can_transform("map", f, Time()) for f in frames))
    messages = [*seen.heard["/tf"], *seen.heard["/tf_static"]]
    moved = [transform for message in messages for transform in message.transforms]
    found = {(t.child_frame_id, t.header.frame_id) for t in moved}
    assert len({child for child, _ in found}) == len(found), "a frame has two parents"
    assert ("odom", "map") in found
    if seen.world == "lane_curve":
        assert ("base_link", "odom") in found
    roots = {parent for _, parent in found} - {child for child, _ in found}
    assert roots == {"map"}


def test_pictures_and_their_infos_share_stamp_and_optical_frame(seen):
    images, infos = (seen.heard[f"/front_camera/{n}"] for n in ("image_raw", "camera_info"))
    seen.live.until(lambda: len(images) == len(infos) > STEPS)
    for image, info in zip(images, infos, strict=True):
        assert image.header == info.header
        assert image.header.frame_id == "front_camera_optical_frame"
        assert (image.encoding, image.width, image.height) == ("rgb8", 32, 24)
        assert (info.width, info.height, info.distortion_model) == (32, 24, "plumb_bob")
        assert info.p.reshape(3, 4)[:, :3] == pytest.approx(info.k.reshape(3, 3))
    assert np.std(images[0].data) > 5


def test_depth_is_in_metres(seen):
    if seen.world == "lane_curve":
        return
    depth = seen.heard["/front_depth/image_raw"][-1]
    assert depth.encoding == "32FC1"
    metres = np.frombuffer(bytes(depth.data), np.float32)
    assert 0.3 < np.nanmedian(metres[np.isfinite(metres)]) < 5.0


def test_joint_states_have_a_name_for_each_number(seen):
    last = seen.heard["/joint_states"][-1]
    assert len(last.name) == len(last.position) == len(last.velocity) > 0
    assert parts.stamp_ns(last.header.stamp) in seen.clock()


def test_the_twist_of_odometry_is_in_the_car(seen):
    if seen.world == "pick_place":
        return
    odometry = seen.heard["/odom"]
    assert {(o.header.frame_id, o.child_frame_id) for o in odometry} == {("odom", "base_link")}
    first, last = odometry[0], odometry[-1]
    at_s = [parts.stamp_ns(o.header.stamp) / 1e9 for o in (first, last)]
    moved = parts.pose_from(last.pose.pose).position_m[0]
    moved -= parts.pose_from(first.pose.pose).position_m[0]
    speeds = [o.twist.twist.linear.x for o in odometry]
    assert np.trapezoid(speeds, dx=0.05) == pytest.approx(moved, rel=0.03)
    assert at_s[1] - at_s[0] == pytest.approx(0.05 * (len(odometry) - 1), abs=1e-6)
    assert abs(last.twist.twist.linear.y) < 0.5


def test_ticks_name_the_readings_of_their_stamp(seen):
    for index, tick in enumerate(seen.heard["/sim/tick"]):
        assert (tick.index, tick.episode, tick.is_last) == (index, 0, False)
        assert set(tick.sensors) >= {"joint_state", "contact", "front_camera"}
        now_ns = parts.stamp_ns(tick.header.stamp)
        assert all(parts.stamp_ns(stamp) <= now_ns for stamp in tick.stamps)


def test_who_comes_late_gets_what_is_said_once(seen):
    for topic in ("/robot_description", "/sim/ground_truth/episode", "/tf_static"):
        late = seen.live.hear(topic, seen.topics[topic][0], LATCHED)
        seen.live.until(lambda late=late: len(late) == 1)
    text = seen.heard["/robot_description"][-1]
    assert text.data.lstrip().startswith("<")
    assert "<robot" in text.data
    assert json.loads(seen.heard["/sim/ground_truth/episode"][-1].data)["world"] == seen.world


def test_time_goes_on_through_resets_and_transforms_are_kept(seen):
    ticks = seen.heard["/sim/tick"]
    early = Time.from_msg(ticks[-1].header.stamp)
    for _ in range(10):
        before = len(seen.heard["/clock"])
        seen.live.after(seen.live.reset, ticks)
        seen.live.after(seen.live.step, ticks)
        seen.live.until(lambda before=before: len(seen.heard["/clock"]) >= before + 2)
    stamps = np.diff(seen.clock())
    period_ns = 10**9 / (15 if seen.world == "pick_place" else 10)
    assert stamps == pytest.approx(period_ns, abs=1)
    assert ticks[-1].episode == 10
    frame = {"lane_curve": "base_link", "pick_place": "panda_hand"}[seen.world]
    seen.live.until(lambda: seen.buffer.can_transform("map", frame, early))


def test_lights_are_told_from_the_first_instant_where_there_are_some(seen, live, blind_world):
    names = {name for name, _ in seen.live.node.get_topic_names_and_types()}
    assert not {"/sim/ground_truth/lights", "/policy/chunk"} & names
    if seen.world != max(OWN):  # the last, since another simulation takes its place
        return
    crossing = live(world=blind_world("signal_crossing"), autostart=False, seed=1)
    lights = crossing.hear("/sim/ground_truth/lights", "physai_msgs/msg/Values", 100)
    ticks = crossing.hear("/sim/tick", "physai_msgs/msg/Tick", 100)
    crossing.start()
    crossing.until(lambda: crossing.node.count_publishers("/sim/ground_truth/lights"))
    crossing.state(2)
    crossing.after(lambda: crossing.step(STEPS), ticks, STEPS)
    crossing.until(lambda: len(lights) > STEPS)
    assert [m.header.stamp for m in lights] == [m.header.stamp for m in ticks]
    assert {tuple(m.names) for m in lights} == {("light_west", "light_east")}
    assert set(lights[0].values) == {2.0}
