import json
import shutil

import numpy as np
import pytest

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Pose
from physai_sim.core.truth import (
    BodyInfo,
    BodyState,
    Contact,
    EpisodeTruth,
    LightInfo,
    Outcome,
    StepTruth,
)
from physai_sim.core.types import ActionChunk, EpisodeSpec, Provenance, RobotSpec
from physai_sim.evaluation.ingest.own import facts_of
from physai_sim.evaluation.ingest.recording import read_recording
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.messages.episode_stream import START_NS, EpisodeStream
from physai_sim.messages.typestore import make_message

STEP_NS = 100_000_000
CAR = RobotSpec(
    name="ego",
    model="sedan",
    action_kind="acceleration_curvature",
    action_names=("acceleration_mps2", "curvature_per_m"),
    action_low=np.array([-8.0, -0.2]),
    action_high=np.array([4.0, 0.2]),
    joint_names=(),
    wheelbase_m=2.7,
)
SPEC = EpisodeSpec("crossing", "ab12", "Drive.", 10, 240, {"ego": CAR}, {})
FACTS = EpisodeTruth(
    bodies={
        "ego": BodyInfo("robot", (4.5, 1.8, 1.5), (1.3, 0.0, 0.7)),
        "other": BodyInfo("vehicle", (4.0, 1.8, 1.5)),
    },
    route=((0.0, 0.0, 0.0), (50.0, 0.0, 0.0)),
    lane_width_m=3.5,
    roads={"lanes": []},
    lights={"light": LightInfo("lane_a", 20.0)},
)
KERB = Contact("ego", "wheel", "kerb", "base", (1.0, 2.0, 0.0), (0.0, 0.0, 1.0), 0.01, 50.0)


def body(x):
    return BodyState(Pose((x, 0.0, 0.0)), (5.0, 0.0, 0.0), (0.0, 0.0, 0.0))


def step(number):
    bodies = {"ego": body(0.5 * number)}
    if number >= 2:  # one that comes later
        bodies["other"] = body(100.0 + number)
    return StepTruth(
        stamp_ns=number * STEP_NS,
        bodies=bodies,
        contacts=(KERB,) if number == 3 else (),
        end_effectors={},
        reward=number / 10,
        is_success=number == 4,
        conditions={"at_goal": number >= 4, "stopped": number % 2 == 0},
        lights={"light": ("red", "yellow", "green")[min(number, 2)]},
    )


def messages(*, start_ns=START_NS, seed=7, number=0, steps=5, space=""):
    """What an episode of `steps` control steps says, in its order, with the stamps of a run."""
    found = []

    def write(topic, stamp_ns, message):
        name = topic.name.replace("/sim/", f"{space}/sim/", 1)
        found.append((name, stamp_ns, message))

    stream = EpisodeStream(SPEC, make_message, write, start_ns=start_ns, number=number)
    provenance = Provenance("simulated", "bullet", seed, "ab12", draw={"a": 1})
    stream.start(FACTS, provenance, descriptions={}, fixed_bases={})
    for place in range(steps + 1):
        stream.truth(step(place))
        if place < steps:
            actions = np.full((3, 2), 0.1 * place)
            stream.chunk(place * STEP_NS, ActionChunk(place * STEP_NS, 10, actions))
            stream.action(place * STEP_NS, np.array([0.1 * place, 0.01]))
    outcome = Outcome("success", True, False, True, steps)
    stream.end(steps * STEP_NS, outcome)
    return found


def check_whole(episode, *, seed=7):
    assert (episode.facts.world, episode.facts.seed) == ("crossing", seed)
    np.testing.assert_array_equal(episode.stamps_ns, np.arange(6) * STEP_NS)
    np.testing.assert_array_equal(episode.rewards, np.arange(6) / 10)
    assert episode.success.tolist() == [False] * 4 + [True, False]
    np.testing.assert_array_equal(episode.odometry["ego"][:, 0], np.arange(6) * 0.5)
    assert episode.contacts == ((3 * STEP_NS, KERB),)
    np.testing.assert_array_equal(episode.action_stamps_ns, np.arange(5) * STEP_NS)
    np.testing.assert_array_equal(episode.actions[:, 0], 0.1 * np.arange(5))
    assert episode.outcome == Outcome("success", True, False, True, 5)
    assert episode.route.tolist() == [list(point) for point in FACTS.route]


