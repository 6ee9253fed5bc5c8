"""The report card of a clip: every measure's value beside what the truth itself scores."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from physai_sim.core import registry
from physai_sim.core.errors import ConfigError
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.floors import Floors
from physai_sim.generation.physics.intent import meant
from physai_sim.generation.physics.measures.base import Finding, Measure, Score, Word
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.standard import Standard
from physai_sim.generation.physics.tracking.look import look
from physai_sim.generation.physics.truth import Truth

# A clip passes only if at least this share of the measures that apply could be told.
ENOUGH = 0.5
TOO_BAD = "the true film itself scores too badly to judge by"


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What was found in a clip.

    Args:
        standard: What was seen in it, and the true films that it was held against.
        findings: A row for each measure that applies, in the order of their numbers.
    """

    standard: Standard
    findings: tuple[Finding, ...]

    @property
    def sight(self) -> Sight:
        """What was seen in the clip."""
        return self.standard.sight

    @property
    def floors(self) -> Floors:
        """The truth that it was held against, and what that scores itself."""
        return self.standard.floors

    @property
    def clip(self) -> Clip:
        """The clip."""
        return self.sight.clip

    @property
    def truth(self) -> Truth:
        """What the clip was held against."""
        return self.floors.truth

    @property
    def floor_sight(self) -> Sight:
        """The true film by the engine's masks, through the codec that the clip came through."""
        return self.floors.sight("masks", self.clip.coding)

    @property
    def verdict(self) -> Word:
        """The whole: "fail" if any measure fails, "pass" if none does and enough is known."""
        words = [finding.verdict for finding in self.findings]
        if "fail" in words:
            return "fail"
        if any(finding.untold for finding in self.findings):
            return "unknown"
        told = words.count("pass")
        return "pass" if told and told >= ENOUGH * len(words) else "unknown"


def report(
    clip: Clip,
    truth: Truth,
    *,
    measures: Sequence[Measure] | None = None,
    floors: Floors | None = None,
) -> Report:
    """Hold a clip against the truth.

    A clip that is meant to show changed physics is held against the episode with that change,
    played anew. An error inside a measure is a defect and is raised, never an unknown.

    Args:
        clip: What is to be checked.
        truth: The episode that it is to show.
        measures: Which; all that there are by default.
        floors: Those of this truth, where several clips are held against it.

    Raises:
        ConfigError: If clip and truth differ in length, rate or size.
    """
    require_alike(clip, truth)
    held = meant(clip, truth)
    if floors is None or floors.truth is not held:
        floors = Floors(held)
    chosen = all_measures() if measures is None else measures
    standard = Standard.of(look(clip, held), floors)
    findings = tuple(_finding(one, standard) for one in chosen if one.applies(held))
    return Report(standard, findings)


def all_measures() -> tuple[Measure, ...]:
    """One of each measure that there is, in the order of their numbers."""
    found: list[Measure] = [
        registry.find("measures", name)() for name in registry.names("measures")
    ]
    return tuple(sorted(found, key=lambda one: (_order(one.number), one.name)))


def _order(number: str) -> tuple[str, int]:
    """A2 comes before A10, and what has another letter after both."""
    digits = re.sub(r"\D", "", number)
    return re.sub(r"\d", "", number), int(digits or 0)


def require_alike(clip: Clip, truth: Truth) -> None:
    """Refuse a clip that is not a film of this length, rate and size.

    Raises:
        ConfigError: With what it should be.
    """
    for what, got, wanted in (
        ("frames per second", clip.hz, truth.hz),
        ("frames", len(clip.frames), len(truth.stamps_ns)),
        ("rows", clip.frames.shape[1], truth.rgb.shape[1]),
        ("columns", clip.frames.shape[2], truth.rgb.shape[2]),
    ):
        if got != wanted:
            raise ConfigError(
                f"clip and truth differ in their {what}", where=clip.name, got=got,
                expected=f"{wanted}, as the truth has",
            )  # fmt: skip


def _finding(measure: Measure, standard: Standard) -> Finding:
    truth = standard.floors.truth
    score, floor = measure.score(standard.sight, truth), standard.floor(measure)
    limit = _limit(measure, floor, truth)
    verdict, reason = _judged(measure, score, floor, limit=limit)
    untold = tuple(sorted(score.untold - floor.untold))
    if verdict == "pass" and untold:
        verdict, reason = (
            "unknown",
            f"followed in the true film, and not here: {', '.join(untold)}",
        )
    return Finding(
        name=measure.name,
        number=measure.number,
        question=measure.question,
        unit=measure.unit,
        better=measure.better,
        value=score.value,
        floor=floor.value,
        floor_masks=standard.by_masks(measure).value,
        limit=limit,
        verdict=verdict,
        reason=reason,
        parts=score.parts,
        floor_parts=floor.parts,
        untold=untold,
    )


def _limit(measure: Measure, floor: Score, truth: Truth) -> float | None:
    if floor.value is None:
        return None
    limit = measure.limit(floor.value, truth)
    return limit if math.isfinite(limit) else None


def _judged(
    measure: Measure, score: Score, floor: Score, *, limit: float | None
) -> tuple[Word, str | None]:
    """The verdict, and what is to be said of it."""
    if score.fault is not None and floor.fault is not None:
        return "unknown", f"the true film itself would fail: {floor.fault}"
    if score.fault is not None:
        return "fail", score.fault
    if score.value is None:
        return "unknown", score.reason
    if floor.value is None:
        return "unknown", f"the true film itself cannot be told: {floor.reason}"
    if limit is None:
        return "unknown", TOO_BAD
    return _against(measure, score.value, limit, worst_true=score.worst_true)


def _against(
    measure: Measure, value: float, limit: float, *, worst_true: float | None
) -> tuple[Word, str | None]:
    """The verdict of a value beside its limit."""
    sign = 1.0 if measure.better == "lower" else -1.0
    if sign * value <= sign * limit:
        return ("pass", None) if measure.is_telling(limit) else ("unknown", TOO_BAD)
    if worst_true is not None and sign * value <= sign * worst_true:
        return "unknown", f"some true films of this length reach {worst_true:.3g} by chance"
    return "fail", None
