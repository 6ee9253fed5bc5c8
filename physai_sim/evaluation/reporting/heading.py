"""What a report says of itself: at its top what it is of, at its foot what made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from physai_sim.evaluation.reporting.text import count, number, size, span

_KICKERS = {
    "run": "Report of a run",
    "evaluate": "Evaluation of recordings",
    "replay": "Replay of recordings",
    "suite": "Evaluation of a suite",
}
_SEEDS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Heading:
    """The top of a report.

    Args:
        kicker: What kind of report it is.
        title: What it is of.
        instruction: What the robot was told; "" where that differs or is unknown.
        facts: Names and values.
    """

    kicker: str
    title: str
    instruction: str
    facts: tuple[tuple[str, str], ...]


def heading(metrics: Mapping[str, Any]) -> Heading:
    """The top of the report of these metrics; what they do not hold is left out."""
    kind = metrics.get("kind", "run")
    return Heading(
        kicker=_KICKERS.get(kind, "Report"),
        title=_title(metrics),
        instruction=metrics.get("instruction") or "",
        facts=tuple((name, text) for name, text in _facts(metrics) if text),
    )


def foot(metrics: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Names and values of what made the report, for those who want to repeat it."""
    seeds = [str(seed) for seed in metrics.get("seeds", ())]
    if len(seeds) > _SEEDS_SHOWN:
        seeds = [*seeds[:_SEEDS_SHOWN], f"and {len(seeds) - _SEEDS_SHOWN} more"]
    facts = [
        ("Hash of the configuration", metrics.get("config_hash") or ""),
        ("Seeds", ", ".join(seeds)),
        ("Time it took", _effort(metrics.get("timing", {}))),
        *sorted(metrics.get("versions", {}).items()),
    ]
    return tuple((name, str(text)) for name, text in facts if text)


def _title(metrics: Mapping[str, Any]) -> str:
    named = metrics.get("suite") or metrics.get("world")
    if named:
        return str(named)
    bags = {one["bag"] for one in (*metrics.get("recordings", ()), *metrics["episodes"])}
    return PurePath(bags.pop()).name if len(bags) == 1 else count(len(bags), "recording")


def _facts(metrics: Mapping[str, Any]) -> list[tuple[str, str]]:
    recordings, timing = metrics.get("recordings", ()), metrics.get("timing", {})
    simulated_s = timing.get("simulated_s")
    recorded_s = sum(one["duration_s"] for one in recordings)
    perturbed = metrics.get("perturb") or ()
    horizon_s = metrics.get("horizon_s")
    return [
        ("Policy", str(metrics.get("policy") or "")),
        ("Horizon", f"{number(horizon_s)} s" if horizon_s is not None else ""),
        ("Perturbed", ", ".join([perturbed] if isinstance(perturbed, str) else perturbed)),
        ("Episodes", str(len(metrics["episodes"]))),
        ("Recordings", str(len(recordings)) if recordings else ""),
        ("Recorded", span(recorded_s) if recordings else ""),
        ("Simulated time", span(simulated_s) if simulated_s and not recordings else ""),
        ("Size", size(sum(one["bytes"] for one in recordings)) if recordings else ""),
        ("Renderer", str(metrics.get("renderer") or "")),
    ]


def _effort(timing: Mapping[str, Any]) -> str:
    if timing.get("wall_s") is None:
        return ""
    each, times = timing.get("wall_per_simulated"), timing.get("times_real_time")
    text = f"{number(timing['wall_s'])} s"
    text += "" if each is None else f", {number(each)} s for each simulated second"
    return text if times is None else f"{text}, {number(times)} times as fast as it was recorded"
