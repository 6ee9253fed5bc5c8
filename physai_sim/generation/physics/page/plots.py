"""The plots of a clip: where bodies went, how far that is from the truth, what drifts.

Legend: T frames.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from physai_sim.core.geometry import Array
from physai_sim.evaluation.reporting.plot_style import (
    BLUE,
    CONTACT,
    GREEN,
    LINES,
    MUTED,
    ORANGE,
    Key,
    Plot,
    few_ticks,
    house_style,
    new_figure,
    svg_of,
)
from physai_sim.evaluation.reporting.text import words
from physai_sim.generation.physics.flights import flight
from physai_sim.generation.physics.measures.base import Finding
from physai_sim.generation.physics.motion import Path, carrier_of, is_arm, motion_of
from physai_sim.generation.physics.parabolas import parabolas
from physai_sim.generation.physics.report import Report

WIDTH, HEIGHT = 380.0, 210.0
MOST_BODIES = 6
LEAST_SPAN_M = 0.05  # what stands still is not drawn as if it moved
_BOX = (52.0 / WIDTH, 42.0 / HEIGHT, 370.0 / WIDTH, 200.0 / HEIGHT)  # left, bottom, right, top
_AXES = (("x", BLUE), ("y", ORANGE), ("z", GREEN))
_DRIFTING = ("saturation", "brightness", "mask_iou")


def plots(report: Report) -> list[Plot]:
    """Every plot that there is something to draw in."""
    truth = report.truth
    # An arm has joints: no point of it stands for where it is.
    paths = {
        body: path
        for body, path in motion_of(report.sight, truth).paths.items()
        if body == carrier_of(truth) or not is_arm(truth, body)
    }
    order = sorted(paths, key=lambda body: -paths[body].rmse_m())
    worst = {body: paths[body] for body in order[:MOST_BODIES]}
    times_s = truth.stamps_ns / 1e9
    named = {finding.name: finding for finding in report.findings}
    return [
        *_errors(worst, times_s, named),
        *_ways(worst, times_s),
        *_arcs(report, named),
        *_drifts(named),
    ]


def _errors(
    paths: Mapping[str, Path], times_s: Array, named: Mapping[str, Finding]
) -> Iterator[Plot]:
    """How far each body is from its place."""
    if not paths:
        return
    with house_style("errors"):
        axes = _axes(times_s[-1])
        keys = []
        for (body, path), colour in zip(paths.items(), _cycle(), strict=False):
            axes.plot(times_s, path.errors_m(), color=colour)
            keys.append(Key(words(body), "line", colour))
        state = named.get("state_error")
        if state is not None and state.limit is not None:
            axes.axhline(state.limit, color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
            keys.append(Key("limit of the worst body", "dashed", MUTED))
        axes.set_ylim(bottom=0.0)
        title = "Distance from where the engine has it"
        yield Plot(title, "m", _svg(axes, title), tuple(keys), is_timed=True)


def _ways(paths: Mapping[str, Path], times_s: Array) -> Iterator[Plot]:
    """Where each body went, beside the truth; sorted by how wrong it is."""
    for body, path in paths.items():
        with house_style(f"way-{body}"):
            axes = _axes(times_s[-1])
            for column, (_, colour) in enumerate(_AXES):
                start = path.true[np.isfinite(path.true[:, column])][:1, column]
                base = float(start[0]) if len(start) else 0.0
                true, seen = path.true[:, column] - base, path.seen[:, column] - base
                axes.plot(times_s, true, color=MUTED, linewidth=3.2, alpha=0.45)
                axes.plot(times_s, seen, color=colour)
            low, high = axes.get_ylim()
            axes.set_ylim(min(low, -LEAST_SPAN_M), max(high, LEAST_SPAN_M))
            keys = [Key(name, "line", colour) for name, colour in _AXES]
            keys.append(Key("the engine", "shadow", MUTED))
            title = f"Way of {words(body)} from its start"
            yield Plot(title, "m", _svg(axes, title), tuple(keys), is_timed=True)


def _arcs(report: Report, named: Mapping[str, Finding]) -> Iterator[Plot]:
    """Heights of bodies that fly, with the parabolas that fit them."""
    dynamics = named.get("dynamics")
    for body, told in ({} if dynamics is None else dynamics.parts).items():
        if not (isinstance(told, Mapping) and told.get("arcs")):
            continue
        path = flight(report.sight.tracks[body], report.truth)
        with house_style(f"arcs-{body}"):
            axes = _axes(float(report.truth.stamps_ns[-1]) / 1e9)
            axes.plot(path.times_s, path.height_m, "o", color=BLUE, markersize=3.0)
            for arc in parabolas(path.times_s, path.height_m, path.sigma_m):
                fine = np.linspace(arc.times_s[0], arc.times_s[-1], 40)
                axes.plot(fine, [arc.at(float(t)) for t in fine], color=CONTACT)
            gravity = told["gravity_mps2"]
            fit = (
                gravity["fitted"] if isinstance(gravity, Mapping) and "fitted" in gravity else None
            )
            label = "fitted arcs" if fit is None else f"fitted arcs: g = {fit:.2f} m/s²"
            keys = (Key("seen", "dot", BLUE), Key(label, "line", CONTACT))
            title = f"Height of {words(body)} and its free flights"
            yield Plot(title, "m", _svg(axes, title), keys, is_timed=True)


def _drifts(named: Mapping[str, Finding]) -> Iterator[Plot]:
    """What colours and labels do from chunk to chunk, in the clip and in the true film."""
    drift = named.get("drift")
    if drift is None:
        return
    chunk_s, floor = drift.parts["chunk_s"], drift.floor_parts.get("chunks", {})
    curves = {n: v for n, v in drift.parts["chunks"].items() if n in _DRIFTING}
    if not curves:
        return
    with house_style("drift"):
        count = max(len(values) for values in curves.values())
        axes, keys = _axes(count * chunk_s), []
        middles_s = (np.arange(count) + 0.5) * chunk_s
        for (name, values), colour in zip(curves.items(), LINES, strict=False):
            if name in floor:
                axes.plot(middles_s, _change(floor[name]), color=colour, linewidth=3.2, alpha=0.3)
            axes.plot(middles_s, _change(values), "o-", color=colour, markersize=3.5)
            keys.append(Key(words(name).replace("iou", "overlap"), "line", colour))
        low, high = axes.get_ylim()
        axes.set_ylim(min(low, -5.0), max(high, 5.0))
        title = "Drift since the first chunk"
        keys.append(Key("of the true film", "shadow", MUTED))
        yield Plot(title, "%", _svg(axes, title), tuple(keys), is_timed=True)


def _change(values: Sequence[float | None]) -> Array:
    """Since the first value that is known [%]."""
    numbers = np.array([np.nan if one is None else one for one in values], dtype=np.float64)
    first = numbers[np.isfinite(numbers)][:1]
    change: Array = 100.0 * (numbers - (first[0] if len(first) else 0.0))
    return change


def _cycle() -> Sequence[str]:
    return LINES * 2


def _axes(span_s: float) -> Axes:
    left, bottom, right, top = _BOX
    figure = new_figure(WIDTH, HEIGHT)
    figure.subplots_adjust(left=left, bottom=bottom, right=right, top=top)
    axes = figure.add_subplot()
    axes.set_xlim(0.0, max(float(span_s), 0.1))
    axes.set_xlabel("time [s]", labelpad=2.0)
    return axes


def _svg(axes: Axes, title: str) -> str:
    few_ticks(axes, across=6, up=4)
    figure = axes.figure
    assert isinstance(figure, Figure), "axes of ours stand in a figure of their own"
    return svg_of(figure, label=f"{title} over time")
