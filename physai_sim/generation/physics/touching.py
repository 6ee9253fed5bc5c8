"""When two bodies come to touch, read from their distance frame by frame.

Legend: T frames.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from physai_sim.core.geometry import Array

# Onsets that are farther apart in time are not of the same contact [s].
MATCH_S = 0.25


@dataclass(frozen=True, slots=True)
class Onsets:
    """How the contacts of a clip fit those of the truth.

    Args:
        errors_ms: Clip minus truth, of each contact that both have [ms].
        missed: Contacts of the truth that the clip lacks.
        false: Contacts of the clip that the truth lacks.
    """

    errors_ms: tuple[float, ...]
    missed: int
    false: int


def onsets(gap_m: Array, margin_m: float) -> list[float]:
    """When contacts begin, in frames; between two frames where the speed tells it.

    A body that bounces is apart in every frame and touches between two: it is taken to touch if
    it would be inside the other in the next frame at the speed at which it comes.

    Args:
        gap_m: Distance, NaN where it is not known, shape (T,) [m].
        margin_m: What is nearer than this touches; twice as far is apart again [m].
    """
    found: list[float] = []
    is_apart = False
    for k in range(len(gap_m)):
        if not np.isfinite(gap_m[k]):
            continue
        closing = gap_m[k - 1] - gap_m[k] if k and np.isfinite(gap_m[k - 1]) else 0.0
        meets = closing > margin_m and gap_m[k] - closing <= 0.0
        if is_apart and (gap_m[k] <= margin_m or meets):
            found.append(k + float(gap_m[k] / closing) if closing > margin_m else float(k))
            is_apart = False
        elif gap_m[k] > 2 * margin_m and not meets:
            is_apart = True
    return found


def matched(seen: list[float], true: list[float], hz: int) -> Onsets:
    """Pair the contacts of a clip with the nearest of the truth, the nearest pairs first.

    Args:
        seen: Onsets in the clip, in frames.
        true: Onsets in the truth.
        hz: Frames per second.
    """
    pairs = sorted((abs(s - t), i, j) for i, s in enumerate(seen) for j, t in enumerate(true))
    taken_seen: set[int] = set()
    taken_true: set[int] = set()
    errors = []
    for distance, i, j in pairs:
        if distance <= MATCH_S * hz and i not in taken_seen and j not in taken_true:
            taken_seen.add(i)
            taken_true.add(j)
            errors.append((seen[i] - true[j]) * 1000.0 / hz)
    return Onsets(tuple(errors), len(true) - len(errors), len(seen) - len(errors))
