import dataclasses

import numpy as np
import pytest

from physai_sim.core.errors import BagError, ConfigError
from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.evaluation.ingest.recording import read_recording
from physai_sim.evaluation.ingest.topic_map import FrameNames, Offset, TopicMap
from physai_sim.evaluation.scoring import score_episode
from physai_sim.messages import parts
from physai_sim.messages.typestore import make_message

STEP_NS = 100_000_000
S = 1_000_000_000


def only(bag, **options):
    recording = read_recording(bag, topic_map=TopicMap(**options) if options else None)
    (episode,) = recording.episodes
    return episode


def kinds(recorded):
    return {(fault.kind, fault.topic): fault.count for fault in recorded.faults}


def test_a_car_is_read_by_conventions_alone(car_bag, say):
    episode = only(car_bag)
    np.testing.assert_array_equal(episode.stamps_ns, np.arange(20) * STEP_NS)
    np.testing.assert_array_equal(episode.odometry["robot"], say.straight(20))
    np.testing.assert_allclose(episode.actions, np.tile([0.1, 5.0], (20, 1)), rtol=1e-6)
    np.testing.assert_array_equal(episode.action_stamps_ns, np.arange(20) * STEP_NS)
    assert episode.start_ns == say.wall_ns
    facts = episode.facts
    assert (facts.is_truth, facts.is_driving, facts.control_hz) == (False, True, 10)
    assert facts.robots["robot"]["action_kind"] == "steering_speed"
    assert facts.robots["robot"]["wheelbase_m"] is None
    assert facts.provenance["source"] == "recorded"
    assert episode.faults == ()


def test_it_is_not_claimed_what_a_recording_does_not_hold(car_bag):
    episode = only(car_bag)
    assert len(episode.rewards) == len(episode.success) == len(episode.route) == 0
    assert episode.outcome is None
    assert not episode.contacts
    assert not episode.tracks


def test_every_metric_takes_such_an_episode(car_bag):
    scores = score_episode(only(car_bag))
    assert scores
    for name, score in scores.items():
        assert score["value"] is not None or score["reason"], name


def test_a_topic_map_tells_what_the_recording_does_not(car_bag):
    episode = only(
        car_bag,
        robot="ego",
        wheelbase_m=2.7,
        size_m=(4.5, 1.8, 1.5),
        middle_m=(1.3, 0.0, 0.7),
        control_hz=20,
        instruction="Drive.",
        lane_width_m=3.5,
        world="lane_curve",
    )
    facts = episode.facts
    assert list(episode.odometry) == list(facts.robots) == ["ego"]
    assert facts.robots["ego"]["wheelbase_m"] == 2.7
    assert facts.bodies["ego"].size_m == (4.5, 1.8, 1.5)
    assert (facts.control_hz, facts.instruction, facts.lane_width_m) == (20, "Drive.", 3.5)
    assert facts.world == "lane_curve"
    assert facts.roads is None or "lanes" in facts.roads


def test_roads_of_a_world_of_ours_are_taken(car_bag):
    assert only(car_bag, world="urban_loop").facts.roads


def test_an_offset_moves_poses_and_not_the_twist(car_bag, say):
    episode = only(car_bag, offset=Offset(x_m=10.0, yaw_rad=np.pi / 2))
    rows, before = episode.odometry["robot"], say.straight(20)
    np.testing.assert_allclose(rows[:, 1], before[:, 0], atol=1e-9)
    np.testing.assert_allclose(rows[:, 0], 10.0, atol=1e-9)
    np.testing.assert_array_equal(rows[:, 7:], before[:, 7:])


def twists(say, count=20, *, offset_ns=0):
    for topic, logged, message in say.car(count):
        if topic == "/odom":
            yield topic, logged + offset_ns, message
            yield "/cmd_vel", logged + offset_ns + 10**6, say.twist(4.0, 0.4)


def test_twists_are_commands_of_speed_and_turn_rate(tmp_path, say, write_bag):
    episode = only(write_bag(tmp_path / "bag", twists(say)))
    assert episode.facts.robots["robot"]["action_names"] == ["speed_mps", "turn_rate_radps"]
    np.testing.assert_allclose(episode.actions, np.tile([4.0, 0.4], (20, 1)))
    np.testing.assert_array_equal(episode.action_stamps_ns, np.arange(20) * STEP_NS + 2 * 10**6)


def test_twists_of_a_car_whose_wheelbase_is_known_become_steering(tmp_path, say, write_bag):
    episode = only(write_bag(tmp_path / "bag", twists(say)), wheelbase_m=2.5)
    np.testing.assert_allclose(episode.actions[:, 0], np.arctan(0.1 * 2.5))
    np.testing.assert_allclose(episode.actions[:, 1], 4.0)