def test_everything_that_was_recorded_of_a_run_is_there(tmp_path, write_bag):
    episode = load_episode(write_bag(tmp_path / "run", messages()))
    check_whole(episode)
    assert episode.start_ns == START_NS
    assert episode.facts.roads == {"lanes": []}
    assert episode.facts.lights == FACTS.lights
    assert episode.facts.bodies == FACTS.bodies
    assert episode.facts.draw == {"a": 1}
    assert episode.facts.is_truth
    assert episode.conditions["at_goal"].tolist() == [False] * 4 + [True] * 2
    assert episode.conditions["stopped"].tolist() == [True, False] * 3
    assert episode.lights["light"].tolist() == ["red", "yellow"] + ["green"] * 4
    assert (episode.lost, episode.faults) == (None, ())


def test_bodies_are_tracked_and_nan_where_they_are_not_there(tmp_path, write_bag):
    episode = load_episode(write_bag(tmp_path / "run", messages()))
    assert list(episode.tracks) == ["other"]
    track = episode.tracks["other"]
    assert np.isnan(track[:2]).all()
    np.testing.assert_array_equal(track[2:, 0], [102.0, 103.0, 104.0, 105.0])


def test_plans_are_what_the_policy_decided_to_the_bit(tmp_path, write_bag):
    episode = load_episode(write_bag(tmp_path / "run", messages()))
    assert [plan.stamp_ns for plan in episode.plans] == [n * STEP_NS for n in range(5)]
    (chunk,) = episode.plans[3].chunks
    assert (chunk.start_ns, chunk.hz) == (3 * STEP_NS, 10)
    np.testing.assert_array_equal(chunk.actions, np.full((3, 2), 0.1 * 3))


def test_streams_tell_when_every_topic_came(tmp_path, write_bag):
    episode = load_episode(write_bag(tmp_path / "run", messages()))
    clock = episode.streams["/clock"]
    assert clock.type_name == "rosgraph_msgs/msg/Clock"
    np.testing.assert_array_equal(clock.logged_ns, START_NS + np.arange(6) * STEP_NS)
    np.testing.assert_array_equal(clock.stamps_ns, clock.logged_ns)
    assert episode.streams["/sim/ground_truth/reward"].stamps_ns is None
    assert "/sim/ground_truth/privileged" in episode.streams


NEW = ("/conditions", "/lights", "/chunk")


def test_a_bag_of_before_there_were_conditions_lights_and_chunks_is_read(tmp_path, write_bag):
    old = []
    for topic, stamp, message in messages():
        if topic.endswith("ground_truth/episode"):
            record = json.loads(message.data)
            for key in ("roads", "lights"):
                del record[key]
            del record["bodies"]["ego"]["middle_m"]
            message.data = json.dumps(record)
        if not topic.endswith(NEW):
            old.append((topic, stamp, message))
    episode = load_episode(write_bag(tmp_path / "run", old))
    check_whole(episode)
    assert not episode.conditions
    assert not episode.lights
    assert not episode.plans
    assert episode.facts.roads is None
    assert episode.facts.bodies["ego"].middle_m == (0.0, 0.0, 0.0)
    assert episode.faults == ()


def live(lists, *, seed=0):
    """Episodes as a recorder hears them: topics among each other in any order, and what bears no
    stamp at the clock that it heard last."""
    now, said = 0, []
    unstamped = ("std_msgs/msg/String", "std_msgs/msg/Float64", "std_msgs/msg/Bool")
    for one in lists:
        for topic, stamp, message in one:
            late = topic.endswith(("reward", "success"))
            said.append((topic, (now if message.__msgtype__ in unstamped else stamp), message))
            if late and said[-1][1] >= STEP_NS:
                said[-1] = (topic, said[-1][1] - STEP_NS, message)
            if topic == "/clock":
                now = stamp
    return [*said, ("/sim/tick", now, make_message("physai_msgs/msg/Tick"))]


def test_a_live_recording_of_several_episodes_is_taken_apart(tmp_path, write_bag):
    starts = (START_NS, START_NS + 6 * STEP_NS, START_NS + 12 * STEP_NS)
    lists = [messages(start_ns=s, seed=n, number=n) for n, s in enumerate(starts)]
    recording = read_recording(write_bag(tmp_path / "live", live(lists)))
    assert [episode.start_ns for episode in recording.episodes] == list(starts)
    for number, episode in enumerate(recording.episodes):
        check_whole(episode, seed=number)
        assert len(episode.plans) == 5
        assert len(episode.streams["/clock"].logged_ns) == 6
    assert recording.duration_ns == 17 * STEP_NS
    with pytest.raises(BagError, match="not a bag of one episode"):
        load_episode(tmp_path / "live")


