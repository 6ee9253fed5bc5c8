"""What a policy decided, as a bag of `physai_msgs/ActionChunk` that any reader opens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.evaluation.episode import Plan
from physai_sim.messages import parts
from physai_sim.messages.chunks import chunk_from, chunk_message
from physai_sim.messages.qos import QosProfile
from physai_sim.messages.topics import CHUNK, Topic
from physai_sim.messages.typestore import make_message

CANDIDATES = Topic("/policy/candidates", CHUNK.type_name, QosProfile(depth=100))
"""What else the policy held possible, with the stamp of the chunk that was played."""


def write_plans(
    folder: Path, plans: Sequence[Plan], *, names: Sequence[str], start_ns: int
) -> None:
    """Write plans as a bag.

    Args:
        folder: The bag; it must not exist.
        plans: In the order of time.
        names: Name with unit of each number of an action.
        start_ns: Stamp of episode time zero in the recording's time [ns].

    Raises:
        MachineError: If the disk is full.
    """
    with BagWriter(folder) as bag:
        for topic in (CHUNK, CANDIDATES):
            bag.add_topic(topic.name, topic.type_name, topic.qos)
        for plan in plans:
            at_ns = start_ns + plan.stamp_ns
            for place, chunk in enumerate(plan.chunks):
                message = chunk_message(
                    make_message, at_ns, chunk, asked_ns=plan.stamp_ns, names=names
                )
                bag.write((CANDIDATES if place else CHUNK).name, at_ns, message)


def read_plans(folder: Path, *, start_ns: int) -> tuple[Plan, ...]:
    """The plans of a bag that `write_plans` wrote, in episode time.

    Raises:
        BagError: If it is no bag, or lacks the topic.
    """
    found: list[Plan] = []
    with open_bag(folder) as bag:
        for item in bag.messages([t for t in bag.topics if t in (CHUNK.name, CANDIDATES.name)]):
            stamp_ns = parts.stamp_ns(item.message.header.stamp) - start_ns
            chunk = chunk_from(item.message, zero_ns=start_ns)
            if item.topic == CANDIDATES.name and found:
                found[-1] = Plan(found[-1].stamp_ns, (*found[-1].chunks, chunk))
            else:
                found.append(Plan(stamp_ns, (chunk,)))
    return tuple(found)
