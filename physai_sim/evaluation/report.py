"""The report of a run: one HTML file that needs nothing beside it, and no network."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

from physai_sim.evaluation import report_text, report_view
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.plots import AXIS_LEFT, AXIS_RIGHT
from physai_sim.evaluation.report_episode import EpisodeView, episode_view
from physai_sim.evaluation.report_media import embedded

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
    """
    lengths = (len(metrics["episodes"]), len(episodes), len(videos))
    if len(set(lengths)) != 1:
        raise ValueError(f"records, episodes and videos must be as many, got {lengths}")
    text = _page(path, metrics, episodes, videos)
    temporary = path.with_name(f".{path.name}.partial")
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _page(
    path: Path,
    metrics: Mapping[str, Any],
    episodes: Sequence[Episode],
    videos: Sequence[Path | None],
) -> str:
    chosen, sentence = report_view.shown(metrics["episodes"])
    media = embedded([videos[i] for i in chosen], page=path)
    sections = [
        episode_view(metrics, metrics["episodes"][i], episodes[i], one)
        for i, one in zip(chosen, media, strict=True)
    ]
    columns = report_view.columns(metrics)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            run=metrics,
            rate=report_view.rate(metrics),
            columns=columns,
            rows=_rows(metrics, columns, sections),
            sections=sections,
            sentence=sentence,
            again=report_view.command(metrics, metrics["seeds"]),
            axis=(AXIS_LEFT, AXIS_RIGHT),
        )
    )


def _rows(
    metrics: Mapping[str, Any],
    columns: Sequence[report_view.Column],
    sections: Sequence[EpisodeView],
) -> list[dict[str, Any]]:
    linked = {section.number for section in sections}
    return [
        {
            "number": record["episode"],
            "seed": record["seed"],
            "badge": report_view.badge(record["outcome"]),
            "cells": report_view.cells(record, columns),
            "is_linked": record["episode"] in linked,
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
        "number": report_text.number,
        "count": report_text.count,
    }
    return environment
