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
    last = branch.endswith("$") and not _escaped(branch)[-1]
    inner = branch[first : len(branch) - last]
    return f"{'' if first else _ANY}({inner}){'' if last else _ANY}"


def _slashed(pattern: str) -> str:
    """With escapes before slashes, where there are none, and written line breaks."""
    parts = [
        "\\/" if letter == "/" and not is_escaped else letter
        for letter, is_escaped in zip(pattern, _escaped(pattern), strict=True)
    ]
    return "".join(parts).replace("\n", "\\n")


def _branches(pattern: str) -> list[str]:
    """Choices that stand in no group."""
    depth, in_set, first = 0, False, 0
    found: list[str] = []
    for place, is_escaped in enumerate(_escaped(pattern)):
        letter = "" if is_escaped else pattern[place]
        if in_set or letter == "[":
            in_set = letter != "]"
        elif letter and letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            found.append(pattern[first:place])
            first = place + 1
    return [*found, pattern[first:]]


def _escaped(text: str) -> list[bool]:
    """Whether a backslash that is none itself stands before each letter."""
    found, is_next = [], False
    for letter in text:
        found.append(is_next)
        is_next = letter == "\\" and not is_next
    return found
