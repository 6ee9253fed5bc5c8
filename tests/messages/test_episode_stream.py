"""An episode becomes messages: what is wanted, with which stamps, in which form."""

import numpy as np
import pytest

from physai_sim.core.geometry import Pose
from physai_sim.core.truth import BodyInfo, BodyState, StepTruth
from physai_sim.core.types import ActionChunk
from physai_sim.messages import topics
from physai_sim.messages.chunks import chunk_from
from physai_sim.messages.episode_stream import START_NS, EpisodeStream
from physai_sim.messages.truth import conditions_from
from physai_sim.messages.typestore import make_message

LATER_NS = 5_000_000_000


@pytest.fixture
def written():
    return []


@pytest.fixture
def make_stream(make_episode, make_sensor, written):
    def make(**options):
        sensors = (make_sensor("rgb"), make_sensor("odometry"), make_sensor("joint_state"))
        return EpisodeStream(
            make_episode(sensors=sensors),
            make_message,
            lambda topic, at_ns, message: written.append((topic.name, at_ns, message)),
            **options,
        )

    return make


def named(written):
    return [name for name, _, _ in written]


def test_odometry_also_moves_the_base_in_odom(make_stream, written):
    reading = np.zeros(13)
    reading[:7] = [1.0, 2.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    make_stream().reading("odometry", 100, reading)
    assert named(written) == ["/odom", "/tf"]
    assert {at_ns for _, at_ns, _ in written} == {START_NS + 100}
    (moved,) = written[1][2].transforms
    assert (moved.header.frame_id, moved.child_frame_id) == ("odom", "base_link")
    assert moved.transform.translation.y == 2.0


@pytest.mark.parametrize(
    ("raw", "name"),
    [(True, "/front_camera/image_raw"), (False, "/front_camera/image_raw/compressed")],
)
def test_a_picture_goes_raw_or_compressed_with_its_camera(make_stream, written, raw, name):
    make_stream(raw_images=raw).reading("front_camera", 0, np.zeros((24, 32, 3), np.uint8))
    assert named(written) == [name, "/front_camera/camera_info"]
    assert written[0][2].header == written[1][2].header


def test_stamps_count_from_the_start_that_is_given(make_stream, written):
    stream = make_stream(start_ns=LATER_NS)
    stream.reading("joint_state", 7, np.zeros(6))
    ((_, at_ns, message),) = written
    assert at_ns == LATER_NS + 7
    assert (message.header.stamp.sec, message.header.stamp.nanosec) == (5, 7)


@pytest.mark.parametrize("commands", [True, False])
def test_actions_go_exactly_and_as_commands_where_that_is_wished(make_stream, written, commands):
    make_stream(commands=commands).action(0, np.array([0.5, 0.01]))
    assert written[0][2].values.tolist() == [0.5, 0.01]
    assert named(written)[1:] == (["/ackermann_cmd"] if commands else [])


def test_a_chunk_goes_with_the_stamp_of_its_observation(make_stream, written):
    rows = np.array([[0.5, 0.01], [0.25, 0.0]])
    make_stream(start_ns=LATER_NS).chunk(100, ActionChunk(100, 20, rows))
    ((name, at_ns, message),) = written
    assert (name, at_ns) == ("/policy/chunk", LATER_NS + 100)
    assert chunk_from(message, zero_ns=LATER_NS).start_ns == 100
    assert message.names == ["acceleration_mps2", "curvature_per_m"]


@pytest.mark.parametrize("lights", [{}, {"north": "red"}])
def test_lights_are_said_where_there_are_some_and_conditions_always(make_stream, written, lights):
    still = BodyState(Pose(), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    stream = make_stream()
    stream.infos = {"ego": BodyInfo("robot", (1.0, 1.0, 1.0))}
    now = StepTruth(7, {"ego": still}, (), {}, 0.5, True, conditions={"done": True}, lights=lights)
    stream.truth(now)
    said = {name: message for name, _, message in written}
    assert conditions_from(said[topics.CONDITIONS.name]) == {"done": True}
    assert (topics.LIGHTS.name in said) == bool(lights)


def test_what_nobody_wants_is_not_made(make_stream, written):
    stream = make_stream(wants=lambda topic: topic is topics.TF)
    stream.reading("odometry", 0, np.eye(1, 13, 6)[0])
    assert named(written) == ["/tf"]


def test_all_topics_are_told_before_their_first_message(make_stream, written):
    stream = make_stream()
    stream.reading("odometry", 0, np.eye(1, 13, 6)[0])
    stream.reading("front_camera", 0, np.zeros((24, 32, 3), np.uint8))
    stream.action(0, np.zeros(2))
    assert set(named(written)) <= {topic.name for topic in stream.topics()}
    live = {topic.name for topic in make_stream(commands=False).topics()}
    assert "/ackermann_cmd" not in live
