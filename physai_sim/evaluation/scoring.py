"""All metrics of recorded episodes, and what they are together: the content of metrics.json."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from physai_sim.core import registry
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.statistics import wilson
from physai_sim.evaluation.metrics.base import Group, Metric, MetricResult

SCHEMA = 2


def all_metrics() -> dict[str, Metric]:
    """Every metric by its name."""
    return {name: registry.find("metrics", name)() for name in registry.names("metrics")}


def score_episode(
    episode: Episode, *, groups: Collection[Group] | None = None
) -> dict[str, dict[str, Any]]:
    """Every metric that means anything for an episode, as plain data.

    Args:
        episode: What was recorded.
        groups: Of which groups; all if None.
    """
    found = {}
    for name, metric in all_metrics().items():
        if (groups is None or metric.group in groups) and metric.applies(episode):
            scored = _finite(metric.score(episode))
            result = dataclasses.asdict(scored)
            found[name] = {
                "value": result["value"],
                "unit": metric.unit,
                "group": metric.group,
                "better": metric.better,
                "reason": result["reason"],
                "parts": dict(result["parts"]),
                "events": list(result["events"]),
            }
    return found


def _finite(result: MetricResult) -> MetricResult:
    """A result whose numbers JSON has: what is infinite or NaN is not known."""
    parts = {name: _known(value) for name, value in result.parts.items()}
    if _known(result.value) is None and result.value is not None:
        reason = f"the recording's numbers lead to {result.value}"
        return dataclasses.replace(result, value=None, reason=reason, parts=parts)
    return dataclasses.replace(result, parts=parts)


def _known(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def aggregate(scored: Sequence[dict[str, dict[str, Any]]]) -> dict[str, Any]:
    """Shares of success with their intervals, and mean, least and greatest of each metric.

    Unknown values are left out and show in `n`; an interrupted episode has no success value, and
    none has one where success was not scored.
    """
    successes = [one["success"] for one in scored if "success" in one]
    ended = [result for result in successes if result["value"] is not None]
    at_end = _share([result["value"] for result in ended])
    names = dict.fromkeys(name for one in scored for name in one)
    metrics = all_metrics()
    return {
        "success_rate": at_end,
        "success_at_end": at_end,
        "success_once": _share([result["parts"]["once"] for result in ended]),
        "metrics": {
            name: _summary(metrics[name], [one[name] for one in scored if name in one])
            for name in names
        },
    }


def _share(values: Sequence[float]) -> dict[str, Any]:
    return dataclasses.asdict(wilson(int(sum(values)), len(values)))


def _summary(metric: Metric, results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    values = [result["value"] for result in results if result["value"] is not None]
    pooled = dict(metric.pooled([_result(one) for one in results]))
    mean = sum(values) / len(values) if values else None
    return {
        "mean": pooled.pop("value", mean),
        "min": min(values, default=None),
        "max": max(values, default=None),
        "n": len(values),
        "unit": metric.unit,
        "pooled": pooled,
    }


def _result(plain: Mapping[str, Any]) -> MetricResult:
    return MetricResult(plain["value"], plain["reason"], parts=plain["parts"])
