import json
import shutil

import numpy as np
import pytest

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.messages import topics
from physai_sim.messages.typestore import make_message

ROWS = {"lane_curve": 7, "reach": 7}


@pytest.fixture
def episode(short_run):
    world, folder, _ = short_run
    return world, load_episode(folder / "episode_000")


def test_every_array_of_truth_has_a_row_for_each_control_stamp(episode):
    world, found = episode
    rows = ROWS[world]
    np.testing.assert_allclose(found.times_s, np.linspace(0, 0.6, rows), atol=1e-8)
    assert found.rewards.shape == found.success.shape == (rows,)
    assert all(odometry.shape == (rows, 13) for odometry in found.odometry.values())
    assert found.actions.shape == (rows - 1, {"lane_curve": 2, "reach": 7}[world])
    assert found.rewards[0] == 0.0
    assert found.outcome.reason == "time_limit"
    assert found.lost is None


def test_the_facts_are_those_of_the_run(episode):
    world, found = episode
    assert found.facts.world == world
    assert found.facts.seed == 5
    assert found.facts.is_driving == (world == "lane_curve")
    assert found.facts.provenance["source"] == "simulated"
    if found.facts.is_driving:
        assert found.facts.lane_width_m == 3.5
        assert len(found.route) > 100
        assert found.facts.bodies["house_1"].category == "building"
    else:
        assert found.route.shape == (0, 3)
        assert len(found.facts.goal) == 1
        assert found.tools["arm"].shape == (7, 7)


def test_every_array_is_finite(episode):
    _, found = episode
    arrays = (found.rewards, found.actions, found.route, *found.odometry.values())
    assert all(np.isfinite(array).all() for array in arrays)


def test_the_recorded_truth_is_bit_equal_to_the_simulation(episode, open_session, short):
    world, found = episode
    session = open_session(world, *short, record_contacts=True)
    session.reset(5)
    truths = [session.step_truth()]
    for action in found.actions:
        session.step(action)
        truths.append(session.step_truth())
    robot = next(iter(found.odometry))
    places = [truth.bodies[robot].pose_in_world.position_m for truth in truths]
    np.testing.assert_array_equal(found.odometry[robot][:, :3], places)
    np.testing.assert_array_equal(found.rewards, [truth.reward for truth in truths])
    assert found.success.tolist() == [truth.is_success for truth in truths]


def test_a_bag_without_our_ground_truth_is_refused(tmp_path):
    with BagWriter(tmp_path / "other") as writer:
        writer.add_topic("/says", "std_msgs/msg/String", topics.BODIES.qos)
        writer.write("/says", 1, make_message("std_msgs/msg/String", data="hello"))
    with pytest.raises(BagError, match="no ground truth in this bag"):
        load_episode(tmp_path / "other")


@pytest.mark.parametrize("schema", [None, 999])
def test_a_bag_of_another_version_is_refused(tmp_path, schema):
    with BagWriter(tmp_path / "old") as writer:
        for topic in topics.SINGLE:
            writer.add_topic(topic.name, topic.type_name, topic.qos)
        text = json.dumps({"schema": schema})
        message = make_message("std_msgs/msg/String", data=text)
        writer.write(topics.EPISODE.name, 1, message)
    with pytest.raises(BagError, match="another version"):
        load_episode(tmp_path / "old")


def test_a_folder_that_is_no_bag_is_refused(tmp_path):
    with pytest.raises(BagError):
        load_episode(tmp_path)
    with pytest.raises(BagError):
        load_episode(tmp_path / "nowhere")


def test_a_cut_bag_says_what_is_lost_and_keeps_its_arrays_in_step(play_run, tmp_path):
    play_run(tmp_path / "run", "lane_curve", "Still", "time_limit_s=6.0")
    whole = load_episode(tmp_path / "run" / "episode_000")
    cut = shutil.copytree(tmp_path / "run" / "episode_000", tmp_path / "cut")
    (cut / "metadata.yaml").unlink()
    mcap = cut / "episode_000_0.mcap"
    mcap.write_bytes(mcap.read_bytes()[: int(mcap.stat().st_size * 0.7)])
    episode = load_episode(cut)
    rows = len(episode.stamps_ns)
    assert episode.lost
    assert episode.outcome is None
    assert 20 <= rows < len(whole.stamps_ns)
    assert len(episode.rewards) == len(episode.success) == len(episode.odometry["ego"]) == rows
    np.testing.assert_array_equal(episode.odometry["ego"], whole.odometry["ego"][:rows])
