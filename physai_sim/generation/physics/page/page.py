"""Writes physics.html: one file that needs nothing beside it, and no network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from physai_sim.core.output import write_text
from physai_sim.evaluation import reporting
from physai_sim.evaluation.reporting.media import embedded
from physai_sim.evaluation.reporting.plot_style import themed
from physai_sim.evaluation.reporting.text import count, number, words
from physai_sim.generation.physics.page.drawing import colours_of, write_film
from physai_sim.generation.physics.page.plots import plots
from physai_sim.generation.physics.page.rows import figures, floor_codec, floor_looks, rows
from physai_sim.generation.physics.report import Report

FILM_FILE = "physics.mp4"
_TEMPLATES = Path(__file__).parent / "templates"
# The page looks as reports do.
_STYLES = Path(reporting.__file__).parent / "templates"
TONES = {"pass": "good", "fail": "bad", "unknown": ""}


def write_page(path: Path, document: Mapping[str, Any], report: Report) -> None:
    """Write the page, and the video of the clip beside its truth.

    Args:
        path: Where the page goes; the video goes beside it.
        document: The content of physics.json.
        report: What that was made from.

    Raises:
        MachineError: If they cannot be written.
    """
    film = path.with_name(FILM_FILE)
    write_film(film, report)
    page = (
        _environment()
        .get_template("physics.html.j2")
        .render(
            document=document,
            facts=_facts(document),
            rows=rows(document),
            figures=figures(document),
            tones=TONES,
            media=embedded([film], page=path)[0],
            colours={body: f"rgb{colour}" for body, colour in colours_of(report).items()},
            plots=plots(report),
        )
    )
    write_text(path, page)


def _facts(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the page is of."""
    truth, size = document["truth"], document["size_px"]
    seconds = document["frames"] / document["hz"]
    film = f"{count(document['frames'], 'frame')} at {document['hz']} Hz, {number(seconds)} s"
    expansion = document["expansion"]
    facts = [
        ("Video", Path(document["video"]).name),
        ("Truth", truth["source"]),
        ("World", truth["world"]),
        ("Camera", truth["camera"]),
        ("Film", f"{film}, {size[0]} x {size[1]} px"),
        ("Meant to change", "" if expansion is None else words(expansion["name"])),
        ("Bodies by", "its own tracker" if document["seen_by"] == "tracker" else "given masks"),
        ("Floor", floor_codec(document["floor_codec"])),
        ("In other looks", floor_looks(document["floor_looks"])),
    ]
    return [(name, text) for name, text in facts if text]


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([_TEMPLATES, _STYLES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"themed": themed, "words": words, "number": number}
    return environment