def test_a_live_recording_that_was_cut_keeps_rewards_at_their_rows(tmp_path, write_bag):
    said = live([messages()])
    last = max(i for i, (topic, *_) in enumerate(said) if topic.endswith("/reward"))
    episode = load_episode(write_bag(tmp_path / "live", [*said[:last], said[-1]]))
    np.testing.assert_array_equal(episode.rewards, np.arange(5) / 10)
    assert len(episode.stamps_ns) == 5


def test_a_simulation_in_a_namespace_is_found(tmp_path, write_bag):
    check_whole(load_episode(write_bag(tmp_path / "run", messages(space="/left"))))


def test_rows_of_which_a_part_is_lost_are_left_out_and_the_others_stay(tmp_path, write_bag):
    kept = [
        item
        for item in messages()
        if not (item[0].endswith("/success") and item[1] == START_NS + 2 * STEP_NS)
    ]
    episode = load_episode(write_bag(tmp_path / "run", kept))
    np.testing.assert_array_equal(episode.stamps_ns, np.array([0, 1, 3, 4, 5]) * STEP_NS)
    np.testing.assert_array_equal(episode.rewards, np.array([0, 1, 3, 4, 5]) / 10)
    assert episode.success.tolist() == [False] * 3 + [True, False]


def test_truth_that_was_not_recorded_has_no_rows_and_is_named(tmp_path, write_bag):
    kept = [item for item in messages() if not item[0].endswith(("/reward", "/contacts"))]
    episode = load_episode(write_bag(tmp_path / "run", kept))
    assert len(episode.stamps_ns) == len(episode.success) == 6
    assert episode.rewards.shape == (0,)
    assert episode.contacts == ()
    missing = {fault.topic for fault in episode.faults if fault.kind == "missing"}
    assert missing == {"/sim/ground_truth/reward", "/sim/ground_truth/contacts"}


def test_rows_that_were_recorded_twice_count_once(tmp_path, write_bag):
    said = messages()
    doubled = [item for item in said for _ in range(2 if item[0].endswith("/ego/odom") else 1)]
    episode = load_episode(write_bag(tmp_path / "run", doubled))
    check_whole(episode)
    (fault,) = episode.faults
    assert (fault.kind, fault.count) == ("duplicate", 6)


def test_a_recording_whose_description_is_lost_is_one_line(tmp_path, write_bag):
    kept = [item for item in messages() if not item[0].endswith("/episode")]
    empty = [("/sim/ground_truth/episode", "std_msgs/msg/String")]
    with pytest.raises(BagError, match="the description of the episode is lost"):
        load_episode(write_bag(tmp_path / "run", kept, empty=empty))


RECORD = json.loads(
    next(m.data for topic, _, m in messages() if topic.endswith("ground_truth/episode"))
)


@pytest.mark.parametrize(
    "change",
    [
        {"robots": {}, "robot_order": ["ego"]},
        {"robots": 3},
        {"bodies": {"a": {}}},
        {"bodies": {"a": {"category": "b", "size_m": [1]}}},
        {"control_hz": 0},
        {"control_hz": "often"},
        {"lights": {"a": {"lane": 1}}},
        {"goal": {"a": 3}},
    ],
)
def test_a_description_that_makes_no_sense_is_one_line(change):
    facts_of(json.dumps(RECORD))
    with pytest.raises(BagError, match="makes no sense"):
        facts_of(json.dumps({**RECORD, **change}))


@pytest.mark.parametrize("text", ["", "[", "3", "[" * 100_000, "null"])
def test_a_description_that_is_no_object_is_one_line(text):
    with pytest.raises(BagError, match="makes no sense"):
        facts_of(text)


def test_a_chunk_that_makes_no_sense_is_left_out_and_counted(tmp_path, write_bag):
    said = messages()
    for topic, _, message in said:
        if topic.endswith("/chunk"):
            message.hz = 0
            break
    episode = load_episode(write_bag(tmp_path / "run", said))
    assert len(episode.plans) == 4
    assert [(f.kind, f.count) for f in episode.faults] == [("unreadable", 1)]


def test_one_file_of_a_bag_is_read_as_the_bag_is(tmp_path, write_bag):
    bag = write_bag(tmp_path / "run", messages())
    shutil.move(bag / "run_0.mcap", tmp_path / "alone.mcap")
    check_whole(load_episode(tmp_path / "alone.mcap"))
