"""What a replay's what-ifs changed, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def what_ifs(metrics: Mapping[str, Any]) -> list[str]:
    """A sentence for each `--perturb` of a replay."""
    return [what_if(one) for one in metrics.get("counterfactuals", ())]


def what_if(counterfactual: Mapping[str, Any]) -> str:
    """By how much decisions differ from the policy's own, at most over all episodes."""
    differences = [one["difference"] for one in counterfactual["episodes"]]
    texts = []
    for key, what, unit in (("actions", "actions", " of their ranges"), ("paths", "paths", " m")):
        known = [d[key] for d in differences if d[key] and d[key]["max"] is not None]
        if known:
            worst = max(known, key=lambda one: float(one["max"]))
            at = f"at {worst['max_at_s']:g} s"
            texts.append(f"{what} differ by up to {worst['max']:.3g}{unit} ({at})")
    return f"{counterfactual['perturb']}: {', '.join(texts) or 'nothing can be compared'}"
