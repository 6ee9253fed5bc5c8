"""The report of a run, an evaluation or a replay: one HTML file that needs nothing beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

import jinja2

from physai_sim.core.output import write_text
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting import recordings, summary, text
from physai_sim.evaluation.reporting.commands import again
from physai_sim.evaluation.reporting.episode_section import EpisodeView, episode_view
from physai_sim.evaluation.reporting.episode_table import chosen, episode_rows
from physai_sim.evaluation.reporting.heading import foot, heading
from physai_sim.evaluation.reporting.media import embedded
from physai_sim.evaluation.reporting.metric_table import groups
from physai_sim.evaluation.reporting.plot_style import themed
from physai_sim.evaluation.reporting.plot_times import AXIS_LEFT, AXIS_RIGHT
from physai_sim.evaluation.reporting.runs import SENTENCE, runs
from physai_sim.evaluation.reporting.what_if import what_ifs

_TEMPLATES = Path(__file__).parent / "templates"


def write_report(
    path: Path,
    metrics: Mapping[str, Any],
    episodes: Sequence[Episode | None],
    videos: Sequence[Path | None],
) -> None:
    """Write the report; equal metrics and episodes give equal files, but for their timing.

    Args:
        path: Where; an earlier report is replaced when the new one is whole.
        metrics: The content of metrics.json.
        episodes: The recordings, in the order of `metrics["episodes"]`; None where one is not at
            hand: it gets no section.
        videos: Their videos; None where there is none.

    Raises:
        ValueError: If there are not as many recordings and videos as the metrics have episodes.
        MachineError: If it cannot be written.
    """
    if not len(metrics["episodes"]) == len(episodes) == len(videos):
        raise ValueError("records, episodes and videos must be as many")
    indices, sentence = chosen(metrics["episodes"])
    parts = [(metrics["episodes"][i], episodes[i], videos[i]) for i in indices]
    media = embedded([video for _, _, video in parts], page=path)
    sections = [
        episode_view(metrics, record, episode, one)
        for (record, episode, _), one in zip(parts, media, strict=True)
        if episode is not None
    ]
    write_text(path, _page(metrics, sections, sentence=sentence))


def _page(metrics: Mapping[str, Any], sections: Sequence[EpisodeView], *, sentence: str) -> str:
    found, required = groups(metrics), summary.requirements(metrics)
    doubts = recordings.doubts(metrics)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            heading=heading(metrics),
            rate=summary.rate(metrics),
            tiles=summary.tiles(metrics, found),
            requirements=required,
            verdict=summary.verdict(required),
            groups=found,
            rows=episode_rows(metrics, found, shown={section.number for section in sections}),
            sections=sections,
            sentence=SENTENCE if metrics.get("runs") else sentence,
            runs=runs(metrics),
            what_ifs=what_ifs(metrics),
            doubts=doubts[: recordings.MOST_DOUBTS],
            more_doubts=max(len(doubts) - recordings.MOST_DOUBTS, 0),
            recordings=recordings.recordings(metrics),
            again=again(metrics),
            foot=foot(metrics),
            axis=(AXIS_LEFT, AXIS_RIGHT),
        )
    )


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": text.number,
        "count": text.count,
        "themed": themed,
        "json": json.dumps,
        "file": lambda name: PurePath(name).name or name,
    }
    return environment
