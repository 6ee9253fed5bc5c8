"""The plots of a comparison: every difference with its interval, and the pairs of each metric."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from physai_sim.evaluation.reporting.plot_style import (
    BLUE,
    CONTACT,
    GREEN,
    MUTED,
    Key,
    Plot,
    few_ticks,
    house_style,
    new_figure,
    svg_of,
)
from physai_sim.evaluation.reporting.text import shown_unit, words

MOST_PAIR_PLOTS = 24
_ROW, _WIDTH, _LEFT = 27.0, 720.0, 190.0
_SMALL = (260.0, 190.0)
_COLOURS = {"better": GREEN, "worse": CONTACT, "different": BLUE}


def forest_plot(comparison: Mapping[str, Any]) -> Plot | None:
    """Every difference in units of its own spread, better to the right; None if there is none.

    Metrics differ in their units, so each is divided by the standard deviation of its paired
    differences. Where lower is better the sign is turned.
    """
    rows = {n: _standardised(one) for n, one in comparison["metrics"].items() if _has_spread(one)}
    if not rows:
        return None
    height = 60.0 + _ROW * len(rows)
    with house_style("forest"):
        figure = new_figure(_WIDTH, height)
        figure.subplots_adjust(_LEFT / _WIDTH, 45.0 / height, 0.98, 1.0 - 8.0 / height)
        axes = figure.add_subplot()
        axes.axvline(0.0, color=MUTED, linewidth=1.2)
        for place, (name, (low, mean, high)) in enumerate(rows.items()):
            colour = _COLOURS.get(comparison["metrics"][name]["verdict"], MUTED)
            axes.plot([low, high], [place, place], color=colour, linewidth=2.4)
            axes.plot([mean], [place], "o", color=colour, markersize=7)
        axes.set_yticks(range(len(rows)), [words(name) for name in rows])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.grid(visible=False, axis="y")
        axes.set_xlabel("difference / its standard deviation, better to the right", labelpad=4.0)
        svg = svg_of(figure, label="Differences of all metrics with their 95 % intervals")
    return Plot("Differences with their 95 % intervals", "", svg, _keys(comparison, rows))


def pair_plots(comparison: Mapping[str, Any]) -> list[Plot]:
    """The pairs of each metric that is not equal in all of them: A on the left, B on the right."""
    return [_pairs(name, comparison["metrics"][name]) for name in differing(comparison)]


def differing(comparison: Mapping[str, Any]) -> list[str]:
    """The metrics whose pairs are shown; those that differ the most surely come first."""
    metrics = comparison["metrics"]
    found = [name for name, one in metrics.items() if one["n"] and one["verdict"] != "equal"]
    return sorted(found, key=lambda name: metrics[name]["p"])[:MOST_PAIR_PLOTS]


def _has_spread(one: Mapping[str, Any]) -> bool:
    return one["n"] > 1 and bool(_differences(one).std(ddof=1) > 0.0)


def _differences(one: Mapping[str, Any]) -> np.typing.NDArray[np.float64]:
    return np.array([pair["b"] - pair["a"] for pair in one["pairs"]], dtype=np.float64)


def _standardised(one: Mapping[str, Any]) -> tuple[float, float, float]:
    """Low end, mean and high end; the low end of what is turned is its high one."""
    spread = float(_differences(one).std(ddof=1))
    low, mean, high = (one[key] / spread for key in ("low", "difference", "high"))
    return (-high, -mean, -low) if one["better"] == "lower" else (low, mean, high)


def _keys(comparison: Mapping[str, Any], rows: Mapping[str, object]) -> tuple[Key, ...]:
    verdicts = {comparison["metrics"][name]["verdict"] for name in rows}
    keys = [Key(f"B is {told}", "line", c) for told, c in _COLOURS.items() if told in verdicts]
    if verdicts - set(_COLOURS):
        keys.append(Key("not told from noise", "line", MUTED))
    return tuple(keys)


def _pairs(name: str, one: Mapping[str, Any]) -> Plot:
    with house_style(f"pairs-{name}"):
        figure = new_figure(*_SMALL)
        figure.subplots_adjust(56.0 / _SMALL[0], 30.0 / _SMALL[1], 0.96, 0.95)
        axes = figure.add_subplot()
        _draw_pairs(axes, one)
        axes.set_xticks([0.0, 1.0], ["A", "B"])
        axes.set_xlim(-0.3, 1.3)
        svg = svg_of(figure, label=f"{words(name)} of each pair")
    return Plot(words(name), shown_unit(one["unit"]), svg)


def _draw_pairs(axes: Axes, one: Mapping[str, Any]) -> None:
    a, b = (np.array([pair[side] for pair in one["pairs"]]) for side in ("a", "b"))
    faint = max(0.12, min(0.6, 12.0 / len(a)))
    axes.plot([0.0, 1.0], np.stack([a, b]), color=MUTED, linewidth=1.0, alpha=faint)
    for place, values in ((0.0, a), (1.0, b)):
        axes.plot(np.full(len(values), place), values, "o", color=BLUE, markersize=4.5, alpha=0.6)
    colour = _COLOURS.get(one["verdict"], MUTED)
    axes.plot([0.0, 1.0], [a.mean(), b.mean()], "o-", color=colour, linewidth=2.6, markersize=7)
    axes.margins(y=0.12)
    few_ticks(axes, across=2, up=4)
