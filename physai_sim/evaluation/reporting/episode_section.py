"""What a report says and shows of one episode."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from physai_sim.core.spreads import Like
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.media import Media
from physai_sim.evaluation.reporting.moments import Moment, moments
from physai_sim.evaluation.reporting.plot_paths import path_plots
from physai_sim.evaluation.reporting.plot_style import Key, Plot
from physai_sim.evaluation.reporting.plot_times import end_s, mark_keys, time_plots
from physai_sim.evaluation.reporting.summary import Badge, Cell, badge, command
from physai_sim.evaluation.reporting.text import count, number, shown_unit, split_unit, words

MOST_EVENTS = 60


@dataclass(frozen=True, slots=True)
class Score:
    """A metric of an episode: its value, and the numbers that it is made of."""

    title: str
    unit: str
    value: Cell
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A value that the episode drew: its key path, the value, and its colour if it is one."""

    path: str
    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """A section of a report.

    Args:
        number: Of the episode.
        badge: How it ended.
        facts: Short lines about it.
        lost: What the bag lost; "" if it is whole.
        media: Its video.
        paths: Plots in space.
        charts: Plots over time.
        scores: All its metrics.
        drawn: What it drew.
        events: What happened, the first ones.
        more_events: How many are left out.
        marks: What the marks in the charts mean.
        end_s: Right end of the time axis [s].
        command: How to run it again.
    """

    number: int
    badge: Badge
    facts: tuple[str, ...]
    lost: str
    media: Media
    paths: tuple[Plot, ...]
    charts: tuple[Plot, ...]
    scores: tuple[Score, ...]
    drawn: tuple[Drawn, ...]
    events: tuple[Moment, ...]
    more_events: int
    marks: tuple[Key, ...]
    end_s: float
    command: str


def episode_view(
    metrics: Mapping[str, Any], record: Mapping[str, Any], episode: Episode, media: Media
) -> EpisodeView:
    """The section of an episode, from the run's metrics, its own among them, and its recording."""
    happened = moments(episode, record["metrics"])
    key = f"episode-{record['episode']}"
    return EpisodeView(
        number=record["episode"],
        badge=badge(record["outcome"]),
        facts=_facts(record, episode),
        lost=record.get("lost") or "",
        media=media,
        paths=tuple(path_plots(episode, happened, key=key)),
        charts=tuple(time_plots(episode, happened, key=key)),
        scores=tuple(_score(name, result) for name, result in record["metrics"].items()),
        drawn=tuple(_drawn(path, value) for path, value in record.get("draw", {}).items()),
        events=happened[:MOST_EVENTS],
        more_events=max(len(happened) - MOST_EVENTS, 0),
        marks=mark_keys(happened),
        end_s=end_s(episode),
        command=command(metrics, [record["seed"]]),
    )


def _facts(record: Mapping[str, Any], episode: Episode) -> tuple[str, ...]:
    found = [f"seed {record['seed']}"]
    if len(episode.stamps_ns):
        found.append(f"{number(float(episode.times_s[-1]))} s of simulated time")
    if record["outcome"] is not None:
        found.append(count(record["outcome"]["steps"], "control step"))
    return (*found, f"bag {record['bag']}")


def _drawn(path: str, value: object) -> Drawn:
    """The value as a person reads it: numbers short, all else as JSON."""
    if Like.of(value) is None:
        return Drawn(path, value if isinstance(value, str) else json.dumps(value), "")
    numbers = np.array(value, dtype=np.float64).reshape(-1).tolist()
    colour = ""
    if path.endswith(("_rgba", "_rgb")):
        colour = f"rgb({' '.join(f'{100 * part:.0f}%' for part in numbers[:3])})"
    return Drawn(path, ", ".join(number(one) for one in numbers), colour)


def _score(name: str, result: Mapping[str, Any]) -> Score:
    parts = []
    for part, value in result.get("parts", {}).items():
        title, unit = split_unit(part)
        parts.append(f"{title} {number(value)} {unit}".strip())
    return Score(
        title=words(name),
        unit=shown_unit(result["unit"]),
        value=Cell(number(result["value"]), result.get("reason", "")),
        parts=tuple(parts),
    )
