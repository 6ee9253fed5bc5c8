"""How far the car came of what it could have."""

from __future__ import annotations

from physai_sim.evaluation.driving.car_route import car_on_route, missing_route, reachable_m
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown

# nuPlan's `score_progress_threshold` [m] and `min_progress_threshold` (nuplan-devkit,
# ego_progress_along_expert_route.py and ego_is_making_progress.py with their configuration).
LEAST_M, LEAST_SHARE = 0.1, 0.2


class Progress(Metric):
    """Progress along the route as a share of the progress that was possible, 0 to 1.

    Made is how far along the route the car was at the end (while its progress was continuous, see
    `route_completion`) from where it started. Possible (`expected_m`) is the rest of the route;
    where the clock ended the episode, or its end was not recorded, no more than the speed limits
    allow in that time (`allowed_m`, null without recorded roads). That stands for the expert
    drive that nuPlan compares with; it is a bound that knows of no traffic, so that waiting for
    others costs. An episode that ended otherwise is held against the whole route. Less than
    -0.1 m gives 0; else both are at least 0.1 m. `making_progress` is 1 from a share of 0.2 on.

    Source: nuPlan's ego progress along the expert's route (nuplan-devkit,
    docs/metrics_description.md).
    """

    group = "driving"
    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if reason := missing_route(episode):
            return unknown(reason)
        place = car_on_route(episode)
        made = float(place.along_m[place.rows - 1] - place.along_m[0])
        expected, allowed = reachable_m(episode)
        ratio = max(made, LEAST_M) / max(expected, LEAST_M)
        share = 0.0 if made < -LEAST_M else min(ratio, 1.0)
        parts = {
            "made_m": made,
            "expected_m": expected,
            "allowed_m": allowed,
            "making_progress": float(share >= LEAST_SHARE),
        }
        return MetricResult(share, parts=parts)
