"""Reads the answer of a critic that thinks aloud: one whole number from 1 to 5, and never a guess.

Models that reason write `<think> ... </think>` and then their answer. What is no bare number after
that is not read as one: "4/5", "3 or 4" and "four" have no score, and the reason says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OPEN, CLOSE = "<think>", "</think>"
LOWEST, HIGHEST = 1, 5
LONGEST = 200_000  # characters: 4096 tokens are some 20 thousand
# The fullest form that is still one bare number: ` **4**. `
_BARE = re.compile(r"(?P<mark>\*{0,2})(?P<number>\d+)(?P=mark)\.?", re.ASCII)
_NUMBERS = re.compile(r"[-+]?\d+(?:[.,]\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said.

    Args:
        score: 1 to 5; None if the answer is not one whole number of these.
        thoughts: What was thought aloud; empty if nothing was.
        said: The answer itself, without the thoughts.
        trouble: Why there is no score; None if there is one.
    """

    score: int | None
    thoughts: str
    said: str
    trouble: str | None


def read_answer(text: str) -> Answer:
    """Read what a critic said.

    Args:
        text: All of it, with or without thoughts. A model whose prompt already ends in `<think>`
            gives no opening tag.

    Returns:
        The score, or why there is none.
    """
    if len(text) > LONGEST:
        return Answer(None, "", "", f"the answer is longer than {LONGEST} characters")
    thoughts, closed, said = text.rpartition(CLOSE)
    if not closed and OPEN in said:
        return Answer(None, _inner(said), "", "the thoughts do not come to an end")
    said = said.strip()
    score, trouble = _score(said)
    return Answer(score, _inner(thoughts), said, trouble)


def _inner(thoughts: str) -> str:
    return thoughts.replace(OPEN, "").replace(CLOSE, "").strip()


def _score(said: str) -> tuple[int | None, str | None]:
    if not said:
        return None, "there is no answer"
    bare = _BARE.fullmatch(said)
    if bare is not None:
        number = bare["number"]
        if len(number) == 1 and LOWEST <= int(number) <= HIGHEST:
            return int(number), None
        return None, f"the answer is not from {LOWEST} to {HIGHEST}: {_short(number)}"
    numbers = _NUMBERS.findall(said)
    if not numbers:
        return None, f"the answer holds no number: {_short(said)}"
    if len(numbers) > 1:
        return None, f"the answer holds {len(numbers)} numbers: {_short(said)}"
    return None, f"the answer is more than a whole number: {_short(said)}"


def _short(text: str, limit: int = 60) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= limit else f"{line[: limit - 3]}...")
