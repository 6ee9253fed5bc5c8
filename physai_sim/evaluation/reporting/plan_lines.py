"""What a policy planned, as lines in the pictures of a camera.

Legend: N points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from physai_sim.core.geometry import Array, Pose
from physai_sim.core.timing import NS_PER_S
from physai_sim.evaluation.driving.forecasts import Forecast, forecasts
from physai_sim.evaluation.driving.trajectories import first_car
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.camera_view import WORLD_FRAMES, CameraView

_MOST_AGE_NS = NS_PER_S  # an older plan is not what the car follows any more


@dataclass(frozen=True, slots=True, eq=False)
class PictureLine:
    """A line in a picture.

    Args:
        shares: Shape (N, 2), of the picture's width and height; NaN leaves a gap.
        kind: plan, candidate or recorded.
    """

    shares: Array
    kind: str


class PlanLines:
    """The plans of an episode as a camera sees them; no lines where that is not known.

    Args:
        episode: The recording.
        view: The camera; None where nothing is known of it.
    """

    def __init__(self, episode: Episode, view: CameraView | None) -> None:
        car = first_car(episode.facts)
        self._view, self._plans = view, tuple[Forecast, ...]()
        if car is None or view is None or not _is_placed(view, episode.facts.robots[car.name]):
            return
        self._plans, self._stamps = forecasts(episode), episode.stamps_ns
        self._rows = episode.odometry.get(car.name, np.zeros((0, 13)))

    def at(self, stamp_ns: int) -> list[PictureLine]:
        """What to draw at a time of the episode: candidates below, what was recorded on top."""
        index = bisect_right(self._plans, stamp_ns, key=lambda plan: plan.stamp_ns) - 1
        if index < 0 or stamp_ns - self._plans[index].stamp_ns > _MOST_AGE_NS:
            return []
        plan = self._plans[index]
        paths = [("plan" if n == 0 else "candidate", one) for n, one in enumerate(plan.paths)]
        shown = [(kind, path[: plan.decided]) for kind, path in reversed(paths)]
        shown.append(("recorded", plan.recorded[: plan.known]))
        row = self._row(stamp_ns)
        return [PictureLine(self._seen(plan.start, path, row), kind) for kind, path in shown]

    def _seen(self, start: Array, path: Array, row: Array) -> Array:
        assert self._view is not None, "without a view there are no plans"
        ways = np.vstack([start[:2], path[:, :2]])
        points = np.column_stack([ways, np.full(len(ways), row[2])])
        x, y, z, qx, qy, qz, qw = row[:7].tolist()
        is_fixed = self._view.frame in WORLD_FRAMES
        return self._view.pixels(points, Pose() if is_fixed else Pose((x, y, z), (qx, qy, qz, qw)))

    def _row(self, stamp_ns: int) -> Array:
        """Odometry that holds at a time."""
        index = int(np.searchsorted(self._stamps, stamp_ns, side="right")) - 1
        row: Array = self._rows[min(max(index, 0), len(self._rows) - 1)]
        return row


def _is_placed(view: CameraView, robot: Mapping[str, Any]) -> bool:
    """Whether it is known where the camera is: in the world, or fixed to the car's base."""
    base = robot.get("base_frame")
    return view.frame in WORLD_FRAMES or base is None or view.frame == base
