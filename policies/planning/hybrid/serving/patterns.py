"""Regular expressions of JSON schemas, which are met anywhere, as ones of the whole text."""

from __future__ import annotations

_ANY = "(?s:.*)"


def whole(pattern: str) -> str:
    """The same within slashes, as Lark writes it; each choice has anchors of its own.

    Args:
        pattern: As a schema has it; with or without `^` and `$`.
    """
    return "|".join(f"({_anchored(branch)})" for branch in _branches(_slashed(pattern))).join("()")


def _anchored(branch: str) -> str:
    first = branch.startswith("^")
    last = branch.endswith("$") and not _is_escaped(branch, len(branch) - 1)
    inner = branch[first : len(branch) - last]
    return f"{'' if first else _ANY}({inner}){'' if last else _ANY}"


def _slashed(pattern: str) -> str:
    """With escapes before slashes, where there are none, and written line breaks."""
    parts = [
        "\\/" if letter == "/" and not _is_escaped(pattern, place) else letter
        for place, letter in enumerate(pattern)
    ]
    return "".join(parts).replace("\n", "\\n")


def _branches(pattern: str) -> list[str]:
    """Choices that stand in no group."""
    depth, in_set, first = 0, False, 0
    found: list[str] = []
    for place, letter in enumerate(pattern):
        if _is_escaped(pattern, place):
            continue
        if in_set or letter == "[":
            in_set = letter != "]"
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            found.append(pattern[first:place])
            first = place + 1
    return [*found, pattern[first:]]


def _is_escaped(text: str, place: int) -> bool:
    before = text[:place]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
