"""Names and numbers as a person reads them."""

from __future__ import annotations

import math

NOTHING = "\N{EN DASH}"

# Endings of our names (`max_force_n`), longest first, so that `_mps2` is not taken for `_s`.
_UNITS = {
    "_radps2": "rad/s²",
    "_radps": "rad/s",
    "_per_m": "1/m",
    "_mps3": "m/s³",
    "_mps2": "m/s²",
    "_mps": "m/s",
    "_rad": "rad",
    "_ns": "ns",
    "_ms": "ms",
    "_hz": "Hz",
    "_kg": "kg",
    "_km": "km",
    "_m": "m",
    "_s": "s",
    "_n": "N",
}


def number(value: float | None) -> str:
    """A number with about three digits; a dash for what is unknown or not finite."""
    if value is None or not math.isfinite(value):
        return NOTHING
    if value == round(value) and abs(value) < 1e6:
        text = f"{round(value)}"
    elif 100.0 <= abs(value) < 1e6:
        text = f"{value:.1f}"
    else:
        text = f"{value:.3g}"
    return text.replace("-", "\N{MINUS SIGN}")


def percent(share: float | None) -> str:
    """A share as a whole percentage; 0 and 100 are kept for shares that are exactly so."""
    if share is None or not math.isfinite(share):
        return NOTHING
    whole = round(100.0 * share)
    if 0.0 < share < 1.0:
        whole = min(max(whole, 1), 99)
    return f"{whole}\N{NO-BREAK SPACE}%"


def words(name: str) -> str:
    """A name with spaces."""
    return name.replace("_", " ")


def split_unit(name: str) -> tuple[str, str]:
    """Words and unit of a name that ends in its unit; no unit is ""."""
    for ending, unit in _UNITS.items():
        if name.endswith(ending):
            return words(name.removesuffix(ending)), unit
    return words(name), ""


def shown_unit(unit: str) -> str:
    """A unit as it stands beside a number: "1" stands for none."""
    return "" if unit == "1" else unit


def count(number_of: int, noun: str) -> str:
    """So many of a noun, in the right number: "1 episode", "2 episodes"."""
    return f"{number_of} {noun}" if number_of == 1 else f"{number_of} {noun}s"


def size(number_of_bytes: float) -> str:
    """A size in the decimal unit that gives it two or three digits."""
    value = float(number_of_bytes)
    for unit in ("B", "kB", "MB"):
        if value < 999.5:
            return f"{value:.3g} {unit}"
        value /= 1000.0
    return f"{value:.3g} GB"


def span(seconds: float) -> str:
    """A time in seconds, or in minutes and hours where it is long."""
    if seconds < 120.0:
        return f"{number(seconds)} s"
    minutes = round(seconds / 60.0)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
