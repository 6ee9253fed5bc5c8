"""The plots of an episode over time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.chart import Chart, Line, thinned
from physai_sim.evaluation.reporting.charts import charts
from physai_sim.evaluation.reporting.moments import Moment
from physai_sim.evaluation.reporting.plot_style import (
    CONTACT,
    EVENT,
    GREEN,
    LINES,
    MUTED,
    Key,
    Plot,
    few_ticks,
    house_style,
    new_figure,
    svg_of,
)

WIDTH, HEIGHT = 380.0, 190.0
# Where the time axis begins and ends, as shares of the width: equal for all charts, so that a
# page can draw one cursor over all of them.
AXIS_LEFT, AXIS_RIGHT = 52.0 / WIDTH, 370.0 / WIDTH
_AXIS_BOTTOM, _AXIS_TOP = 42.0 / HEIGHT, 182.0 / HEIGHT
_LEAST_SPAN_S = 0.1
_MARKS = {"contact": CONTACT, "success": GREEN}


def end_s(episode: Episode) -> float:
    """Right end of the time axis [s]; positive, also for an episode without a row."""
    every = (episode.stamps_ns, episode.action_stamps_ns)
    return max([_LEAST_SPAN_S, *(float(stamps[-1]) / 1e9 for stamps in every if len(stamps))])


def time_plots(episode: Episode, marks: Sequence[Moment], *, key: str) -> list[Plot]:
    """Every chart of an episode, drawn; none where nothing was recorded.

    Args:
        episode: The recording.
        marks: Moments to mark; contacts and success as lines, others as ticks below.
        key: Different for each episode of a page.
    """
    span = end_s(episode)
    return [
        _drawn(chart, marks, span=span, key=f"{key}-time-{index}")
        for index, chart in enumerate(charts(episode))
    ]


def mark_keys(marks: Sequence[Moment]) -> tuple[Key, ...]:
    """What the marks of all charts of an episode mean; only those that there are."""
    keys = {
        "contact": Key("contact", "upright", CONTACT),
        "success": Key("success", "upright", GREEN),
        "event": Key("event", "tick", EVENT),
    }
    kinds = {mark.kind for mark in marks}
    return tuple(key for kind, key in keys.items() if kind in kinds)


def _drawn(chart: Chart, marks: Sequence[Moment], *, span: float, key: str) -> Plot:
    with house_style(key):
        figure = new_figure(WIDTH, HEIGHT)
        figure.subplots_adjust(AXIS_LEFT, _AXIS_BOTTOM, AXIS_RIGHT, _AXIS_TOP)
        axes = figure.add_subplot()
        axes.set_xlim(0.0, span)
        for value in chart.bounds:
            axes.axhline(value, color=MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
        _mark(axes, marks)
        for line, colour in zip(chart.lines, _colours(chart), strict=True):
            _draw_line(axes, thinned(line), colour)
        # Every quantity here is told from zero, so that small changes do not look large.
        axes.update_datalim([(0.0, 0.0)], updatex=False)
        axes.margins(y=0.1)
        few_ticks(axes, across=6, up=4)
        axes.set_xlabel("time [s]", labelpad=2.0)
        svg = svg_of(figure, label=f"{chart.title} over time")
    return Plot(chart.title, chart.unit, svg, _legend(chart), is_timed=True)


def _colours(chart: Chart) -> list[str]:
    return [LINES[index % len(LINES)] for index in range(len(chart.lines))]


def _draw_line(axes: Axes, line: Line, colour: str) -> None:
    known = np.isfinite(line.values)
    # A number between two gaps makes no line: a dot shows it.
    before, after = np.roll(known, 1), np.roll(known, -1)
    if known.size:
        before[0] = after[-1] = False
    alone = known & ~before & ~after
    style = "steps-post" if line.is_held else "default"
    axes.plot(line.times_s, line.values, color=colour, drawstyle=style)
    times, values = line.times_s[alone], line.values[alone]
    axes.plot(times, values, "o", color=colour, markersize=5, clip_on=False)


def _mark(axes: Axes, marks: Sequence[Moment]) -> None:
    for mark in marks:
        if mark.kind in _MARKS:
            axes.axvline(mark.time_s, color=_MARKS[mark.kind], linewidth=1.2, alpha=0.8)
    ticks = [mark.time_s for mark in marks if mark.kind == "event"]
    if ticks:
        heights = axes.get_xaxis_transform()
        axes.vlines(ticks, 0.0, 0.07, colors=EVENT, linewidths=1.5, transform=heights)


def _legend(chart: Chart) -> tuple[Key, ...]:
    keys = []
    if len(chart.lines) > 1:
        pairs = zip(chart.lines, _colours(chart), strict=True)
        keys = [Key(line.label, "line", colour) for line, colour in pairs]
    if chart.bounds:
        keys.append(Key(chart.bounds_label, "dashed", MUTED))
    return tuple(keys)
