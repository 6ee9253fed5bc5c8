"""JSON that is nested no deeper than those who walk it can go."""

from __future__ import annotations

import json
from typing import Any

from policies.planning.hybrid.serving.refusal import RefusalError

DEPTH = 128  # as deep as the reader of schemas goes


def read_json(text: str | bytes, *, where: str) -> Any:
    """The value of a text.

    Raises:
        RefusalError: If it is no JSON, or nested too deeply.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusalError(f"not JSON ({error})", where=where) from error
    level = [value]
    for _ in range(DEPTH):
        lists = [v.values() if isinstance(v, dict) else v for v in level if _holds(v)]
        level = [inner for values in lists for inner in values]
    if any(map(_holds, level)):
        raise RefusalError("nested too deeply", where=where, expected=f"at most {DEPTH} levels")
    return value


def _holds(value: Any) -> bool:
    return isinstance(value, dict | list)
