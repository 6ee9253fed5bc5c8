"""A1: how far bodies are from where the engine has them."""

from __future__ import annotations

from typing import Any

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.measures.base import Measure, Score
from physai_sim.generation.physics.motion import Path, carrier_of, is_arm, motion_of, pixel_m
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth

HORIZON_M = 0.05
HORIZONS_S = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
LEAST_PATH_M = 0.01
MARGIN_PX = 2.0
# A mean over a long film would hide what goes wrong for a second of it. The margin was tried on
# films of up to 4 s, and longer ones are judged by as much of them.
WINDOW_S = 4.0


class StateError(Measure):
    """Root mean square distance of the worst body from its place, in its worst four seconds.

    The worst one and not the mean: among many bodies that stand right, one that goes wrong would
    not be noticed. A body that nobody sees, or whose track is in doubt, is left out. So is an
    arm, which has joints: no point of it stands for its state, and A2 asks how it moves.

    Where something carries the camera, the value is its distance alone: other bodies are lifted
    from where the true camera stands, which is not where the clip's does. They are told, in parts.

    The limit lies two pixels above the floor, at the depth of the bodies: each edge of a tracked
    region may be off by one, in the true film and in the clip.
    """

    name = "state_error"
    number = "A1"
    question = "Is every body where the engine has it?"
    unit = "m"
    catches = ("speed", "freeze")

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See `Measure`."""
        motion = motion_of(sight, truth)
        carrier = carrier_of(truth)
        paths = {n: p for n, p in motion.paths.items() if n == carrier or not is_arm(truth, n)}
        judged = [n for n in paths if carrier in (None, n)]
        parts: dict[str, Any] = {"left_out": dict(motion.doubts)}
        untold = frozenset(
            n for n in motion.doubts if n == carrier or (carrier is None and not is_arm(truth, n))
        )
        if not judged:
            why = motion.doubts.get(carrier or "", "no body can be followed in this film")
            return Score(None, why, parts, untold=untold)
        errors = np.array([path.errors_m() for path in paths.values()])
        late = np.flatnonzero((errors > HORIZON_M).any(0))
        parts |= {
            "by_body": {name: _told(path, truth.hz) for name, path in paths.items()},
            "pooled_rmse_m": float(np.sqrt(np.nanmean(errors**2))),
            "curve_m": _curve(errors, truth.hz),
            "horizon_5cm_s": float(late[0] / truth.hz) if late.size else None,
        }
        value = max(_worst_m(paths[name], truth.hz) for name in judged)
        return Score(value, parts=parts, untold=untold)

    def limit(self, floor: float, truth: Truth) -> float:
        """See `Measure`."""
        return floor + MARGIN_PX * pixel_m(truth)


def _worst_m(path: Path, hz: int) -> float:
    """Of the stretches of that length in which the body is seen half of the time [m]."""
    frames, squares = round(WINDOW_S * hz), path.errors_m() ** 2
    if len(squares) <= frames:
        return path.rmse_m()
    windows = np.lib.stride_tricks.sliding_window_view(squares, frames)
    seen = windows[np.isfinite(windows).sum(axis=1) >= frames / 2]
    return float(np.sqrt(np.nanmean(seen, axis=1).max())) if len(seen) else path.rmse_m()


def _told(path: Path, hz: int) -> dict[str, Any]:
    length, rmse = path.length_m(), path.rmse_m()
    return {
        "rmse_m": rmse,
        "worst_4s_rmse_m": _worst_m(path, hz),
        "path_m": length,
        "rmse_of_path": rmse / length if length >= LEAST_PATH_M else None,
        "frames": int(path.known.sum()),
    }


def _curve(errors_m: Array, hz: int) -> dict[str, float]:
    """Root mean square error of all bodies from the start up to each horizon [s] -> [m]."""
    curve: dict[str, float] = {}
    for horizon in HORIZONS_S:
        frames = round(horizon * hz) + 1
        if frames > errors_m.shape[1]:
            break
        if np.isfinite(errors_m[:, :frames]).any():
            curve[f"{horizon:g}"] = float(np.sqrt(np.nanmean(errors_m[:, :frames] ** 2)))
    return curve
