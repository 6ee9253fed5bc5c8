"""The grammar of a call of a tool, as `tool_calls` reads it.

Values are written as `coercion` takes them: texts bare, all else as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from llguidance import LLMatcher

from policies.planning.hybrid.serving import schemas
from policies.planning.hybrid.serving.alternatives import (
    Schema,
    alternatives,
    kind_of,
    members_of,
    parts_of,
)
from policies.planning.hybrid.serving.patterns import whole
from policies.planning.hybrid.serving.refusal import RefusalError

_NEWLINE = "\n"
_END = json.dumps("</parameter>\n")
_LINE_END = json.dumps("\n</parameter>\n")
# What ends a text is its last line break, so that belongs to it: a lexer that takes as much as it
# can would else take that too, and find no end.
_TEXT = r"/[^<]*\n/"
_LETTERS = 1 << 20  # of a grammar of all tools
_CALL_END = json.dumps("</function>\n</tool_call>")
_REFERENCE = re.compile(r'"#/((?:\$defs|definitions)/[^"/]+)')


def of_calls(tools: Sequence[Mapping[str, Any]]) -> str:
    """The grammar of one call of one of some tools; texts in it hold no `<`.

    Args:
        tools: With different names.

    Raises:
        RefusalError: If a schema is none or too large, or needs itself for ever.
    """
    made = _Rules()
    try:
        names = [made.call(tool["function"]) for tool in tools]
    except (TypeError, ValueError, OverflowError) as error:
        raise RefusalError(f"not a schema ({error})", where="tool_choice") from error
    text = "\n".join([f"start: {' | '.join(names)}", f"TEXT: {_TEXT}", *made.lines])
    if len(text) > _LETTERS:
        expected = f"at most {_LETTERS} letters"
        raise RefusalError("too long", where="tool_choice", got=len(text), expected=expected)
    return LLMatcher.grammar_from_lark(text)


class _Rules:
    """Lines of a Lark grammar."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def call(self, function: Mapping[str, Any]) -> str:
        """A rule for a tool; its name."""
        schema = function.get("parameters") or {}
        held, required = schema.get("properties") or {}, schema.get("required") or ()
        schemas.check(schema, where="tool_choice", apart=list(held.values()))
        parts = [_quoted(f"<tool_call>\n<function={function['name']}>\n")]
        for key, of in {**held, **{k: {} for k in required if k not in held}}.items():
            value = self._value(of, schema)
            part = f"{_quoted(f'<parameter={key}>{_NEWLINE}')} ({value})"
            parts.append(part if key in required else f"({part})?")
        return self._line("call", f"{' '.join(parts)} {_CALL_END}")

    def _value(self, schema: Any, root: Schema) -> str:
        """A value and what ends it."""
        each = [self._alternative(leaf, root) for leaf in alternatives(schema, root)]
        return " | ".join(dict.fromkeys(each))

    def _alternative(self, leaf: Schema, root: Schema) -> str:
        members = members_of(leaf)
        if members:
            written = [m if isinstance(m, str) else json.dumps(m) for m in members]
            return f"({' | '.join(map(_quoted, written))}) {_LINE_END}"
        if kind_of(leaf) in ("string", None) and members is None:
            return f"{self._text(leaf)} {_END}"
        return f"%json {json.dumps(_with_definitions(leaf, root))} {_LINE_END}"

    def _text(self, leaf: Schema) -> str:
        """A text within its bounds and a line break; without bounds, the one that is shared."""
        held = [_TEXT]
        for part in parts_of(leaf):
            if "minLength" in part or "maxLength" in part:
                least, most = int(part.get("minLength", 0)), part.get("maxLength")
                held.append(f"/(?s:.{{{least},{'' if most is None else int(most)}}})\\n/")
            if isinstance(pattern := part.get("pattern"), str):
                held.append(f"/{whole(pattern)}\\n/")
        return self._line("TEXT", " & ".join(held)) if len(held) > 1 else "TEXT"

    def _line(self, kind: str, rule: str) -> str:
        name = f"{kind}_{len(self.lines)}"
        self.lines.append(f"{name}: {rule}")
        return name


def _with_definitions(leaf: Schema, root: Schema) -> Schema:
    """The schema with what its references need, and no more: each argument has a copy."""
    wanted, found = [leaf], dict[str, dict[str, Any]]()
    while wanted:
        for name in _REFERENCE.findall(json.dumps(wanted.pop())):
            group, _, key = name.partition("/")
            key = key.replace("~1", "/").replace("~0", "~")
            held = root.get(group)
            if isinstance(held, Mapping) and key in held and key not in found.get(group, {}):
                found.setdefault(group, {})[key] = held[key]
                wanted.append(held[key])
    return {**leaf, **found}


def _quoted(text: str) -> str:
    return json.dumps(text)
