"""POSIX extended regular expressions as steps of a machine.

Source: IEEE Std 1003.1, "Extended Regular Expressions"; Thompson (1968), "Regular expression
    search algorithm".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from physai_sim.core.errors import ConfigError

LONGEST, MOST_STEPS, MOST_REPEATS = 256, 4096, 255
_CLASSES = {
    "alnum": (("0", "9"), ("A", "Z"), ("a", "z")),
    "alpha": (("A", "Z"), ("a", "z")),
    "blank": ((" ", " "), ("\t", "\t")),
    "digit": (("0", "9"),),
    "lower": (("a", "z"),),
    "punct": (("!", "/"), (":", "@"), ("[", "`"), ("{", "~")),
    "space": ((" ", " "), ("\t", "\r")),
    "upper": (("A", "Z"),),
    "xdigit": (("0", "9"), ("A", "F"), ("a", "f")),
}
_ANY = (("\0", "\U0010ffff"),)


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: take a character, go two ways, or assert an end of the text.

    Args:
        kind: What it does.
        ranges: Of the characters it takes, first and last of each.
        is_negated: Whether it takes all others instead.
        ways: Where a fork leads, counted from itself.
    """

    kind: Literal["take", "fork", "begin", "end"]
    ranges: tuple[tuple[str, str], ...] = ()
    is_negated: bool = False
    ways: tuple[int, ...] = ()

    def takes(self, character: str) -> bool:
        """Whether it takes a character."""
        inside = any(low <= character <= high for low, high in self.ranges)
        return inside is not self.is_negated


_Steps = tuple[Step, ...]


class _Parser:
    """Descends through a pattern; every part becomes steps whose forks are relative."""

    def __init__(self, pattern: str) -> None:
        self._pattern, self._at = pattern, 0

    def parse(self) -> _Steps:
        steps = self._alternatives()
        if self._at < len(self._pattern):
            raise self._error("an unmatched ')'")
        return steps

    def _error(self, what: str) -> ConfigError:
        where = f"character {self._at + 1} of a regular expression"
        return ConfigError(what, where=where, got=self._pattern)

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _next(self) -> str:
        self._at += 1
        return self._pattern[self._at - 1 : self._at]

    def _alternatives(self) -> _Steps:
        steps = self._branch()
        while self._peek() == "|":
            self._next()
            other = self._branch()
            # To either branch; the first leaps over the second at its end.
            leap = Step("fork", ways=(len(other) + 1,))
            steps = (Step("fork", ways=(1, len(steps) + 2)), *steps, leap, *other)
        return self._bounded(steps)

    def _branch(self) -> _Steps:
        steps: _Steps = ()
        while self._peek() not in ("", "|", ")"):
            steps = self._bounded((*steps, *self._piece()))
        return steps

    def _bounded(self, steps: _Steps) -> _Steps:
        if len(steps) > MOST_STEPS:
            raise self._error("a regular expression repeats too much")
        return steps

    def _piece(self) -> _Steps:
        steps = self._atom()
        while (mark := self._peek()) in ("*", "+", "?", "{") and mark:
            self._next()
            least, most = self._interval() if mark == "{" else _MARKS[mark]
            steps = self._repeated(steps, least, most)
        return steps

    def _repeated(self, steps: _Steps, least: int, most: int | None) -> _Steps:
        size = len(steps)
        if (size + 2) * max(least, most or 0, 1) > MOST_STEPS:
            raise self._error("a regular expression repeats too much")
        if most is None:
            loop = (Step("fork", ways=(1, size + 2)), *steps, Step("fork", ways=(-size - 1,)))
            return (*(steps * least), *loop)
        maybe: _Steps = ()
        for _ in range(most - least):
            maybe = (Step("fork", ways=(1, size + 1 + len(maybe))), *steps, *maybe)
        return (*(steps * least), *maybe)

    def _interval(self) -> tuple[int, int | None]:
        text = ""
        while self._peek() not in ("", "}"):
            text += self._next()
        low, comma, high = text.partition(",")
        fine = (
            low.isascii() and low.isdigit() and (not high or (high.isascii() and high.isdigit()))
        )
        if self._next() != "}" or not fine or (high and not comma):
            raise self._error("an interval must be {m}, {m,} or {m,n}")
        least, most = int(low), int(high) if high else (None if comma else int(low))
        if max(least, most or 0) > MOST_REPEATS or (most is not None and most < least):
            raise self._error(f"an interval must rise and end by {MOST_REPEATS}")
        return least, most

    def _atom(self) -> _Steps:
        mark = self._next()
        if mark == "(":
            steps = self._alternatives()
            if self._next() != ")":
                raise self._error("an unmatched '('")
            return steps
        if mark in "*+?{":
            raise self._error("nothing to repeat")
        if mark in "^$":
            return (Step("begin" if mark == "^" else "end"),)
        if mark == "[":
            return (self._bracket(),)
        if mark == ".":
            return (Step("take", _ANY),)
        if mark == "\\":
            mark = self._next()
            if not mark or mark.isalnum():
                raise self._error("a backslash that makes nothing plain")
        return (Step("take", ((mark, mark),)),)

    def _bracket(self) -> Step:
        is_negated = self._peek() == "^"
        self._at += is_negated
        ranges: list[tuple[str, str]] = []
        begin = self._at
        while self._peek() != "]" or self._at == begin:  # a first ] is plain
            if self._peek() == "":
                raise self._error("an unmatched '['")
            ranges += self._bracket_item()
        self._next()
        return Step("take", tuple(ranges), is_negated)

    def _bracket_item(self) -> tuple[tuple[str, str], ...]:
        if self._pattern.startswith("[:", self._at):
            name, end, _ = self._pattern[self._at + 2 :].partition(":]")
            if not end or name not in _CLASSES:
                raise self._error("an unknown class of characters")
            self._at += len(name) + 4
            return _CLASSES[name]
        low = self._next()
        following = self._pattern[self._at + 1 : self._at + 2]
        if self._peek() != "-" or following in ("", "]"):
            return ((low, low),)
        self._next()
        high = self._next()
        if high < low:
            raise self._error("a range of characters the wrong way round")
        return ((low, high),)


_MARKS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def parse_pattern(pattern: str) -> tuple[Step, ...]:
    """The steps of a pattern; the text matches where their end is reached.

    Raises:
        ConfigError: If it is no pattern, or longer than `LONGEST`, or repeats too much.
    """
    if len(pattern) > LONGEST:
        what = "a regular expression is too long"
        raise ConfigError(what, got=len(pattern), expected=f"at most {LONGEST} characters")
    return _Parser(pattern).parse()
