"""A5: whether bodies go through one another, touch when they should, and move for a reason.

Legend: T frames.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.free_bodies import (
    doubts,
    free_bodies,
    free_tracks,
    middles,
    still_bodies,
)
from physai_sim.generation.physics.gaps import Gaps, gaps
from physai_sim.generation.physics.lifting import body_middle
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.motion import pixel_m
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.touching import matched, onsets
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.physics.unmoved import unexplained_m

# Bodies of the engine rest up to a millimetre inside one another; thrice that is penetration.
TOLERANCE_M = 0.003
# No track is finer than about a pixel. Of a body that moves by itself, the two ends of its way
# are off by up to a pixel each, and the way that it is compared with by as much again.
STILL_PX = 3.0
# How far clip and floor may be apart, each of which is off by a pixel.
LIMIT_PX = 2.0
# Where the true film's own tracks are off by more than this many margins, they have left a body:
# how far they stray then is chance, in the clip as in the floor.
WORST_FLOOR = 2.0


class Contact(Measure):
    """Bodies are put into the engine where the clip shows them; it tells how far apart they are.

    The value is the worst of: how deep a body is in another, and how far one moves (beyond three
    pixels) while nothing that can move touches it.
    """

    name = "contact"
    number = "A5"
    question = "Do bodies stay out of one another, and move only when something touches them?"
    unit = "mm"
    catches = ("no_floor",)

    def applies(self, truth: Truth) -> bool:
        """Where something is free to move."""
        return bool(free_bodies(truth))

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See the base."""
        tracks = free_tracks(sight, truth)
        places = {name: middles(track, truth) for name, track in tracks.items()}
        places = {n: rows for n, rows in places.items() if np.isfinite(rows).all(axis=1).any()}
        if not places:
            return unknown("no free body can be followed", doubts=doubts(sight, truth))
        seen = gaps(places, truth)
        true = gaps({name: body_middle(truth, name) for name in places}, truth)
        moved = {n: 1000.0 * _moved_m(n, places[n], seen, truth) for n in places}
        deepest = {n: 1000.0 * _deepest_m(n, seen) for n in places}
        return Score(
            max(*deepest.values(), *moved.values()),
            parts={
                "penetration_mm": deepest,
                "penetrating_share": {n: _share(n, seen) for n in places},
                "unexplained_motion_mm": moved,
                **_contacts(seen, true, truth),
                "margin_mm": 1000.0 * margin_m(truth),
                "doubts": doubts(sight, truth),
            },
        )

    def limit(self, floor: float, truth: Truth) -> float:
        """3 mm beyond the floor, but no less than two pixels, as of the state error.

        The value is that of the worst frame, in the clip as in the floor, and a track is off by
        up to a pixel in each. None, which is infinite, where the true film cannot be followed
        well enough.
        """
        if floor > WORST_FLOOR * 1000.0 * margin_m(truth):
            return math.inf
        return floor + 1000.0 * max(TOLERANCE_M, LIMIT_PX * pixel_m(truth))


def margin_m(truth: Truth) -> float:
    """What a distance must exceed to be told from none [m]."""
    return max(TOLERANCE_M, pixel_m(truth))


def _known(name: str, found: Gaps) -> Array:
    """Least distance of a body to anything in the frames in which it is seen [m]."""
    least = np.array([row for (first, _), row in found.items() if first == name]).min(axis=0)
    known: Array = least[~np.isnan(least)]
    return known


def _deepest_m(name: str, found: Gaps) -> float:
    return max(0.0, -float(_known(name, found).min()))


def _share(name: str, found: Gaps) -> float:
    """Share of the frames in which a body is seen that have it inside another."""
    return float(np.mean(_known(name, found) < -TOLERANCE_M))


def _moved_m(name: str, place: Array, found: Gaps, truth: Truth) -> float:
    """How far a body went for no reason, beyond what a track can tell [m]."""
    reach, still = 2.0 * margin_m(truth), still_bodies(truth)
    movers = [row for (n, other), row in found.items() if n == name and other not in still]
    near = np.array(movers).min(axis=0) if movers else np.full(len(place), np.inf)
    way = unexplained_m(place[:, :2], ~(near > reach), truth.hz)
    return max(0.0, way - STILL_PX * pixel_m(truth))


def _contacts(seen: Gaps, true: Gaps, truth: Truth) -> Mapping[str, Any]:
    """How contacts of all pairs fit the truth's."""
    margin = margin_m(truth)
    parts = [
        matched(onsets(row, margin), onsets(true[pair], margin), truth.hz)
        for pair, row in seen.items()
    ]
    errors = [e for part in parts for e in part.errors_ms]
    return {
        "onset_error_ms": float(np.mean(np.abs(errors))) if errors else None,
        "worst_onset_error_ms": float(np.max(np.abs(errors))) if errors else None,
        "missed_contacts": sum(part.missed for part in parts),
        "false_contacts": sum(part.false for part in parts),
    }
