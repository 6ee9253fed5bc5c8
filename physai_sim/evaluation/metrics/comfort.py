"""How gently the car was driven."""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.derivatives import derivative
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, car_odometry, unknown

# nuPlan's bounds of comfort (Karnchanachari et al. 2024, "Towards learning-based planning: the
# nuPlan benchmark", appendix): metres, seconds, radians.
BOUNDS: dict[str, tuple[float, float]] = {
    "longitudinal_mps2": (-4.05, 2.40),
    "lateral_mps2": (-4.89, 4.89),
    "yaw_rate_radps": (-0.95, 0.95),
    "yaw_acceleration_radps2": (-1.93, 1.93),
    "longitudinal_jerk_mps3": (-4.13, 4.13),
    "jerk_mps3": (0.0, 8.37),
}
FEWEST = 5


class Comfort(Metric):
    """Share of control stamps at which every bound of nuPlan's comfort holds, 0 to 1.

    Derivatives are taken of the recorded velocity by quadratics over five stamps, where nuPlan
    smooths jerk over fifteen: short jolts count here. Each part is the greatest magnitude of its
    quantity.
    """

    group = "driving"
    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        odometry = car_odometry(episode)
        if len(odometry) < FEWEST:
            return unknown(f"fewer than {FEWEST} control stamps were recorded")
        series = _quantities(odometry, episode.facts.control_hz)
        outside = {
            name: (values < BOUNDS[name][0]) | (values > BOUNDS[name][1])
            for name, values in series.items()
        }
        rough = np.any(list(outside.values()), axis=0)
        begins = {
            name: np.flatnonzero(np.diff(bad.astype(int), prepend=0) == 1)
            for name, bad in outside.items()
        }
        events = [
            Event(int(episode.stamps_ns[i]), f"{name} out of bounds")
            for name, starts in begins.items()
            for i in starts
        ]
        parts = {name: float(np.abs(values).max()) for name, values in series.items()}
        ordered = tuple(sorted(events, key=lambda event: event.stamp_ns))
        return MetricResult(float(1.0 - rough.mean()), events=ordered, parts=parts)


def _quantities(odometry: Array, hz: int) -> dict[str, Array]:
    """The bounded quantities of true odometry, shape (T, 13), each of shape (T,)."""
    speed, yaw_rate = odometry[:, 7], odometry[:, 12]
    longitudinal, lateral = derivative(speed, hz), speed * yaw_rate
    forward_jerk = derivative(longitudinal, hz)
    return {
        "longitudinal_mps2": longitudinal,
        "lateral_mps2": lateral,
        "yaw_rate_radps": yaw_rate,
        "yaw_acceleration_radps2": derivative(yaw_rate, hz),
        "longitudinal_jerk_mps3": forward_jerk,
        "jerk_mps3": np.hypot(forward_jerk, derivative(lateral, hz)),
    }
