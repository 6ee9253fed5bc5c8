"""Messages of a simulation of ours in the order of their stamps, whoever recorded them.

A stock recorder goes by the wall's clock, while control stamps are of simulated time. What was
sensed at a control stamp then is what says so itself.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Sequence

from physai_sim.core.timing import NS_PER_S
from physai_sim.datasets.bag_reader import BagReader
from physai_sim.datasets.bag_sources import SerialisedMessage
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.ingest.cdr import peek_stamp
from physai_sim.evaluation.measures.log_times import is_logged_in_own_stamps

PATIENCE_NS = NS_PER_S
"""How far ahead of a message the newest stamp must be before the message is given [ns]."""


def in_time(
    reader: BagReader, topics: Collection[str], episodes: Sequence[Episode]
) -> Iterator[SerialisedMessage]:
    """Messages in the order of time: by their own stamps where we sent and others recorded them.

    Args:
        reader: The bag.
        topics: Which are wanted: of sensors, and of ground truth.
        episodes: What the bag holds.
    """
    messages = reader.serialised(topics)
    is_ours = all(episode.facts.is_truth for episode in episodes)
    is_stamped = all(is_logged_in_own_stamps(episode) for episode in episodes)
    return by_stamps(messages) if is_ours and not is_stamped else messages


def by_stamps(messages: Iterator[SerialisedMessage]) -> Iterator[SerialisedMessage]:
    """Messages in the order of their stamps, each at its stamp instead of when it was recorded.

    What comes later than all of a second of stamps is given late; memory holds that second.

    Args:
        messages: Of types that begin with a header, in the order in which they were recorded.
    """
    waiting: list[tuple[int, int, SerialisedMessage]] = []
    newest = 0
    for number, item in enumerate(messages):
        stamp_ns = peek_stamp(item.data)
        newest = max(newest, stamp_ns)
        heapq.heappush(waiting, (stamp_ns, number, item._replace(stamp_ns=stamp_ns)))
        while waiting[0][0] < newest - PATIENCE_NS:
            yield heapq.heappop(waiting)[2]
    while waiting:
        yield heapq.heappop(waiting)[2]
