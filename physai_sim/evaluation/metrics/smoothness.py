"""How smoothly the tool moved."""

from __future__ import annotations

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.spectral_arc_length import spectral_arc_length
from physai_sim.evaluation.measures.tool_motion import speed_profile
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown

FEWEST = 8
STILL_MPS = 0.001


class Smoothness(Metric):
    """Spectral arc length (SPARC) of the tool's speed: about -1.4 for one even stroke, else less.

    Of several arms the roughest counts; the parts hold each. A tool that never moves faster than
    1 mm/s has no smoothness. At control rates below 20 Hz the spectrum ends at half of the rate,
    so compare episodes of one rate.

    Source: Balasubramanian et al. (2015), Journal of NeuroEngineering and Rehabilitation 12:112.
    """

    group = "manipulation"
    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Arms only."""
        return bool(episode.tools)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if len(episode.stamps_ns) < FEWEST:
            return unknown(f"fewer than {FEWEST} control stamps were recorded")
        parts = {name: _smoothness(episode, name) for name in episode.tools}
        known = [value for value in parts.values() if value is not None]
        if not known:
            return MetricResult(None, "no tool moved", parts=parts)
        return MetricResult(min(known), parts=parts)


def _smoothness(episode: Episode, robot: str) -> float | None:
    profile = speed_profile(episode, robot)
    if profile is None or profile.speed_mps.max() < STILL_MPS:
        return None
    return spectral_arc_length(profile.speed_mps, profile.rate_hz)
