"""The pictures of a recorded camera, one at a time, with the episode time of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_reader import BagMessage, BagReader
from physai_sim.evaluation.episode import Episode
from physai_sim.messages import parts
from physai_sim.messages.pictures import COMPRESSED, RAW, picture_from


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture that is not decoded yet.

    Args:
        stamp_ns: Episode time [ns].
        message: The image.
    """

    stamp_ns: int
    message: Any


def camera_topic(reader: BagReader, wanted: str | None = None) -> str | None:
    """The topic of a camera whose pictures people can look at; None where there is none.

    Args:
        reader: The bag.
        wanted: Its name; None for the first that looks ahead, or else for the first.
    """
    kinds = {name: kind for name, kind in reader.topics.items() if kind in (RAW, COMPRESSED)}
    if wanted is not None:
        kinds = {name: kind for name, kind in kinds.items() if name == wanted}
    # Of a camera that was recorded both ways, the compressed pictures are read faster.
    ordered = sorted(kinds, key=lambda name: ("front" not in name, kinds[name] == RAW, name))
    return next((name for name in ordered if _is_picture(reader, name)), None)


def shots(reader: BagReader, topic: str, episode: Episode) -> Iterator[Shot]:
    """The pictures of a camera within an episode, in the order of time; late ones are left out."""
    end_ns, last = _end_ns(episode), -1
    for item in reader.messages([topic]):
        stamp = _stamp_ns(item, episode, end_ns)
        if stamp is not None and stamp > last:
            last = stamp
            yield Shot(stamp, item.message)


def _is_picture(reader: BagReader, topic: str) -> bool:
    """Whether the first image has colours or grey; depth and labels have not."""
    try:
        first = next((item.message for item in reader.messages([topic])), None)
        return first is not None and picture_from(first).size > 0
    except BagError:
        return False


def _stamp_ns(item: BagMessage, episode: Episode, end_ns: int) -> int | None:
    """Episode time of an image by its own stamp, or by when it was recorded; None outside."""
    for stamp in (parts.stamp_ns(item.message.header.stamp), item.stamp_ns):
        if 0 <= stamp - episode.start_ns <= end_ns:
            return stamp - episode.start_ns
    return None


def _end_ns(episode: Episode) -> int:
    every = (episode.stamps_ns, episode.action_stamps_ns)
    return max([0, *(int(stamps[-1]) for stamps in every if len(stamps))])
