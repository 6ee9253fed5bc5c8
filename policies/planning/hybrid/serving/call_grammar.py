"""The grammar of a call of a tool, as `tool_calls` reads it.

Values are written as `coercion` takes them: texts bare, all else as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from llguidance import LLMatcher

from policies.planning.hybrid.serving import schemas
from policies.planning.hybrid.serving.alternatives import (
    Schema,
    alternatives,
    kind_of,
    members_of,
)

_NEWLINE = "\n"
_END = json.dumps("</parameter>\n")
_LINE_END = json.dumps("\n</parameter>\n")
# What ends a text is its last line break, so that belongs to it: a lexer that takes as much as it
# can would else take that too, and find no end.
_TEXT = r"/[^<]*\n/"
_CALL_END = json.dumps("</function>\n</tool_call>")
_ANY = "(?s:.*)"


def of_calls(tools: Sequence[Mapping[str, Any]]) -> str:
    """The grammar of one call of one of some tools; texts in it hold no `<`.

    Args:
        tools: With different names.

    Raises:
        RefusalError: If a schema is too large, or needs itself for ever.
    """
    made = _Rules()
    names = [made.call(tool["function"]) for tool in tools]
    lines = [f"start: {' | '.join(names)}", f"TEXT: {_TEXT}", *made.lines]
    return LLMatcher.grammar_from_lark("\n".join(lines))


class _Rules:
    """Lines of a Lark grammar."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def call(self, function: Mapping[str, Any]) -> str:
        """A rule for a tool; its name."""
        schema = function.get("parameters") or {}
        held, required = schema.get("properties") or {}, schema.get("required") or ()
        parts = [_quoted(f"<tool_call>\n<function={function['name']}>\n")]
        for key, of in {**held, **{k: {} for k in required if k not in held}}.items():
            value = self._value(of, schema)
            part = f"{_quoted(f'<parameter={key}>{_NEWLINE}')} ({value})"
            parts.append(part if key in required else f"({part})?")
        return self._line("call", f"{' '.join(parts)} {_CALL_END}")

    def _value(self, schema: Any, root: Schema) -> str:
        """A value and what ends it."""
        kept = {name: root[name] for name in ("$defs", "definitions") if name in root}
        schemas.check({**schema, **kept}, where="tool_choice")
        each = [self._alternative(leaf, kept) for leaf in alternatives(schema, root)]
        return " | ".join(dict.fromkeys(each))

    def _alternative(self, leaf: Schema, kept: Schema) -> str:
        members = members_of(leaf)
        if members:
            written = [m if isinstance(m, str) else json.dumps(m) for m in members]
            return f"({' | '.join(map(_quoted, written))}) {_LINE_END}"
        if kind_of(leaf) in ("string", None) and members is None:
            return f"{self._text(leaf)} {_END}"
        return f"%json {json.dumps({**leaf, **kept})} {_LINE_END}"

    def _text(self, leaf: Schema) -> str:
        """A text within its bounds and a line break; without bounds, the one that is shared."""
        held, least, most = [_TEXT], leaf.get("minLength", 0), leaf.get("maxLength", "")
        if "minLength" in leaf or "maxLength" in leaf:
            held.append(f"/(?s:.{{{least},{most}}})\\n/")
        if isinstance(pattern := leaf.get("pattern"), str):
            held.append(f"/{_anchored(pattern)}\\n/")
        return self._line("TEXT", " & ".join(held)) if len(held) > 1 else "TEXT"

    def _line(self, kind: str, rule: str) -> str:
        name = f"{kind}_{len(self.lines)}"
        self.lines.append(f"{name}: {rule}")
        return name


def _anchored(pattern: str) -> str:
    """A pattern that is met anywhere, as one of the whole text; within slashes."""
    first, last = pattern.startswith("^"), pattern.endswith("$") and not pattern.endswith("\\$")
    inner = pattern[first : len(pattern) - last].replace("/", "\\/").replace("\n", "\\n")
    return f"{'' if first else _ANY}({inner}){'' if last else _ANY}"


def _quoted(text: str) -> str:
    return json.dumps(text)
