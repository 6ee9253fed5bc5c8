"""JSON of clients: text throughout, numbers that are some, nested as deep as walkers can go."""

from __future__ import annotations

import json
from typing import Any

from policies.planning.hybrid.serving.refusal import RefusalError

DEPTH = 128  # as deep as the reader of schemas goes


def read_json(text: str | bytes, *, where: str) -> Any:
    """The value of a text, which is UTF-8 where it is bytes.

    Raises:
        RefusalError: If it is no JSON, holds half of a character, or is nested too deeply.

    Source: RFC 8259, sections 8.1 and 8.2.
    """
    try:
        written = text if isinstance(text, str) else text.decode("utf-8")
        value = json.loads(written, parse_constant=_refused)
        # Half of a character can be escaped, and is no text: nothing could be made of it.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise RefusalError(f"not JSON ({error})", where=where) from error
    level = [value]
    for _ in range(DEPTH):
        lists = [v.values() if isinstance(v, dict) else v for v in level if _holds(v)]
        level = [inner for values in lists for inner in values]
    if any(map(_holds, level)):
        raise RefusalError("nested too deeply", where=where, expected=f"at most {DEPTH} levels")
    return value


def _refused(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _holds(value: Any) -> bool:
    return isinstance(value, dict | list)
