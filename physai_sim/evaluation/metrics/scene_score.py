"""The score of a scene by AlpaSim."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.driving.car_route import car_on_route, missing_route, reachable_m
from physai_sim.evaluation.driving.impacts import impacts, missing_contacts, row_at
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown
from physai_sim.evaluation.metrics.off_road import missing_off_road, off_road_rows

# AlpaSim's `SceneScoreConfig` and `max_dist_to_gt_trajectory` (src/eval/src/eval/schema.py).
ENOUGH_SHARE, SHORT_M, CORRIDOR_M = 0.8, 5.0, 4.0


class SceneScore(Metric):
    """AlpaSim's score of a scene, 0 to 1.

    0 if the car was in a collision at its front or side (what AlpaSim calls at fault), off the
    road, or 4 m or more beside the route; else its progress over 0.8, at most 1. Progress is
    along the route until the first collision of any kind, as a share of what was possible (see
    `progress`, which stands for the recorded drive). A route shorter than 5 m counts as driven.

    The parts are 1 for each reason of a 0, and `progress`. Off the road is that of `off_road`,
    with its tolerance of 0.3 m; AlpaSim has none.

    Source: AlpaSim, src/eval/src/eval/aggregation/scene_score.py and processing.py.
    """

    group = "driving"
    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        reasons = {
            "progress": missing_route(episode),
            "collisions": missing_contacts(episode),
            "off_road": missing_off_road(episode),
        }
        for name, reason in reasons.items():
            if reason:
                return unknown(f"{name}: {reason}")
        found, place = impacts(episode), car_on_route(episode)
        beside = np.abs(place.beside_m[: _rows_until_impact(episode)])
        failures = {
            "collision_at_fault": any(one.sides & {"front", "lateral"} for one in found),
            "off_road": bool(off_road_rows(episode).any()),
            "left_corridor": bool((beside >= CORRIDOR_M).any()),
        }
        share = _share(episode)
        value = 0.0 if any(failures.values()) else min(share / ENOUGH_SHARE, 1.0)
        parts = {**{name: float(held) for name, held in failures.items()}, "progress": share}
        return MetricResult(value, parts=parts)


def _share(episode: Episode) -> float:
    place = car_on_route(episode)
    if place.length_m < SHORT_M:
        return 1.0
    rows = min(place.rows, _rows_until_impact(episode))
    made = float(place.along_m[rows - 1] - place.along_m[0])
    expected, _ = reachable_m(episode)
    return min(max(made / expected, 0.0), 1.0) if expected > 0.0 else 1.0


def _rows_until_impact(episode: Episode) -> int:
    """Stamps up to the first collision, its own included."""
    found = impacts(episode)
    return row_at(episode, found[0].stamp_ns) + 1 if found else len(episode.stamps_ns)
