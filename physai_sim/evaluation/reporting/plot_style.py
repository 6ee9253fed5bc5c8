"""How all plots look, and how a figure becomes a few lines of SVG inside a page."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

# Okabe and Ito (2008), "Color Universal Design": told apart with every kind of colour vision.
BLUE, ORANGE, GREEN, PURPLE = "#0072b2", "#e69f00", "#009e73", "#cc79a7"
CONTACT, EVENT = "#d55e00", "#8f4a80"
LINES = (BLUE, ORANGE, GREEN, PURPLE)
INK, MUTED, RULE, PAPER = "#1f2933", "#616e7c", "#e4e7eb", "#ffffff"
# What the style sheet of a page calls these colours.
_THEME = {
    INK: "--ink",
    MUTED: "--faint",
    RULE: "--rule",
    PAPER: "--paper",
    BLUE: "--blue",
    PURPLE: "--purple",
    CONTACT: "--contact",
    EVENT: "--event",
}

# One unit of a figure is one unit of its SVG; pages scale figures to their columns.
UNITS_PER_INCH = 72.0
_STYLE: Any = {  # newer stubs of Matplotlib list every key, older ones take any text
    # Text stays text: small, selectable, and in the font of the page.
    "svg.fonttype": "none",
    "font.size": 12.5,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.size": 3.0,
    "ytick.major.size": 0.0,
    "lines.linewidth": 1.6,
    "lines.solid_joinstyle": "round",
    "path.simplify_threshold": 0.2,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a legend.

    Args:
        label: What is shown.
        shape: How: line, dashed, cross, ring, dot, square or ramp.
        colour: Of the shape; for a ramp its colours, separated by commas.
    """

    label: str
    shape: str
    colour: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a plot that leads to a moment.

    Args:
        left: From the left edge of the drawing [% of its width].
        top: From the upper edge [% of its height].
        time_s: Episode time [s].
        text: What happened there.
    """

    left: float
    top: float
    time_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawn plot.

    Args:
        title: What it shows.
        unit: Of its vertical axis; "" for a plain number, and for maps, whose axes name theirs.
        svg: The drawing, to be set into a page as it is.
        legend: What its colours and shapes mean.
        is_timed: Whether its horizontal axis is the time of the episode.
        spots: Moments that have a place in it.
        trace: Time [s] and place of what moves in it, as in `Spot`.
    """

    title: str
    unit: str
    svg: str
    legend: tuple[Key, ...] = ()
    is_timed: bool = False
    spots: tuple[Spot, ...] = ()
    trace: tuple[tuple[float, float, float], ...] = ()


@contextmanager
def house_style(key: str) -> Iterator[None]:
    """Matplotlib's defaults with our style, whatever the user's own settings are.

    Args:
        key: Different for each figure of a page: names inside an SVG are made from it.
    """
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({**_STYLE, "svg.hashsalt": key})
        yield


def new_figure(width: float, height: float) -> Figure:
    """An empty figure, sizes in SVG units."""
    return Figure(figsize=(width / UNITS_PER_INCH, height / UNITS_PER_INCH), dpi=UNITS_PER_INCH)


def few_ticks(axes: Axes, *, across: int, up: int) -> None:
    """Round numbers at no more than so many places."""
    for axis, most in ((axes.xaxis, across), (axes.yaxis, up)):
        axis.set_major_locator(MaxNLocator(most, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3))


def svg_of(figure: Figure, *, label: str) -> str:
    """The figure as an `<svg>` element that scales with its surroundings.

    Equal figures give equal text.

    Args:
        figure: Made within `house_style`, as is this call.
        label: For those who hear pages.
    """
    buffer = io.StringIO()
    # `Figure.savefig` draws everything twice, of use only to layouts that depend on text.
    canvas: Any = FigureCanvasSVG(figure)  # its stubs do not say what `print_svg` takes
    canvas.print_svg(buffer, metadata=_NO_METADATA)
    text = buffer.getvalue()
    body = text[text.index("<svg") :].strip()
    head, inside = body.split(">", 1)
    box = re.search(r'viewBox="[^"]*"', head)
    assert box is not None, "Matplotlib writes a view box into every SVG"
    # Hundredths of a unit are below what a screen shows; names of groups repeat over figures.
    inside = re.sub(r' d="[^"]*"', lambda found: _rounded(found.group()), inside)
    inside = re.sub(r' id="[A-Za-z0-9.]+_\d+"', "", inside)
    inside = re.sub(r">\s+<", "><", inside)
    for colour in _THEME:
        inside = inside.replace(f": {colour}", f": {themed(colour)}")
    return f'<svg {box.group()} role="img" aria-label="{html.escape(label)}">{inside}'


def themed(colour: str) -> str:
    """A colour for a page: its own where it has one, so that plots are read on dark paper too."""
    return f"var({_THEME[colour]}, {colour})" if colour in _THEME else colour


def _rounded(numbers: str) -> str:
    short = re.sub(r"-?\d+\.\d{3,}", lambda found: f"{float(found.group()):.2f}", numbers)
    return short.replace(" \n", " ").replace("\n", " ")
