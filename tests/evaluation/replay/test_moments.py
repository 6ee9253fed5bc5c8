import numpy as np
import pytest

from physai_sim.core.types import SensorSpec
from physai_sim.datasets.bag_sources import SerialisedMessage
from physai_sim.datasets.bag_types import message_definition
from physai_sim.evaluation.replay.decoding import Later
from physai_sim.evaluation.replay.moments import AHEAD, SensedEpisode, moments
from physai_sim.evaluation.replay.schedule import Instant
from physai_sim.messages import truth
from physai_sim.messages.sensors import reading_message
from physai_sim.messages.typestore import make_message, typestore

SPEED = SensorSpec("speed", "numbers", 10, "ego", "base_link", (1,), ("v",))


def recorded(topic, at_ns, message):
    type_name = message.__msgtype__
    data = bytes(typestore().serialize_cdr(message, type_name))
    return SerialisedMessage(topic, at_ns, type_name, message_definition("", b""), data)


def speed(at_ns, value):
    message = reading_message(make_message, SPEED, at_ns, np.array([float(value)]))
    return recorded("/speed", at_ns, message)


def truth_of(at_ns, value):
    message = truth.privileged_message(make_message, at_ns, {"lane": np.array([float(value)])})
    return recorded("/truth", at_ns, message)


def see(messages, instants, starts=(0,), decode=Later):
    episodes = [SensedEpisode(start, {"/speed": SPEED}, "/truth") for start in starts]
    return list(moments(iter(messages), instants, episodes, decode))


def at(stamp_ns, episode=0, **readings):
    return Instant(episode, stamp_ns, stamp_ns, readings)


def value_of(moment):
    return float(moment.readings["speed"].result()[0])


def test_the_newest_reading_at_or_before_a_stamp_holds():
    found = see([speed(0, 1), speed(10, 2), speed(20, 3)], [at(0), at(15), at(20), at(90)])
    assert [value_of(moment) for moment in found] == [1.0, 2.0, 3.0, 3.0]


def test_before_its_first_reading_a_sensor_is_not_there():
    first, second = see([speed(10, 2)], [at(5), at(10)])
    assert first.readings == {}
    assert value_of(second) == 2.0


def test_truth_is_of_the_very_stamp_or_not_there():
    messages = [speed(0, 1), truth_of(0, 7), speed(10, 2)]
    first, second = see(messages, [at(0), at(10)])
    assert first.privileged["lane"].tolist() == [7.0]
    assert second.privileged is None


def test_truth_that_cannot_be_read_is_not_there():
    broken = truth_of(0, 7)._replace(data=b"\x00\x01\x00\x00")
    (found,) = see([speed(0, 1), broken], [at(0)])
    assert found.privileged is None


def test_a_reading_that_is_named_and_not_in_the_bag_is_told_and_an_older_one_stands():
    whole, lacking, never = see(
        [speed(0, 1), speed(30, 3)], [at(0, speed=0), at(10, speed=10), at(20, sonar=20)]
    )
    assert whole.missing == ()
    assert (lacking.missing, value_of(lacking)) == (("speed",), 1.0)
    assert never.missing == ("sonar",)


def test_a_reading_of_the_episode_before_is_not_of_this_one():
    found = see([speed(0, 1), speed(25, 3)], [at(0), at(20, 1), at(25, 1)], starts=(0, 20))
    assert [len(moment.readings) for moment in found] == [1, 0, 1]


def test_a_reading_is_decoded_once_and_only_where_a_stamp_needs_it():
    decoded = []

    def decode(sensor, message):
        decoded.append(message.stamp_ns)
        return Later(sensor, message)

    messages = [speed(at_ns, at_ns) for at_ns in range(0, 40, 10)]
    found = see(messages, [at(15), at(16), at(30)], decode=decode)
    assert decoded == [10, 30]
    assert found[0].readings["speed"] is found[1].readings["speed"]


@pytest.mark.parametrize("taken", [1, 3])
def test_only_a_few_moments_are_read_ahead(taken):
    read = []

    def messages():
        for at_ns in range(0, 1000, 10):
            read.append(at_ns)
            yield speed(at_ns, 0)

    instants = [at(at_ns) for at_ns in range(0, 1000, 10)]
    found = moments(messages(), instants, [SensedEpisode(0, {"/speed": SPEED})], Later)
    for _ in range(taken):
        next(found)
    assert len(read) <= taken + AHEAD + 2
