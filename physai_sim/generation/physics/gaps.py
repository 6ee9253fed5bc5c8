"""Distances between bodies where a clip shows them, by the engine's own shapes.

Legend: T frames.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from physai_sim.core.geometry import Array, Pose
from physai_sim.envs.session import Session
from physai_sim.generation.physics.free_bodies import free_bodies
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import open_session, play_again
from physai_sim.simulation.closest import Shape, gap_to_body, gap_to_shape, shape_of

# Nothing that is farther apart than this has to do with each other in a scene on a table [m].
WITHIN_M = 0.5
Pair = tuple[str, str]
Gaps = dict[Pair, Array]


def gaps(places: Mapping[str, Array], truth: Truth) -> Gaps:
    """Distance of each body to every other, frame by frame.

    The source is played again. Bodies whose places are given stand there, turned as in the true
    film; all others, robots among them, stand as the engine has them.

    Args:
        places: Middles by name, NaN where a body is not seen, shape (T, 3) [m].
        truth: The episode.

    Returns:
        By pair of names: the first is one of `places`. Negative inside one another, inf where
        they are farther apart than 0.5 m, NaN where it is not seen, shape (T,) [m].
    """
    session = open_session(truth.source)
    try:
        play = _Play(places, truth)
        frames = len(truth.stamps_ns)
        play_again(session, truth.source, hz=truth.hz, frames=frames, on_frame=play.take)
        return play.found
    finally:
        session.close()


class _Play:
    """Collects distances while the source is played."""

    def __init__(self, places: Mapping[str, Array], truth: Truth) -> None:
        self._places, self._truth = places, truth
        self._shapes: dict[str, Shape] = {}
        self.found: Gaps = {}

    def take(self, session: Session, index: int) -> None:
        """Take the instant of a frame."""
        if index == 0:  # shapes live until the world is reset
            free = free_bodies(self._truth)
            self._shapes = {n: shape_of(session.world, free[n]) for n in self._places}
        here = {n: pose for n in self._places if (pose := self._pose(n, index)) is not None}
        for name in self._places:
            for other, gap in self._distances(session, name, here):
                row = self.found.setdefault((name, other), np.full(len(self._truth.rgb), np.nan))
                row[index] = gap

    def _pose(self, name: str, index: int) -> Pose | None:
        x, y, z = (float(v) for v in self._places[name][index])
        qx, qy, qz, qw = (float(v) for v in self._truth.poses[name][index, 3:7])
        return Pose((x, y, z), (qx, qy, qz, qw)) if np.isfinite((x, y, z)).all() else None

    def _distances(
        self, session: Session, name: str, here: Mapping[str, Pose]
    ) -> Iterator[tuple[str, float]]:
        if name not in here:
            return
        shape, pose = self._shapes[name], here[name]
        for other, body in session.world.bodies.items():
            if other == name or not any(body.info.size_m):
                continue
            if other in here:
                there = (self._shapes[other], here[other])
                gap = gap_to_shape(shape, pose, there, within_m=WITHIN_M)
            else:
                gap = gap_to_body(shape, pose, body, within_m=WITHIN_M)
            yield other, np.inf if gap is None else gap
