"""Compares two results, pair by pair: the content of comparison.json."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from physai_sim.evaluation.comparison.bootstrap import RESAMPLES, SEED
from physai_sim.evaluation.comparison.difference import FEWEST, LEVEL, difference, values_of
from physai_sim.evaluation.comparison.holm import adjusted
from physai_sim.evaluation.comparison.margins import NoWorse, no_worse
from physai_sim.evaluation.comparison.pairing import Pair, Pairing, paired
from physai_sim.evaluation.comparison.scored import Scored, ScoredMetric, read_scored

SCHEMA = 1


def compare(a: Path, b: Path, *, requirements: Sequence[NoWorse] = ()) -> dict[str, Any]:
    """Compare the second result with the first, episode by episode.

    Args:
        a: Folder or metrics.json of the first.
        b: Of the second; differences are second minus first.
        requirements: In which metrics the second must not be worse.

    Returns:
        The content of comparison.json (docs/metrics.md).

    Raises:
        ResultsError: If one of them cannot be read, or no episodes can be paired.
    """
    first, second = read_scored(a), read_scored(b)
    pairing = paired(first, second)
    metrics = {name: _metric(pairing.pairs, name, kind) for name, kind in _kinds(pairing).items()}
    return {
        "schema": SCHEMA,
        "a": _side(a, first, pairing.only_a),
        "b": _side(b, second, pairing.only_b),
        "paired_by": pairing.by,
        "pairs": len(pairing.pairs),
        "method": {
            "interval": "95 %, BCa bootstrap of the mean of paired differences, for few pairs",
            "p": "paired sign-flip test; of 0 and 1 McNemar's exact test",
            "p_holm": "Holm's correction over all comparisons",
            "resamples": RESAMPLES,
            "seed": SEED,
            "fewest_pairs": FEWEST,
        },
        **_corrected(metrics),
        "requirements": [dataclasses.asdict(no_worse(one, pairing.pairs)) for one in requirements],
    }


def _side(path: Path, result: Scored, unpaired: tuple[str, ...]) -> dict[str, Any]:
    return {
        "path": str(path),
        "kind": result.kind,
        "world": result.world,
        "policy": result.policy,
        "episodes": len(result.episodes),
        "unpaired": list(unpaired),
    }


def _kinds(pairing: Pairing) -> dict[str, ScoredMetric]:
    """Every metric of the paired episodes, with its unit and which way is better."""
    sides = [side for pair in pairing.pairs for side in (pair.a, pair.b)]
    return {name: kind for side in sides for name, kind in side.metrics.items()}


def _metric(pairs: Sequence[Pair], name: str, kind: ScoredMetric) -> dict[str, Any]:
    values = values_of(pairs, name)
    found = difference(values, better=kind.better)
    count = len(values.names)
    each = zip(values.names, values.a, values.b, strict=True)
    return {
        "unit": kind.unit,
        "group": kind.group,
        "better": kind.better,
        "n": count,
        "unknown": values.unknown,
        "mean_a": sum(values.a) / count if count else None,
        "mean_b": sum(values.b) / count if count else None,
        "difference": found.mean,
        **{key: getattr(found, key) for key in ("low", "high", "p")},
        "p_holm": None,
        **{key: getattr(found, key) for key in ("wins", "losses", "ties", "verdict")},
        "pairs": [{"name": pair, "a": one, "b": other} for pair, one, other in each],
    }


def _corrected(metrics: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """The metrics with Holm's p-values, and how many comparisons these are."""
    tested = {
        name: one["p"]
        for name, one in metrics.items()
        if one["verdict"] not in ("equal", "too few pairs")
    }
    holm = adjusted(tested)
    told = [n for n in tested if metrics[n]["verdict"] != "noise"]
    return {
        "comparisons": len(tested),
        "told_from_noise": told,
        "after_holm": [name for name in told if holm[name] <= LEVEL],
        "metrics": {name: {**one, "p_holm": holm.get(name)} for name, one in metrics.items()},
    }
