"""A score from 1 to 5 for the findings of a physics report; `docs/critics.md` has the table."""

from __future__ import annotations

from collections.abc import Sequence

from physai_sim.generation.critics.base import Critique
from physai_sim.generation.physics.measures.base import Finding

# A clip that uses more than this share of a margin passes, and is not perfect.
CLOSE = 0.5
# One failure within so many margins of the floor is slight.
SLIGHT = 2.0
# So many failures leave nothing of the physics.
MANY = 3
# At least this share of the measures must be able to tell, for the best score.
ENOUGH = 0.5


def mark(findings: Sequence[Finding]) -> Critique:
    """The score of a clip with these findings, and why.

    5: nothing fails, enough could be told, and no value uses more than half of its margin. 4:
    nothing fails. 3: one measure fails slightly. 2: one fails clearly, or two fail. 1: three or
    more fail. None where nothing could be told.

    Args:
        findings: A row for each measure that applies.
    """
    told = [finding for finding in findings if finding.verdict != "unknown"]
    used = {finding.name: margin_used(finding) for finding in told}
    facts = {
        "verdicts": {finding.name: finding.verdict for finding in findings},
        "margin_used": used,
    }
    if not told:
        return Critique(None, ("no measure could be told", *_unknown(findings)), facts=facts)
    failed = [finding for finding in told if finding.verdict == "fail"]
    if failed:
        reasons = tuple(_failure(finding, used[finding.name]) for finding in failed)
        return Critique(_failed_score(failed, used), reasons, facts=facts)
    close = [finding for finding in told if (used[finding.name] or 0.0) > CLOSE]
    reasons = tuple(_closeness(finding, used[finding.name]) for finding in close)
    if len(told) < ENOUGH * len(findings):
        reasons += (f"only {len(told)} of {len(findings)} measures could be told",)
    passed = f"{len(told)} of {len(findings)} measures pass and none fails"
    return Critique(4 if reasons else 5, (passed, *reasons), facts=facts)


def margin_used(finding: Finding) -> float | None:
    """How far a value is from its floor, in margins: at most 1 passes; None if it is not known.

    A value that is better than the floor uses none of its margin.
    """
    value, floor, limit = finding.value, finding.floor, finding.limit
    if value is None or floor is None or limit is None or limit == floor:
        return None
    return max(0.0, (value - floor) / (limit - floor))


def _failed_score(failed: Sequence[Finding], used: dict[str, float | None]) -> int:
    if len(failed) >= MANY:
        return 1
    [share, *others] = [used[finding.name] for finding in failed]
    # What fails whatever its value says has a reason of its own, and is never slight.
    is_slight = share is not None and share <= SLIGHT and failed[0].reason is None
    return 3 if is_slight and not others else 2


def _failure(finding: Finding, used: float | None) -> str:
    who = f"{finding.name} ({finding.number}) fails"
    if finding.reason is not None:
        return f"{who}: {finding.reason}"
    far = f", {used:.3g} margins from the floor" if used is not None else ""
    return f"{who}: {_number(finding, finding.value)} against a limit of {_limit(finding)}{far}"


def _closeness(finding: Finding, used: float | None) -> str:
    share = f"{100.0 * (used or 0.0):.0f} %"
    value = _number(finding, finding.value)
    return f"{finding.name} ({finding.number}) passes, with {share} of its margin used: {value}"


def _limit(finding: Finding) -> str:
    return _number(finding, finding.limit)


def _number(finding: Finding, value: float | None) -> str:
    text = "unknown" if value is None else f"{value:.3g}"
    return f"{text} {finding.unit}".rstrip()


def _unknown(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(f"{one.name} ({one.number}): {one.reason}" for one in findings)
