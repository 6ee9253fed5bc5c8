"""What a comparison says, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from physai_sim.evaluation.reporting.text import count

MOST_NAMED = 8


def sentences(comparison: Mapping[str, Any]) -> list[str]:
    """What was found, how far it can be trusted, and what was left out."""
    return [_found(comparison), *_caution(comparison), *_unpaired(comparison)]


def _found(comparison: Mapping[str, Any]) -> str:
    pairs = f"{count(comparison['pairs'], 'pair')} of episodes by {comparison['paired_by']}"
    told, made = comparison["told_from_noise"], comparison["comparisons"]
    if not made:
        few = any(one["verdict"] == "too few pairs" for one in comparison["metrics"].values())
        least = comparison["method"]["fewest_pairs"]
        why = f"at least {least} pairs are needed to tell" if few else "all pairs are equal"
        return f"{pairs}: nothing was compared, for {why}."
    names = f": {named(told)}" if told else ""
    return f"{pairs}, {count(made, 'comparison')}: {len(told)} told from noise{names}."


def _caution(comparison: Mapping[str, Any]) -> list[str]:
    """A warning where many comparisons were made, since some then differ by chance alone."""
    made, told, left = (
        comparison[key] for key in ("comparisons", "told_from_noise", "after_holm")
    )
    if made < 2 or not told:
        return []
    chance = f"By chance alone about {made / 20:.1f} of {made} would seem to differ"
    if len(left) == len(told):
        return [f"{chance}; after Holm's correction all of these remain."]
    remain = named(left) if left else "none of these remains"
    return [f"{chance}; after Holm's correction: {remain}."]


def _unpaired(comparison: Mapping[str, Any]) -> list[str]:
    return [
        f"Left out of {side.upper()}, for want of a partner: {named(names)}."
        for side in ("a", "b")
        if (names := comparison[side]["unpaired"])
    ]


def named(names: list[str]) -> str:
    """Names in a row; of very many, the first and how many more."""
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown


def side_name(comparison: Mapping[str, Any], side: str) -> str:
    """How a result is called: by policy or folder where the two differ there, else by its path."""
    policies, paths = (
        [str(comparison[one][key] or "") for one in "ab"] for key in ("policy", "path")
    )
    folders = [PurePath(path).name for path in paths]
    for names in (policies, folders):
        if all(names) and names[0] != names[1]:
            return names["ab".index(side)]
    return paths["ab".index(side)]
