"""How fast simulated time went."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.log_times import SIMULATED, is_logged_in_own_stamps
from physai_sim.evaluation.measures.rhythm import FEWEST
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown

CLOCK = "rosgraph_msgs/msg/Clock"


class RealTimeFactor(Metric):
    """Simulated seconds per second of the recorder's clock, by least squares over all of /clock.

    1 is real time. `least` is the slowest whole second. Unknown where messages were recorded in
    simulated time, as bags of `physai run` and of our recorder are.
    """

    group = "system"
    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Where a clock was recorded."""
        return any(stream.type_name == CLOCK for stream in episode.streams.values())

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        clock = next(s for s in episode.streams.values() if s.type_name == CLOCK)
        if is_logged_in_own_stamps(episode):
            return unknown(SIMULATED)
        if clock.stamps_ns is None or len(clock.logged_ns) < FEWEST:
            return unknown(f"fewer than {FEWEST} messages of the clock were recorded")
        order = np.argsort(clock.logged_ns, kind="stable")
        real_s = (clock.logged_ns[order] - clock.logged_ns[order[0]]) / 1e9
        clock_s = (clock.stamps_ns[order] - clock.stamps_ns[order[0]]) / 1e9
        away = real_s - real_s.mean()
        if not away.any():
            return unknown("all messages of the clock were recorded at one time")
        slope = float(away @ (clock_s - clock_s.mean()) / (away @ away))
        seconds = np.arange(0.0, real_s[-1] + 1e-9)
        least = (
            float(np.diff(np.interp(seconds, real_s, clock_s)).min()) if len(seconds) > 1 else None
        )
        return MetricResult(slope, parts={"least": least})
