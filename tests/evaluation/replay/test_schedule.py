import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_reader import BagMessage
from physai_sim.evaluation.replay.schedule import schedule
from physai_sim.messages import parts
from physai_sim.messages.topics import TICK
from physai_sim.messages.typestore import make_message

START_NS = 1_000_000_000


class Ticks(SimpleNamespace):
    """A bag that holds ticks."""

    def messages(self, names):
        assert names == [TICK.name]
        return iter(self.found)


def bag(*found):
    return Ticks(topics={TICK.name: TICK.type_name} if found else {}, found=found)


def tick(at_ns, index, *, episode=0, is_last=False, **stamps):
    message = make_message(
        TICK.type_name,
        header=parts.header(make_message, at_ns, ""),
        index=index,
        episode=episode,
        is_last=is_last,
        sensors=list(stamps),
        stamps=[parts.stamp(make_message, stamp_ns) for stamp_ns in stamps.values()],
    )
    return BagMessage(TICK.name, at_ns, message)


def test_a_run_is_asked_where_it_acted(drive, spec):
    found = schedule(bag(), [drive(4)], [spec])
    assert [instant.stamp_ns for instant in found] == [0, 100_000_000, 200_000_000]
    assert [instant.at_ns for instant in found] == [START_NS + i.stamp_ns for i in found]
    assert all(instant.readings == {} for instant in found)


def test_ticks_name_the_readings_and_the_last_asks_for_nothing(drive, spec):
    ticks = [
        tick(START_NS, 0, speed=START_NS),
        tick(START_NS + 100_000_000, 1, speed=START_NS + 90_000_000),
        tick(START_NS + 200_000_000, 2, is_last=True),
    ]
    found = schedule(bag(*ticks), [drive(3)], [spec])
    assert [(i.stamp_ns, dict(i.readings)) for i in found] == [
        (0, {"speed": START_NS}),
        (100_000_000, {"speed": START_NS + 90_000_000}),
    ]


def test_ticks_belong_to_the_episode_that_began_last(drive, spec):
    episodes = [drive(3), dataclasses.replace(drive(3), start_ns=5 * START_NS)]
    ticks = [tick(START_NS, 0), tick(5 * START_NS, 0, episode=1), tick(START_NS - 1, 0)]
    found = schedule(bag(*ticks), episodes, [spec, spec])
    assert [(i.episode, i.at_ns, i.stamp_ns) for i in found] == [
        (0, START_NS, 0),
        (1, 5 * START_NS, 0),
    ]


def test_a_recording_of_another_system_is_asked_at_the_control_rate(drive, spec):
    episode = drive(5, start_ns=START_NS)
    stamps = np.array([30, 130, 230, 330, 430], dtype=np.int64) * 1_000_000
    facts = dataclasses.replace(episode.facts, is_truth=False)
    other = dataclasses.replace(episode, facts=facts, stamps_ns=stamps)
    found = schedule(bag(), [other], [spec])
    assert [i.stamp_ns for i in found] == [k * 100_000_000 for k in range(1, 5)]


def test_episodes_that_overlap_in_the_time_of_recording_are_refused(drive, spec):
    later = dataclasses.replace(drive(4), start_ns=5 * START_NS)
    with pytest.raises(BagError, match="do not follow each other"):
        schedule(bag(), [later, drive(4)], [spec, spec])


def test_a_recording_without_a_row_is_never_asked(drive, spec):
    episode = drive(0, outcome=None)
    facts = dataclasses.replace(episode.facts, is_truth=False)
    assert schedule(bag(), [dataclasses.replace(episode, facts=facts)], [spec]) == ()


def test_nobody_is_asked_in_a_gap_at_whose_end_a_clock_was_set_years_ahead(drive, spec):
    episode = drive(4, start_ns=START_NS)
    facts = dataclasses.replace(episode.facts, is_truth=False)
    stamps = np.array([0, 100_000_000, 2**60, 2**60 + 200_000_000], dtype=np.int64)
    found = schedule(bag(), [dataclasses.replace(episode, facts=facts, stamps_ns=stamps)], [spec])
    assert [i.stamp_ns < 2**59 for i in found] == [True, True, False, False]
