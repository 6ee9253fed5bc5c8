"""The recorder as a program: all topics with their QoS, what it leaves out, what a kill leaves."""

import pytest

from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.bag_repair import repair_bag

pytestmark = pytest.mark.slow
TICK = "physai_msgs/msg/Tick"


def counted(bag):
    """Messages by topic of a bag, and its QoS."""
    with open_bag(bag) as reader:
        found = dict.fromkeys(reader.topics, 0)
        for message in reader.serialised():
            found[message.topic] += 1
        return found, dict(reader.qos)


@pytest.fixture
def robot(crew, onlooker, blind_world):
    """A simulation that waits for the recorder, and ticks as they come."""
    world = blind_world("lane_curve", time_limit_s=3.0, task={"max_offset_m": 50.0})
    ticks = onlooker.hear("/sim/tick", TICK, 1000)
    parameters = {"world": world, "episodes": 1, "wait_for": "['recorder']"}
    return lambda **more: (crew.start("sim_node", **{**parameters, **more}), ticks)


def test_all_that_is_said_is_recorded_with_how_it_was_offered(crew, robot, tmp_path):
    bag = tmp_path / "bag"
    recorder = crew.start("recorder_node", out=bag)
    sim, _ = robot(real_time_factor=0.0, end=True)
    assert crew.ends(sim) == 0, sim.said()
    recorder.terminate()
    assert crew.ends(recorder) == 130
    found, qos = counted(bag)
    assert found["/sim/tick"] == found["/clock"] == 31
    assert found["/odom"] == 61
    assert found["/tf_static"] == found["/robot_description"] == found["/sim/outcome"] == 1
    assert not {"/rosout", "/parameter_events"} & set(found)
    for topic in ("/tf_static", "/robot_description", "/sim/ground_truth/episode"):
        assert (qos[topic].durability, qos[topic].depth) == ("transient_local", 1)
    assert (qos["/tf"].durability, qos["/tf"].depth) == ("volatile", 100)


def test_topics_can_be_chosen_and_a_bag_replaced(crew, robot, tmp_path):
    bag = tmp_path / "bag"
    for overwrite in (False, True):
        recorder = crew.start(
            "recorder_node", out=bag, topics="['/odom', '/sim/tick']", overwrite=overwrite
        )
        sim, _ = robot(real_time_factor=0.0, end=True)
        assert crew.ends(sim) == 0, sim.said()
        recorder.terminate()
        assert crew.ends(recorder) == 130
        assert set(counted(bag)[0]) == {"/odom", "/sim/tick"}
    code, said = crew.run("recorder_node", out=bag)
    assert code == 2
    assert str(bag) in said
    code, said = crew.run("recorder_node")
    assert (code, "no folder was given" in said) == (2, True)


def test_what_a_kill_leaves_can_be_repaired(crew, onlooker, robot, tmp_path):
    bag = tmp_path / "bag"
    recorder = crew.start("recorder_node", out=bag)
    sim, ticks = robot(real_time_factor=5.0, set="['time_limit_s=900.0']")
    onlooker.until(lambda: len(ticks) > 60, sim.said)
    recorder.kill()
    recorder.wait()
    repair_bag(bag)
    found, qos = counted(bag)
    assert found["/clock"] > 5
    assert qos["/tf_static"].durability == "transient_local"
