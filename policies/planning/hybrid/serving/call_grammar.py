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
    Together,
    alternatives,
    may_be_text,
    members_of,
    other_kinds,
)
from policies.planning.hybrid.serving.arguments import Arguments, ways
from policies.planning.hybrid.serving.grammar import GUIDANCE, TOGETHER
from policies.planning.hybrid.serving.patterns import whole
from policies.planning.hybrid.serving.references import self_contained
from policies.planning.hybrid.serving.refusal import RefusalError

_NEWLINE = "\n"
_END = json.dumps("</parameter>\n")
_LINE_END = json.dumps("\n</parameter>\n")
_CALL_END = json.dumps("</function>\n</tool_call>")
# What ends a text is its last line break, so that belongs to it: a lexer that takes as much as it
# can would else take that too, and find no end.
_TEXT = r"/[^<]*\n/"
_LETTERS = 1 << 20  # of a grammar of all tools


def of_calls(tools: Sequence[Mapping[str, Any]]) -> str:
    """The grammar of one call of one of some tools; texts in it hold no `<`.

    Args:
        tools: With different names.

    Raises:
        RefusalError: If a schema is none or too large, or nothing satisfies it.
    """
    made = _Rules()
    try:
        names = [made.call(tool["function"]) for tool in tools]
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise RefusalError(f"not a schema ({error})", where="tool_choice") from error
    lines = [f"start: {' | '.join(names)}", f"TEXT: {_TEXT}", *made.lines]
    return LLMatcher.grammar_from_lark("\n".join(lines))


class _Rules:
    """Lines of a Lark grammar."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._letters = 0

    def call(self, function: Mapping[str, Any]) -> str:
        """A rule for a tool; its name."""
        root = function.get("parameters") or {}
        each = ways(root)
        apart = [schema for way in each for schema in way.schemas.values()]
        schemas.check(root, where="tool_choice", apart=apart)
        begin = _quoted(f"<tool_call>\n<function={function['name']}>\n")
        bodies = [f"({self._arguments(way, root)})" for way in each]
        return self._line("call", f"{begin} ({' | '.join(bodies)}) {_CALL_END}")

    def _arguments(self, way: Arguments, root: Any) -> str:
        parts = ['""']
        for key, schema in way.schemas.items():
            value = self._value(schema, root)
            part = f"{_quoted(f'<parameter={key}>{_NEWLINE}')} ({value})"
            parts.append(part if key in way.required else f"({part})?")
            self._count(part)
        return " ".join(parts)

    def _value(self, schema: Any, root: Any) -> str:
        """A value and what ends it."""
        allowed = alternatives(schema, root)
        each = [f"{self._text(one)} {_END}" for one in allowed if may_be_text(one)]
        listed = [m for one in allowed for m in members_of(one) or () if isinstance(m, str)]
        each += [f"{_quoted(member)} {_LINE_END}" for member in listed]
        if kinds := sorted(frozenset[str]().union(*map(other_kinds, allowed))):
            each.append(f"%json {json.dumps(_of_kinds(schema, kinds, root))} {_LINE_END}")
        if not each:
            raise RefusalError("nothing satisfies it", where="tool_choice", got=schema)
        return " | ".join(dict.fromkeys(each))

    def _text(self, together: Together) -> str:
        """A text within its bounds and a line break; without bounds, the one that is shared."""
        held = [_TEXT]
        for part in together:
            if "minLength" in part or "maxLength" in part:
                least, most = int(part.get("minLength", 0)), part.get("maxLength")
                held.append(f"/(?s:.{{{least},{'' if most is None else int(most)}}})\\n/")
            if isinstance(pattern := part.get("pattern"), str):
                held.append(f"/{whole(pattern)}\\n/")
        if len(held) > TOGETHER:
            what, expected = "too many bounds of one text", f"at most {TOGETHER}"
            raise RefusalError(what, where="tool_choice", got=len(held), expected=expected)
        return self._line("TEXT", " & ".join(held)) if len(held) > 1 else "TEXT"

    def _line(self, kind: str, rule: str) -> str:
        name = f"{kind}_{len(self.lines)}"
        self.lines.append(f"{name}: {rule}")
        return name

    def _count(self, part: str) -> None:
        self._letters += len(part)
        if self._letters > _LETTERS:
            expected = f"at most {_LETTERS} letters"
            raise RefusalError("too long", where="tool_choice", expected=expected)


def _of_kinds(schema: Any, kinds: list[str], root: Any) -> Any:
    """The schema, and that its value is no text: a text is written bare, and not as JSON."""
    made = self_contained(schema, root)
    needed = {"$defs": made.pop("$defs")} if "$defs" in made else {}
    if not isinstance(made.get("type"), str):
        made = {"allOf": [made, {"type": kinds}]}
    return made | needed | GUIDANCE


def _quoted(text: str) -> str:
    return json.dumps(text)
