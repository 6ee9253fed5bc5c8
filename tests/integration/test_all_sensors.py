"""Every sensor, from a world file through `record_episode` into a bag that rosbags reads."""

import json
from pathlib import Path

import numpy as np
import pytest
from rosbags.highlevel import AnyReader

from physai_sim.core.types import Provenance
from physai_sim.datasets.episode_recorder import EpisodeRecorder
from physai_sim.messages import topics
from physai_sim.messages.sensors import reading_from
from physai_sim.messages.typestore import typestore

WORLD = str(Path(__file__).parents[1] / "sensors" / "all_sensors.yaml")


@pytest.fixture
def recorded(open_session, tmp_path):
    """A bag of half a second, with the samples that went in, by sensor."""
    session, samples = open_session(WORLD), {}
    session.reset(0)
    origin = Provenance("simulated", "test", 0, session.spec.config_hash)
    with EpisodeRecorder(tmp_path / "bag", session.spec, raw_images=True) as recorder:
        facts, text = session.episode_truth(), session.descriptions()
        recorder.start(facts, origin, descriptions=text, fixed_bases=session.fixed_bases())
        for _ in range(5):
            for sample in session.samples:
                recorder.reading(sample.sensor, sample.stamp_ns, sample.reading)
                samples.setdefault(sample.sensor, []).append(sample.reading)
            session.step([1.0, 0.0])
    return session.spec, samples, tmp_path / "bag"


def test_what_was_sensed_is_in_the_bag_exactly(recorded):
    spec, samples, bag = recorded
    with AnyReader([bag], default_typestore=typestore()) as reader:
        for name, sensor in spec.sensors.items():
            topic = topics.sensor_topic(sensor, spec, raw_images=True)
            found = [
                reading_from(sensor, reader.deserialize(data, connection.msgtype))
                for connection, _, data in reader.messages(
                    [c for c in reader.connections if c.topic == topic.name]
                )
            ]
            np.testing.assert_array_equal(np.array(found), np.array(samples[name]), err_msg=name)
        assert len(samples["imu"]) == 1 + 4 * 12


def test_the_names_of_the_segmentation_are_latched_in_the_bag(recorded):
    spec, _, bag = recorded
    topic = topics.labels_topic(spec.sensors["front_segmentation"], spec)
    with AnyReader([bag], default_typestore=typestore()) as reader:
        wanted = [c for c in reader.connections if c.topic == topic.name]
        ((connection, _, data),) = reader.messages(wanted)
        assert connection.ext.offered_qos_profiles[0].durability.name == "TRANSIENT_LOCAL"
        bodies = json.loads(reader.deserialize(data, connection.msgtype).data)["bodies"]
    names = [bodies[str(number)]["name"] for number in range(1, len(bodies) + 1)]
    assert names == list(spec.sensors["front_segmentation"].labels)
    assert "wall" in names
