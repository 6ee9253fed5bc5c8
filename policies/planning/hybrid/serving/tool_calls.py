r"""Calls of tools in the model's text, found while it streams.

A call reads
`<tool_call>\n<function=NAME>\n<parameter=P>\nVALUE\n</parameter>\n</function>\n</tool_call>`,
and nothing in it is escaped. So that values may hold tags, a tag ends something only where the
format can go on: `</parameter>` before `<parameter=` or the function's end, the function's end
before the call's. A value that holds that very sequence is cut there.

A call that does not read so is not lost: it stays in the text, and is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policies.planning.hybrid.serving.arguments import any_way
from policies.planning.hybrid.serving.coercion import coerce

OPEN, CLOSE = "<tool_call>", "</tool_call>"
_START = re.compile(r"<tool_call>\s*<function=")
_END = re.compile(r"</function>\s*</tool_call>")
_FUNCTION = re.compile(r"<tool_call>\s*<function=([^>\s]+)>(.*)</function>\s*</tool_call>", re.S)
_PARAMETER = re.compile(
    r"\s*<parameter=([^>\s]+)>\n?(.*?)\n?</parameter>(?=\s*(?:<parameter=[^>\s]+>|$))", re.S
)


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call: the tool's name, and its arguments as JSON."""

    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class BrokenCall:
    """Text that began as a call and is none, and why."""

    text: str
    why: str


Piece = str | ToolCall | BrokenCall


class ToolCallParser:
    """Divides streamed text into text and calls.

    Args:
        schemas: Of the arguments, by the tool's name.

    Raises:
        ValueError: If a tool can be called in too many ways.
    """

    def __init__(self, schemas: Mapping[str, Mapping[str, Any]]) -> None:
        self._schemas = schemas
        self._told = {name: any_way(schema) for name, schema in schemas.items()}
        self._held = ""

    def feed(self, text: str) -> list[Piece]:
        """What is sure after more text; what may still become a call is held."""
        self._held += text
        pieces: list[Piece] = []
        while (piece := self._next()) is not None:
            pieces.append(piece)
        return pieces

    def finish(self) -> list[Piece]:
        """What is left at the end."""
        held, self._held = self._held, ""
        if not held:
            return []
        return [BrokenCall(held, "the call is not closed")] if held.startswith(OPEN) else [held]

    def _next(self) -> Piece | None:
        at = self._held.find(OPEN)
        if at:
            free = at if at > 0 else len(self._held) - _overlap(self._held, OPEN)
            return self._cut(free) if free else None
        begun = _START.match(self._held)
        if begun is None:
            end = self._held.find(CLOSE)
            if end < 0:
                return None
            return BrokenCall(self._cut(end + len(CLOSE)), "no function in it")
        end_match = _END.search(self._held, begun.end())
        return None if end_match is None else self._call(self._cut(end_match.end()))

    def _cut(self, end: int) -> str:
        text, self._held = self._held[:end], self._held[end:]
        return text

    def _call(self, raw: str) -> ToolCall | BrokenCall:
        match = _FUNCTION.fullmatch(raw)
        if match is None:
            return BrokenCall(raw, "no name of a function")
        name, body = match.group(1), match.group(2)
        if name not in self._schemas:
            return BrokenCall(raw, f"unknown tool {name!r}")
        root, at = self._schemas[name], 0
        told = self._told[name]
        arguments: dict[str, Any] = {}
        while body[at:].strip():
            found = _PARAMETER.match(body, at)
            if found is None or found.group(1) in arguments:
                return BrokenCall(raw, "a parameter that is not closed, or given twice")
            key, at = found.group(1), found.end()
            arguments[key], met = coerce(found.group(2), told.schemas.get(key, {}), root)
            if not met:
                return BrokenCall(raw, f"{key!r} is not of its schema's type")
        missing = sorted(key for key in told.required if key not in arguments)
        if missing:
            return BrokenCall(raw, f"missing {', '.join(missing)}")
        return ToolCall(name, json.dumps(arguments, ensure_ascii=False))


def _overlap(text: str, tag: str) -> int:
    """Length of the longest end of `text` that begins `tag`."""
    return next(
        (n for n in range(min(len(text), len(tag) - 1), 0, -1) if text.endswith(tag[:n])), 0
    )
