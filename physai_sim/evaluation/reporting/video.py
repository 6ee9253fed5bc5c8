"""The video of a recorded episode: what a camera saw, with what happened written over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from physai_sim.core.errors import BagError
from physai_sim.core.timing import stamp_of
from physai_sim.datasets.bag_reader import BagReader, open_bag
from physai_sim.datasets.video import VideoWriter
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.camera_view import camera_view
from physai_sim.evaluation.reporting.captions import Captions
from physai_sim.evaluation.reporting.moments import moments
from physai_sim.evaluation.reporting.overlay import annotated, film_size
from physai_sim.evaluation.reporting.plan_lines import PlanLines
from physai_sim.evaluation.reporting.shots import Shot, camera_topic, shots
from physai_sim.messages.pictures import Picture, picture_from

LEAST_HZ, MOST_HZ = 5, 30
_Draw = partial[Picture]


def write_video(
    bag: Path,
    episode: Episode,
    path: Path,
    *,
    camera: str | None = None,
    metrics: Mapping[str, Any] | None = None,
) -> bool:
    """Write the video of an episode from the pictures in its bag, one at a time.

    A frame shows the newest picture at its time, from the start of the episode to its last
    picture, so that times in the video are those of the plots whatever the camera's rate. What
    cannot be decoded is left out.

    Args:
        bag: The recording.
        episode: One of its episodes.
        path: mp4 file to write; a file of that name is replaced.
        camera: Topic of the pictures; None for the first camera, one that looks ahead if any.
        metrics: Scores of the episode, whose events are shown.

    Returns:
        Whether there is a video; the recording may hold no pictures of the episode.

    Raises:
        BagError: If the bag cannot be read.
        MachineError: If the video cannot be written.
    """
    with open_bag(bag) as reader:
        topic = camera_topic(reader, camera)
        if topic is None:
            return False
        captions = Captions(episode, moments(episode, metrics or {}))
        lines, hz = PlanLines(episode, camera_view(reader, topic)), _rate(episode, topic)
        frames = (
            partial(annotated, picture, captions.at(stamp), lines.at(stamp))
            for stamp, picture in _frames(reader, topic, episode, hz=hz)
        )
        return _written(path, frames, hz=hz)


def _written(path: Path, frames: Iterator[_Draw], *, hz: int) -> bool:
    """Write all frames, each in the size that suits the first; whether there was one."""
    first = next(frames, None)
    if first is None:
        return False
    size = film_size(first.args[0])
    writer = VideoWriter(path, hz=hz, size_px=size)
    try:
        for draw in chain([first], frames):
            writer.write(draw(size_px=size))
    except BaseException:
        writer.discard()  # what was cut short is no video of the episode
        raise
    writer.close()
    return True


def _frames(
    reader: BagReader, topic: str, episode: Episode, *, hz: int
) -> Iterator[tuple[int, Picture]]:
    """Time and picture of every frame, from the start of the episode to its last picture."""
    index, held = 0, None
    for shot in shots(reader, topic, episode):
        # The first picture also stands for the time before it.
        while held is not None and stamp_of(index, hz) < shot.stamp_ns:
            yield stamp_of(index, hz), held
            index += 1
        held = _decoded(shot, held)
    if held is not None:
        yield stamp_of(index, hz), held


def _decoded(shot: Shot, held: Picture | None) -> Picture | None:
    """The picture; the one before it where it cannot be decoded."""
    try:
        return picture_from(shot.message)
    except BagError:
        return held


def _rate(episode: Episode, topic: str) -> int:
    """Frames per second: as fast as the pictures came."""
    stream = episode.streams.get(topic)
    if stream is None or len(stream.logged_ns) < 2:
        return int(np.clip(episode.facts.control_hz, LEAST_HZ, MOST_HZ))
    period_ns = max(float(np.median(np.diff(stream.logged_ns))), 1.0)
    return int(np.clip(round(1e9 / period_ns), LEAST_HZ, MOST_HZ))
