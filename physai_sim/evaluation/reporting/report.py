"""The report of a run: one HTML file that needs nothing beside it, and no network."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

from physai_sim.core.output import write_text
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.reporting import summary, text
from physai_sim.evaluation.reporting.episode_section import EpisodeView, episode_view
from physai_sim.evaluation.reporting.media import embedded
from physai_sim.evaluation.reporting.plot_times import AXIS_LEFT, AXIS_RIGHT

_TEMPLATES = Path(__file__).parent / "templates"


def write_report(
    path: Path,
    metrics: Mapping[str, Any],
    episodes: Sequence[Episode],
    videos: Sequence[Path | None],
) -> None:
    """Write the report of a run; equal runs give equal files, but for their timing.

    Args:
        path: Where; an earlier report is replaced when the new one is whole.
        metrics: The content of metrics.json.
        episodes: The recordings, in the order of `metrics["episodes"]`.
        videos: Their videos; None where there is none.

    Raises:
        ValueError: If there are not as many recordings and videos as the metrics have episodes.
        MachineError: If it cannot be written.
    """
    if not len(metrics["episodes"]) == len(episodes) == len(videos):
        raise ValueError("records, episodes and videos must be as many")
    chosen, sentence = summary.shown(metrics["episodes"])
    media = embedded([videos[i] for i in chosen], page=path)
    parts = [(metrics["episodes"][i], episodes[i]) for i in chosen]
    sections = [episode_view(metrics, *p, one) for p, one in zip(parts, media, strict=True)]
    write_text(path, _page(metrics, sections, sentence=sentence))


def _page(metrics: Mapping[str, Any], sections: Sequence[EpisodeView], *, sentence: str) -> str:
    columns = summary.columns(metrics)
    template = _environment().get_template("report.html.j2")
    return template.render(
        run=metrics,
        rate=summary.rate(metrics),
        columns=columns,
        rows=_rows(metrics, columns, shown={section.number for section in sections}),
        sections=sections,
        sentence=sentence,
        again=summary.command(metrics, metrics["seeds"]),
        axis=(AXIS_LEFT, AXIS_RIGHT),
    )


def _rows(
    metrics: Mapping[str, Any], columns: Sequence[summary.Column], *, shown: Container[int]
) -> list[dict[str, Any]]:
    return [
        {
            "number": record["episode"],
            "seed": record["seed"],
            "badge": summary.badge(record["outcome"]),
            "cells": summary.cells(record, columns),
            "is_linked": record["episode"] in shown,
            "lost": record.get("lost") or "",
        }
        for record in metrics["episodes"]
    ]


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
    }
    return environment
