"""comparison.html: one file that needs nothing beside it, and no network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from physai_sim.core.output import write_text
from physai_sim.evaluation import reporting
from physai_sim.evaluation.comparison.plots import MOST_PAIR_PLOTS, forest_plot, pair_plots
from physai_sim.evaluation.comparison.words import sentences, side_name
from physai_sim.evaluation.reporting.plot_style import themed
from physai_sim.evaluation.reporting.text import count, number, shown_unit, words

_TEMPLATES = Path(__file__).parent / "templates"
# The page looks as reports do.
_STYLES = Path(reporting.__file__).parent / "templates"
_TONES = {"better": "good", "worse": "bad"}


def write_page(path: Path, comparison: Mapping[str, Any]) -> None:
    """Write comparison.html; equal comparisons give equal files.

    Args:
        path: Where.
        comparison: The content of comparison.json.

    Raises:
        MachineError: If it cannot be written.
    """
    plots = pair_plots(comparison)
    page = (
        _environment()
        .get_template("comparison.html.j2")
        .render(
            comparison=comparison,
            names=[side_name(comparison, side) for side in ("a", "b")],
            sentences=sentences(comparison),
            rows=[_row(name, one) for name, one in comparison["metrics"].items()],
            forest=forest_plot(comparison),
            plots=plots,
            most=MOST_PAIR_PLOTS,
        )
    )
    write_text(path, page)


def _row(name: str, one: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the table, as text."""
    p_holm = f"{number(one['p_holm'])} after Holm" if one["p_holm"] is not None else ""
    return {
        "name": words(name),
        "unit": shown_unit(one["unit"]),
        "means": [number(one[key]) for key in ("mean_a", "mean_b", "difference")],
        "interval": f"{number(one['low'])} to {number(one['high'])}" if one["n"] else "",
        "p": number(one["p"]),
        "p_holm": p_holm,
        "wins": f"{one['wins']} : {one['losses']}" if one["n"] else "",
        "n": one["n"],
        "unknown": f"unknown in {count(one['unknown'], 'pair')}" if one["unknown"] else "",
        "verdict": one["verdict"],
        "tone": _TONES.get(one["verdict"], ""),
    }


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([_TEMPLATES, _STYLES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["themed"] = themed
    return environment
