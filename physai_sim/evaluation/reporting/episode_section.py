"""What a report says and shows of one episode."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from physai_sim.core.spreads import Like
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting.commands import again
from physai_sim.evaluation.reporting.episode_table import Badge, badge
from physai_sim.evaluation.reporting.media import Media
from physai_sim.evaluation.reporting.metric_table import GROUPS, Cell, cell, parts
from physai_sim.evaluation.reporting.moments import Moment, moments, sparse
from physai_sim.evaluation.reporting.plot_paths import path_plots
from physai_sim.evaluation.reporting.plot_style import Key, Plot
from physai_sim.evaluation.reporting.plot_times import end_s, mark_keys, time_plots
from physai_sim.evaluation.reporting.recordings import Doubt, faults
from physai_sim.evaluation.reporting.text import count, number, shown_unit, span, words

MOST_EVENTS, MOST_MARKS = 60, 300


@dataclass(frozen=True, slots=True)
class Score:
    """A metric of an episode: its value, and the numbers that it is made of."""

    title: str
    unit: str
    value: Cell
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """Metrics about one thing: those that are known, and those that are not."""

    title: str
    known: tuple[Score, ...]
    unknown: tuple[Score, ...]


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
        instruction: What the robot was told; "" where the whole report says it.
        lost: What the bag lost; "" if it is whole.
        faults: What was left out of the recording, or is doubtful.
        media: Its video.
        paths: Plots in space.
        charts: Plots over time.
        scores: All its metrics, in groups.
        drawn: What it drew.
        events: What happened, the first ones.
        more_events: How many are left out.
        marks: What the marks in the charts mean.
        end_s: Right end of the time axis [s].
        command: How to make it again; "" where that is unknown.
    """

    number: int
    badge: Badge
    facts: tuple[str, ...]
    instruction: str
    lost: str
    faults: tuple[Doubt, ...]
    media: Media
    paths: tuple[Plot, ...]
    charts: tuple[Plot, ...]
    scores: tuple[ScoreGroup, ...]
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
    marks = sparse(happened, MOST_MARKS)
    key, told = f"episode-{record['episode']}", episode.facts.instruction
    return EpisodeView(
        number=record["episode"],
        badge=badge(record["outcome"], kind=metrics.get("kind", "run")),
        facts=_facts(metrics, record, episode),
        instruction=told if told != metrics.get("instruction") else "",
        lost=record.get("lost") or "",
        faults=faults(record, record["bag"]),
        media=media,
        paths=tuple(path_plots(episode, marks, key=key)),
        charts=tuple(time_plots(episode, marks, key=key)),
        scores=_scores(record["metrics"]),
        drawn=tuple(_drawn(path, value) for path, value in record.get("draw", {}).items()),
        events=happened[:MOST_EVENTS],
        more_events=max(len(happened) - MOST_EVENTS, 0),
        marks=mark_keys(happened),
        end_s=end_s(episode),
        command=again(metrics, record),
    )


def _facts(
    metrics: Mapping[str, Any], record: Mapping[str, Any], episode: Episode
) -> tuple[str, ...]:
    is_run = metrics.get("kind", "run") == "run"
    found = [f"seed {record['seed']}"] if is_run else []
    found += [str(record[key]) for key in ("world", "policy") if not is_run and record.get(key)]
    if len(episode.stamps_ns):
        found.append(f"{span(float(episode.times_s[-1]))} long")
    if record["outcome"] is not None:
        found.append(count(record["outcome"]["steps"], "control step"))
    return (*found, f"bag {record['bag']}")


def _scores(results: Mapping[str, Any]) -> tuple[ScoreGroup, ...]:
    found: dict[str, tuple[list[Score], list[Score]]] = {}
    for name, result in results.items():
        group = result.get("group", "task")
        known = result["value"] is not None
        found.setdefault(group, ([], []))[0 if known else 1].append(_score(name, result))
    order = [*GROUPS, *(name for name in found if name not in GROUPS)]
    return tuple(
        ScoreGroup(GROUPS.get(name, words(name)), tuple(found[name][0]), tuple(found[name][1]))
        for name in order
        if name in found
    )


def _score(name: str, result: Mapping[str, Any]) -> Score:
    unit = shown_unit(result["unit"])
    return Score(words(name), unit, cell(result), parts(result.get("parts", {})))


def _drawn(path: str, value: object) -> Drawn:
    """The value as a person reads it: numbers short, all else as JSON."""
    if Like.of(value) is None:
        return Drawn(path, value if isinstance(value, str) else json.dumps(value), "")
    numbers = np.array(value, dtype=np.float64).reshape(-1).tolist()
    colour = ""
    if path.endswith(("_rgba", "_rgb")):
        colour = f"rgb({' '.join(f'{100 * part:.0f}%' for part in numbers[:3])})"
    return Drawn(path, ", ".join(number(one) for one in numbers), colour)