def test_what_bears_no_stamp_is_placed_in_the_time_of_what_bears_one(tmp_path, say, write_bag):
    # Recorded a year after the time that the stamps tell, as a simulation's are.
    year = 31_536_000 * S
    episode = only(write_bag(tmp_path / "bag", twists(say, offset_ns=year)))
    np.testing.assert_allclose(
        episode.action_stamps_ns[:-1], np.arange(19) * STEP_NS + 10**6, atol=1000
    )


def posed(say, number, *, type_name="geometry_msgs/msg/PoseStamped"):
    stamp = say.wall_ns + number * STEP_NS
    pose = parts.pose(make_message, Pose((0.5 * number, 0.0, 0.0)))
    if type_name.endswith("CovarianceStamped"):
        pose = make_message("geometry_msgs/msg/PoseWithCovariance", pose=pose)
    return stamp, say.stamped(type_name, stamp, pose=pose)


@pytest.mark.parametrize("kind", ["PoseStamped", "PoseWithCovarianceStamped"])
def test_without_odometry_a_pose_gives_the_speed_too(tmp_path, say, write_bag, kind):
    items = [posed(say, n, type_name=f"geometry_msgs/msg/{kind}") for n in range(10)]
    episode = only(write_bag(tmp_path / "bag", [("/amcl_pose", *item) for item in items]))
    np.testing.assert_allclose(episode.odometry["robot"][:, 0], 0.5 * np.arange(10))
    np.testing.assert_allclose(episode.odometry["robot"][:, 7], 5.0)


def transforms(say, *, base="base_link"):
    def message(number, x, parent, child):
        stamp = say.wall_ns + number * STEP_NS
        moved = parts.transform(
            make_message, stamp, Pose((x, 0.0, 0.0)), parent=parent, child=child
        )
        return stamp, make_message("tf2_msgs/msg/TFMessage", transforms=[moved])

    yield "/tf_static", *message(0, 2.0, "base_footprint", "base_link")
    for number in range(10):
        yield "/tf", *message(number, 100.0, "map", "odom")
        yield "/tf", *message(number, 0.5 * number, "odom", "base_footprint")


def test_without_odometry_and_pose_the_chain_of_transforms_tells(tmp_path, say, write_bag):
    episode = only(write_bag(tmp_path / "bag", transforms(say)))
    np.testing.assert_allclose(episode.odometry["robot"][:, 0], 102.0 + 0.5 * np.arange(10))
    np.testing.assert_allclose(episode.odometry["robot"][:, 7], 5.0)


def test_a_chain_that_leads_nowhere_is_named(tmp_path, say, write_bag):
    bag = write_bag(tmp_path / "bag", transforms(say))
    episode = only(bag, frames=FrameNames(base="gripper"))
    assert episode.odometry["robot"].shape == (0, 13)
    (fault,) = [f for f in episode.faults if f.topic == "/tf"]
    assert "no chain of transforms leads from 'gripper' to 'map'" in fault.text
    assert "odom -> base_footprint" in fault.text


def test_an_arm_is_told_by_its_tool(tmp_path, say, write_bag):
    bag = write_bag(tmp_path / "bag", [("/tool_pose", *posed(say, n)) for n in range(10)])
    episode = only(bag)
    assert not episode.facts.is_driving
    assert not episode.odometry
    np.testing.assert_allclose(episode.tools["robot"][:, 0], 0.5 * np.arange(10))
    assert len(episode.stamps_ns) == 10


def test_a_route_is_the_longest_path_and_has_headings(tmp_path, say, write_bag):
    def path(*points):
        poses = [
            say.stamped(
                "geometry_msgs/msg/PoseStamped", 1, pose=parts.pose(make_message, Pose((x, y, 0)))
            )
            for x, y in points
        ]
        return say.stamped("nav_msgs/msg/Path", say.wall_ns, poses=poses)

    messages = say.car()
    messages += [
        ("/plan", say.wall_ns + 1, path((0, 0), (0, 1), (0, 2))),
        ("/plan", say.wall_ns + 2, path((0, 1), (0, 2))),
    ]
    route = only(write_bag(tmp_path / "bag", messages)).route
    np.testing.assert_allclose(route, [[0, y, np.pi / 2] for y in range(3)])


def test_an_instruction_is_the_first_that_was_said(tmp_path, say, write_bag):
    texts = ["", "Turn left.", "Stop."]
    messages = [
        ("/instruction", say.wall_ns + n, make_message("std_msgs/msg/String", data=text))
        for n, text in enumerate(texts)
    ]
    assert (
        only(write_bag(tmp_path / "bag", say.car() + messages)).facts.instruction == "Turn left."
    )


