"""What it takes to move a load."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, tool_positions, unknown

STANDARD_GRAVITY_MPS2 = 9.80665


class Energy(Metric):
    """Least energy that motors put into each kilogram at the tool [J/kg].

    The sum of all rises of its kinetic and potential energy between control stamps; what braking
    and lowering set free is not given back. `lift_j_per_kg` is the part that its height keeps.
    Gravity is the standard one: a recording does not say it.
    """

    unit = "J/kg"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Wherever a robot has a tool."""
        return bool(episode.tools)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        places = tool_positions(episode)
        if len(places) < 2:
            return unknown("fewer than two positions of the tool were recorded")
        speeds = np.linalg.norm(np.gradient(places, episode.times_s, axis=0), axis=1)
        height = STANDARD_GRAVITY_MPS2 * places[:, 2]
        rises = np.diff(speeds**2 / 2 + height, prepend=height[0])  # from rest
        lift = float(height[-1] - height[0])
        return MetricResult(float(rises.clip(min=0.0).sum()), parts={"lift_j_per_kg": lift})
