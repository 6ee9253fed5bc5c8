r"""Texts with substitutions, such as `$(find-pkg-share physai_sim)/worlds/$(var world).yaml`.

The grammar is that of the launch frontends of ROS 2. Substitutions nest; their arguments are
separated by one space; `'...'` and `"..."` keep spaces together and may hold further ones; a
backslash takes the meaning from the character after it, and so does `$` without a parenthesis.

Source: ROS 2 documentation, "Using substitutions", and the frontend grammar of launch 3.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from physai_sim.core.errors import ConfigError

MAX_DEPTH = 20
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Call:
    """One substitution: `$(name argument argument)`."""

    name: str
    arguments: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """Text and substitutions, one after the other, with the place they stand at for errors."""

    parts: tuple[str | Call, ...]
    where: str

    @property
    def plain(self) -> str | None:
        """The text, if nothing is substituted in it."""
        texts = [part for part in self.parts if isinstance(part, str)]
        return "".join(texts) if len(texts) == len(self.parts) else None


def parse_template(text: str, *, where: str) -> Template:
    """Find the substitutions of a text.

    Raises:
        ConfigError: If a substitution is not closed, or its name or arguments are malformed.
    """
    return Template(_Reader(text, where).fragments(""), where)


class _Reader:
    """Reads a text once from left to right; `quote` is the mark the reader is within, or ""."""

    def __init__(self, text: str, where: str) -> None:
        self._text, self._where = text, where
        self._at = self._depth = 0

    def fragments(self, quote: str) -> tuple[str | Call, ...]:
        """Everything up to the closing quote, or to the end if there is none."""
        parts: list[str | Call] = []
        while self._next and self._next != quote:
            self._take(parts, quote)
        if quote:
            self._expect(quote)
        return tuple(parts)

    @property
    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self, parts: list[str | Call], quote: str) -> None:
        """Add the next substitution or character; characters join."""
        if self._text.startswith("$(", self._at):
            parts.append(self._call(quote))
            return
        if self._next == "\\" and self._at + 1 < len(self._text):
            self._at += 1
        if parts and isinstance(parts[-1], str):
            parts[-1] += self._next
        else:
            parts.append(self._next)
        self._at += 1

    def _call(self, quote: str) -> Call:
        self._at += 2
        name = _IDENTIFIER.match(self._text, self._at)
        if name is None:
            self._fail("a substitution has no name")
        if self._depth >= MAX_DEPTH:
            self._fail(f"substitutions nest more than {MAX_DEPTH} deep")
        self._at = name.end()
        self._depth += 1
        arguments = []
        while self._next == " ":
            self._at += 1
            arguments.append(Template(self._argument(quote), self._where))
        self._depth -= 1
        self._expect(")")
        return Call(name.group(), tuple(arguments))

    def _argument(self, quote: str) -> tuple[str | Call, ...]:
        if not quote and self._next and self._next in "'\"":
            self._at += 1
            return self.fragments(self._text[self._at - 1])
        marks = quote or "'\""
        parts: list[str | Call] = []
        while self._next and self._next not in " ()" + marks:
            self._take(parts, quote)
        if not parts:
            self._fail("a substitution has an empty argument (one space stands between two)")
        return tuple(parts)

    def _expect(self, mark: str) -> None:
        if self._next != mark:
            self._fail(f"a substitution or quotation lacks its {mark!r}")
        self._at += 1

    def _fail(self, what: str) -> NoReturn:
        place = f"{self._where}: character {self._at + 1}"
        raise ConfigError(what, where=place, got=self._text, expected="$(name argument ...)")