def with_rows(say, *changes):
    """Odometry of which some messages are replaced: (number, stamp of, changed numbers)."""
    rows = say.straight(10)
    stamps = [say.wall_ns + n * STEP_NS for n in range(10)]
    for number, stamp, numbers in changes:
        stamps[number] = stamp if stamp is not None else stamps[number]
        for place, value in numbers.items():
            rows[number, place] = value
    return [
        ("/odom", say.wall_ns + n * STEP_NS, say.odometry(stamps[n], rows[n])) for n in range(10)
    ]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ((4, None, {0: np.nan}), "not_finite"),
        ((4, None, {12: np.inf}), "not_finite"),
        ((4, None, {0: 1e300}), "out_of_range"),
        ((4, None, {7: -1.7e308}), "out_of_range"),
        ((4, None, {6: 0.0}), "no_rotation"),
        ((4, 1_790_000_000_000_000_000 + 3 * STEP_NS, {}), "duplicate"),
        ((4, 1_790_000_000_000_000_000 + 2 * STEP_NS + 1, {}), "out_of_order"),
        ((4, 1_790_000_000_000_000_000 + 3600 * S, {}), "out_of_order"),
        ((4, 0, {}), "bad_stamp"),
    ],
)
def test_rows_that_cannot_be_used_are_left_out_and_counted(tmp_path, say, write_bag, change, kind):
    episode = only(write_bag(tmp_path / "bag", with_rows(say, change)))
    kept = [n for n in range(10) if n != 4]
    np.testing.assert_array_equal(episode.odometry["robot"][:, 0], 0.5 * np.array(kept))
    assert kinds(episode)[kind, "/odom"] == 1
    assert np.isfinite(episode.odometry["robot"]).all()
    assert (np.diff(episode.stamps_ns) > 0).all()


def test_a_reset_of_the_clock_begins_an_episode(tmp_path, say, write_bag):
    first, second = say.car(10), say.car(15, start_ns=say.wall_ns - 3600 * S)
    recorded = [
        (topic, say.wall_ns + place * 1000, message)
        for place, (topic, _, message) in enumerate([*first, *second])
    ]
    recording = read_recording(write_bag(tmp_path / "bag", recorded))
    lengths = [(len(e.stamps_ns), len(e.actions)) for e in recording.episodes]
    assert lengths == [(10, 10), (15, 15)]
    assert [e.start_ns for e in recording.episodes] == [say.wall_ns, say.wall_ns - 3600 * S]
    assert kinds(recording)["clock_reset", "/odom"] == 1
    for episode, count in zip(recording.episodes, (10, 15), strict=True):
        assert len(episode.streams["/odom"].logged_ns) == count


def test_a_recording_without_a_pose_has_streams_and_names_what_it_lacks(tmp_path, say, write_bag):
    text = make_message("std_msgs/msg/String", data="hello")
    recording = read_recording(write_bag(tmp_path / "bag", [("/says", say.wall_ns, text)]))
    (episode,) = recording.episodes
    assert len(episode.stamps_ns) == 0
    assert episode.streams["/says"].logged_ns.tolist() == [say.wall_ns]
    assert [f.kind for f in recording.faults] == ["missing", "missing"]
    assert "found /says (std_msgs/msg/String)" in recording.faults[0].text
    assert score_episode(episode)


def test_a_topic_map_of_another_robot_is_one_line(car_bag):
    with pytest.raises(BagError, match="no such topic, which the topic map names as tool"):
        only(car_bag, topics={"tool": "/tcp"})


def test_episodes_of_equal_bags_are_equal(tmp_path, say, write_bag):
    one, other = (only(write_bag(tmp_path / n, twists(say))) for n in ("one", "two"))
    for field in dataclasses.fields(one):
        if field.name not in ("facts", "streams"):
            np.testing.assert_equal(getattr(one, field.name), getattr(other, field.name))


def test_a_car_that_turns_keeps_its_heading(tmp_path, say, write_bag):
    rows = say.straight(5)
    rows[:, 3:7] = from_rpy(0.0, 0.0, 1.0)
    messages = [
        ("/odom", say.wall_ns + n, say.odometry(say.wall_ns + n * STEP_NS, row))
        for n, row in enumerate(rows)
    ]
    found = only(write_bag(tmp_path / "bag", messages)).odometry["robot"]
    np.testing.assert_array_equal(found[:, 3:7], rows[:, 3:7])


def test_a_clock_that_is_set_years_ahead_is_told(tmp_path, say, write_bag):
    early, late = say.car(5, start_ns=S), say.car(5)
    recorded = [(t, say.wall_ns + n, m) for n, (t, _, m) in enumerate([*early, *late])]
    episode = only(write_bag(tmp_path / "bag", recorded))
    assert len(episode.stamps_ns) == 10
    assert kinds(episode)["gap", "/odom"] == 1


def test_a_world_without_roads_is_no_world_that_a_car_drove(car_bag):
    with pytest.raises(ConfigError, match="no roads"):
        only(car_bag, world="reach")
