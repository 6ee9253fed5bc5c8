import numpy as np
import pytest

from physai_sim.core.errors import BagError
from physai_sim.core.types import ActionChunk
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.evaluation.ingest.recording import read_recording
from physai_sim.evaluation.ingest.topic_map import TopicMap
from physai_sim.evaluation.replay.foreign import describe_foreign
from physai_sim.evaluation.replay.playback import play_back
from physai_sim.evaluation.replay.replay import replay
from physai_sim.evaluation.replay.request import ReplayRequest
from physai_sim.evaluation.replay.variant import Variant

FORWARD = '''
import numpy as np

from physai_sim.core.errors import BagError
from physai_sim.core.types import ActionChunk


class Forward:
    """Goes straight on for a second."""

    needs_privileged = False

    def reset(self, *, spec, seed):
        self.spec = spec

    def infer(self, observation):
        row = {"steering_speed": [0.0, 2.0], "acceleration_curvature": [0.0, 0.0]}
        action = row[next(iter(self.spec.robots.values())).action_kind]
        return ActionChunk(observation.stamp_ns, 10, np.tile(action, (10, 1)))
'''
BUGGY = TopicMap(robot="buggy", wheelbase_m=0.33, size_m=(0.5, 0.3, 0.2))


@pytest.fixture(scope="module")
def forward(tmp_path_factory):
    path = tmp_path_factory.mktemp("forward") / "forward.py"
    path.write_text(FORWARD, encoding="utf-8")
    return f"{path}:Forward"


@pytest.fixture(scope="module")
def bag(write_foreign, tmp_path_factory):
    return write_foreign(tmp_path_factory.mktemp("foreign") / "bag")


def describe(bag, topic_map):
    with open_bag(bag) as reader:
        episodes = read_recording(bag, topic_map=topic_map).episodes
        (found,) = describe_foreign(reader, episodes, topic_map)
    return found


def ignore(number, doing, share):
    del number, doing, share


def test_a_car_is_commanded_as_it_was_recorded(bag):
    found = describe(bag, BUGGY)
    (robot,) = found.spec.robots.values()
    assert (robot.name, robot.action_kind, robot.wheelbase_m) == ("buggy", "steering_speed", 0.33)
    assert np.isinf(robot.action_high).all()
    assert (found.spec.control_hz, found.seed) == (10, 0)
    assert len(found.episode.actions) == 30


def test_the_topic_map_may_ask_for_another_kind_of_action(bag):
    found = describe(bag, BUGGY.model_copy(update={"action": "acceleration_curvature"}))
    (robot,) = found.spec.robots.values()
    assert robot.action_names == ("acceleration_mps2", "curvature_per_m")
    # What was recorded is of another kind and is not compared.
    assert found.episode.actions.shape == (0, 2)


def test_without_commands_a_car_is_commanded_by_acceleration_and_curvature(
    write_foreign, tmp_path
):
    bag = write_foreign(tmp_path / "bag", leave_out=("/drive",))
    (robot,) = describe(bag, TopicMap()).spec.robots.values()
    assert robot.action_kind == "acceleration_curvature"


def test_a_bag_without_a_message_has_nothing_to_replay(write_foreign, forward, tmp_path):
    bag = write_foreign(tmp_path / "bag", steps=0)
    with pytest.raises(BagError, match="bag: no episode can be replayed: it holds no row"):
        replay(ReplayRequest((bag,), forward), progress=ignore)


@pytest.mark.parametrize("action", [None, "acceleration_curvature"])
def test_a_bag_of_another_system_is_replayed_and_compared_with_its_odometry(bag, forward, action):
    topic_map = BUGGY.model_copy(update={"action": action})
    metrics = replay(ReplayRequest((bag,), forward, topic_map=topic_map), progress=ignore)
    (episode,) = metrics["episodes"]
    assert episode["replay"]["plans"] == 3
    told = [(fault["kind"], fault["topic"]) for fault in episode["replay"]["faults"]]
    assert told == [("unusable", "/zed/depth/image_raw")]
    for name in ("min_ade", "corner_distance"):
        assert episode["metrics"][name]["parts"]["1 s"] == pytest.approx(0.0, abs=1e-6)


class Remembers:
    """Keeps what it was shown."""

    needs_privileged = False

    def reset(self, *, spec, seed):
        self.shown = []

    def infer(self, observation):
        grey = float(observation.sensors["left"].mean())
        x = float(observation.sensors["odometry"][0])
        self.shown.append((observation.stamp_ns, grey, x))
        return ActionChunk(observation.stamp_ns, 10, np.zeros((1, 2)))


@pytest.mark.parametrize("ahead_ns", [0, 1_700_000_000_000_000_000])
def test_a_policy_is_shown_what_had_arrived_whatever_clock_the_recorder_had(
    write_foreign, tmp_path, ahead_ns
):
    bag = write_foreign(tmp_path / "bag", ahead_ns=ahead_ns)
    policy = Remembers()
    with open_bag(bag) as reader:
        episodes = read_recording(bag, topic_map=BUGGY).episodes
        described = describe_foreign(reader, episodes, BUGGY)
        (found,) = play_back(reader, described, [Variant(policy)])
    assert [fault.topic for fault in found.faults] == ["/zed/depth/image_raw"]
    # Every second row of odometry, 0.1 m apart, and its picture, each 4 greys brighter.
    expected = [(k * 100_000_000, 4.0 * k, 0.2 * k) for k in range(30)]
    np.testing.assert_allclose(policy.shown, expected)
