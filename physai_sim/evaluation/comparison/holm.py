"""What is left of many small p-values when there are many comparisons."""

from __future__ import annotations

from collections.abc import Mapping


def adjusted(values: Mapping[str, float]) -> dict[str, float]:
    """Holm's adjusted p-values: with all below a level kept, none is false with that much chance.

    Args:
        values: Of each comparison, by name.

    Source: Holm (1979), "A simple sequentially rejective multiple test procedure".
    """
    found, least = dict[str, float](), 0.0
    for rank, name in enumerate(sorted(values, key=lambda one: (values[one], one))):
        least = max(least, min(1.0, (len(values) - rank) * values[name]))
        found[name] = least
    return {name: found[name] for name in values}
