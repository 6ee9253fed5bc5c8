import dataclasses

import pytest
from rosbags.interfaces import QosDurability, QosHistory, QosReliability
from rosbags.rosbag2.metadata import dump_qos_v8, parse_qos

from physai_sim.messages.qos import (
    CLOCK,
    DEFAULT,
    LATCHED,
    SENSOR,
    TF,
    TF_STATIC,
    QosProfile,
    from_rosbags_qos,
    to_rosbags_qos,
)

LOSSY = QosProfile(reliability="best_effort", depth=1)
PRESETS = [DEFAULT, LATCHED, CLOCK, SENSOR, TF, TF_STATIC]


def test_a_profile_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        DEFAULT.depth = 3


def test_sensors_are_published_reliable_so_that_every_subscriber_matches():
    assert SENSOR.reliability == "reliable"


def test_a_recorder_misses_no_tick_of_the_clock():
    assert CLOCK.reliability == "reliable"


def test_static_transforms_reach_late_subscribers():
    assert QosProfile("reliable", "transient_local", 1) == TF_STATIC


def test_a_profile_becomes_keep_last_with_its_depth_and_policies():
    qos = to_rosbags_qos(LOSSY)
    assert qos.history is QosHistory.KEEP_LAST
    assert qos.reliability is QosReliability.BEST_EFFORT
    assert qos.durability is QosDurability.VOLATILE
    assert qos.depth == 1


@pytest.mark.parametrize("profile", PRESETS)
def test_a_profile_survives_the_way_through_a_bag(profile):
    text = dump_qos_v8([to_rosbags_qos(profile)])
    assert from_rosbags_qos(parse_qos(text)) == profile


def test_a_topic_without_offers_gets_the_default():
    assert from_rosbags_qos([]) == DEFAULT


def test_publishers_that_differ_fall_back_to_the_default_policies():
    offers = [to_rosbags_qos(LOSSY), to_rosbags_qos(LATCHED)]
    profile = from_rosbags_qos(offers)
    assert (profile.reliability, profile.durability) == ("reliable", "volatile")


def test_an_unset_depth_becomes_the_default_depth():
    assert from_rosbags_qos([to_rosbags_qos(QosProfile(depth=0))]).depth == DEFAULT.depth
