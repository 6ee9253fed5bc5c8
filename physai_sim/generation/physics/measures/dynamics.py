"""A6: the constants of physics as the clip itself shows them, against those of the world file.

Legend: T frames.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from physai_sim.generation.physics.assets import restitution_on
from physai_sim.generation.physics.bounces import Bounce, Estimate, bounces, combined
from physai_sim.generation.physics.flights import flight, flying, gravity_mps2
from physai_sim.generation.physics.free_bodies import doubts, free_bodies, free_tracks
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.parabolas import parabolas
from physai_sim.generation.physics.sight import Sight, Track
from physai_sim.generation.physics.truth import Truth

# Half of the smallest change that is planted, gravity x 0.85: what is wrong by more fails.
MARGIN = 0.075
# A third of that: what is known less well is not judged by (three standard errors).
WORST_ERROR = MARGIN / 3
# A body that does not bounce has no restitution that anything could be relative to.
LEAST_RESTITUTION = 0.2


@dataclass(frozen=True, slots=True)
class _Constant:
    """A constant that was fitted, and its true value."""

    name: str
    fit: Estimate
    true: float
    scale: float

    @property
    def residual(self) -> float:
        """How wrong it is, relative to its scale."""
        return abs(self.fit.value - self.true) / self.scale

    @property
    def is_known(self) -> bool:
        """Whether its error is small enough to judge by."""
        return bool(self.fit.error / self.scale <= WORST_ERROR)

    def told(self) -> dict[str, Any]:
        """Plain JSON data."""
        return {
            "fitted": self.fit.value,
            "standard_error": self.fit.error,
            "true": self.true,
            "residual": self.residual,
            "judged": self.is_known,
        }


@dataclass(slots=True)
class _Found:
    constants: list[_Constant] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)


class Dynamics(Measure):
    """Parabolas are fitted to flights in the clip itself, and bounces read from where they meet.

    The value is the worst relative residual among gravity, restitution and the energy that comes
    from nowhere. Each is weighed by what a pixel is worth: a constant whose standard error is more
    than a third of the margin is told and not judged by.
    """

    name = "dynamics"
    number = "A6"
    question = "Do things fall, bounce and keep their energy as the constants of the world say?"
    catches = ("gravity", "restitution")

    def applies(self, truth: Truth) -> bool:
        """Where a body flies free in the true film."""
        return any(flying(truth, name).any() for name in free_bodies(truth))

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See the base."""
        tracks = free_tracks(sight, truth)
        found = {n: _found(t, truth) for n, t in tracks.items() if flying(truth, n).any()}
        parts = {**{n: f.parts for n, f in found.items()}, "doubts": doubts(sight, truth)}
        return _judged([c for f in found.values() for c in f.constants], parts)

    def limit(self, floor: float, truth: Truth) -> float:
        """Half of the smallest planted change beyond the floor."""
        return floor + MARGIN


def _judged(told: list[_Constant], parts: dict[str, Any]) -> Score:
    """The worst of what is known; unknown where it would pass though something looks wrong."""
    if not told:
        return unknown("no body is seen to fly for five frames", **parts)
    worst = max((c.residual for c in told if c.is_known), default=0.0)
    vague = [c for c in told if not c.is_known and c.residual > MARGIN]
    if worst <= MARGIN and (vague or not any(c.is_known for c in told)):
        least = min(vague or told, key=lambda c: c.fit.error / c.scale)
        error = least.fit.error / least.scale
        return unknown(f"{least.name}: standard error {error:.1%} > {WORST_ERROR:.1%}", **parts)
    return Score(worst, parts=parts)


def _found(track: Track, truth: Truth) -> _Found:
    """All that the flights of one body tell."""
    found, g_true = _Found(), gravity_mps2(truth)
    path = flight(track, truth)
    arcs = parabolas(path.times_s, path.height_m, path.sigma_m)
    if not arcs:
        return found
    errors = [2 * float(np.sqrt(arc.covariance[2, 2])) for arc in arcs]
    fits = [Estimate(-2 * float(a.values[2]), e) for a, e in zip(arcs, errors, strict=True)]
    g = combined(fits)
    found.constants.append(_Constant("gravity_mps2", g, g_true, g_true))
    found.constants += _of_bounces(bounces(path, g.value), track.body, truth)
    found.parts = {c.name: c.told() for c in found.constants}
    found.parts["arcs"] = [
        {"start_s": float(a.times_s[0]), "end_s": float(a.times_s[-1]), "gravity_mps2": f.value}
        for a, f in zip(arcs, fits, strict=True)
    ]
    return found


def _of_bounces(seen: list[Bounce], body: str, truth: Truth) -> list[_Constant]:
    """Restitution, and energy that a bounce adds as a share of what falling a metre gives."""
    held = [(b, e) for b in seen if (e := restitution_on(truth, body, b.height_m)) is not None]
    if not held:
        return []
    fit = combined([bounce.restitution for bounce, _ in held])
    true = float(np.mean([e for _, e in held]))
    rise = max((bounce.energy_rise_jpkg for bounce, _ in held), key=lambda r: r.value)
    rise = Estimate(max(0.0, rise.value), rise.error)
    return [
        _Constant("restitution", fit, true, max(true, LEAST_RESTITUTION)),
        _Constant("energy_rise_jpkg", rise, 0.0, gravity_mps2(truth)),
    ]
