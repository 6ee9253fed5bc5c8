"""JSON lists in what a model says, bare or within one fence; anything else beside them is refused.

A list is taken as it stands or not at all: a list that is cut off, has other keys or numbers that
JSON does not know would else become places that nobody told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from physai_sim.core.errors import ConfigError
from physai_sim.generation.critics.language.answers import CLOSE, OPEN

LONGEST, MOST = 200_000, 10_000  # characters, entries
_FENCE = re.compile(r"```(?:json)?[ \t]*\n(?P<inner>.*)\n[ \t]*```", re.DOTALL)


def read_list(text: str, keys: Sequence[str]) -> list[dict[str, Any]]:
    """The objects of the one list that was told.

    Args:
        text: What was said; thoughts before it are left out.
        keys: What each object has, no more and no less.

    Raises:
        ConfigError: If it is not exactly that.
    """
    rows = _parsed(_bare(text))
    if not isinstance(rows, list) or len(rows) > MOST:
        raise ConfigError(
            "not a list", where="answer", got=rows, expected=f"at most {MOST} objects in [...]"
        )
    for number, row in enumerate(rows):
        if not isinstance(row, dict) or sorted(row) != sorted(keys):
            expected = f"an object with {', '.join(keys)}"
            raise ConfigError("other keys", where=f"answer[{number}]", got=row, expected=expected)
    return rows


def _bare(text: str) -> str:
    if len(text) > LONGEST:
        what = f"longer than {LONGEST} characters"
        raise ConfigError(what, where="answer", got=len(text))
    _, closed, said = text.rpartition(CLOSE)
    if not closed and OPEN in said:
        raise ConfigError("the thoughts do not come to an end", where="answer")
    fence = _FENCE.fullmatch(said.strip())
    return fence["inner"] if fence is not None else said.strip()


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, ValueError) else "nested too deeply"
        raise ConfigError(f"not JSON: {why}", where="answer", got=text) from None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is told twice")
    return found
