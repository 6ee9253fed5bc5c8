"""Time as integers: nanoseconds for stamps, hertz for rates, an index for what repeats."""

from __future__ import annotations

import re
from fractions import Fraction

from physai_sim.core.errors import ConfigError

NS_PER_S = 1_000_000_000
_SPAN = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(s|ms)?")


def stamp_of(index: int, hz: int) -> int:
    """The stamp of tick `index` of a clock that runs at `hz` [ns].

    Computed from the index, so that it never drifts as sums of periods do.
    """
    return index * NS_PER_S // hz


def ticks_per(fast_hz: int, slow_hz: int, *, where: str) -> int:
    """How many ticks of the fast clock make one of the slow clock.

    Raises:
        ConfigError: If `slow_hz` does not divide `fast_hz`; both numbers are named.
    """
    if slow_hz > fast_hz or fast_hz % slow_hz:
        fits = [str(hz) for hz in range(1, fast_hz + 1) if fast_hz % hz == 0]
        raise ConfigError(
            f"{slow_hz} Hz does not divide {fast_hz} Hz",
            where=where,
            expected=f"one of {', '.join(fits)}",
        )
    return fast_hz // slow_hz


def ticks_in(seconds: float, hz: int) -> int:
    """The number of whole ticks in a time span, rounded to the nearest."""
    return round(seconds * hz)


def span_ns(text: str, *, where: str) -> int:
    """A time span that a person wrote, as `6.4s`, `300ms` or `6.4` in seconds [ns].

    Raises:
        ConfigError: If it is none.
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise ConfigError("no time span", where=where, got=text, expected="6.4s, 300ms or 6.4")
    number, unit = match.groups()
    return int(Fraction(number) * (NS_PER_S // 1000 if unit == "ms" else NS_PER_S))
