import dataclasses

import pytest

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.replay.described import describe, sensor_topics


@pytest.fixture
def recorded(short_run):
    """A bag of a run, and its episode."""
    _, folder, _ = short_run
    bag = folder / "episode_001"
    with open_bag(bag) as reader:
        yield reader, load_episode(bag)


def test_an_episode_of_ours_says_what_a_policy_must_know(recorded):
    reader, episode = recorded
    (found,) = describe(reader, [episode])
    assert (found.seed, found.episode) == (6, episode)
    assert found.spec.config_hash == episode.facts.config_hash
    assert {sensor.name for sensor in found.topics.values()} == set(found.spec.sensors)


def test_an_episode_that_nobody_describes_is_refused(recorded):
    reader, episode = recorded
    other = dataclasses.replace(episode, facts=dataclasses.replace(episode.facts, seed=99))
    with pytest.raises(BagError, match="episode with seed 99: the bag does not describe"):
        describe(reader, [other])


def test_a_sensor_that_was_not_recorded_has_no_topic_and_raw_images_come_first(spec):
    raw, jpeg = "/front_camera/image_raw", "/front_camera/image_raw/compressed"
    known = dict.fromkeys((raw, jpeg), "sensor_msgs/msg/Image")
    assert {topic: s.name for topic, s in sensor_topics(spec, known).items()} == {
        raw: "front_camera"
    }
    assert list(sensor_topics(spec, {jpeg: "sensor_msgs/msg/CompressedImage"})) == [jpeg]


def test_a_simulation_in_a_namespace_has_its_sensors_there(spec):
    known = {"/left/front_camera/image_raw": "sensor_msgs/msg/Image"}
    assert list(sensor_topics(spec, known, space="/left")) == list(known)
    assert sensor_topics(spec, known) == {}
