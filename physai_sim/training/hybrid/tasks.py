"""Synthetic languages that show whether a model learns: copy, recall, arithmetic.

What is judged by is never learned from. What a step draws depends on seed and step alone, so a
training that goes on after a kill draws what it would have drawn.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.seeding import stream

# Digits are their own tokens; then come marks and letters.
DIGITS = 10
BEGIN, ASK, END, PLUS = 10, 11, 12, 13
FIRST_LETTER, VOCAB = 16, 48
SHORTEST, LONGEST = 3, 8
PAIRS, QUESTIONS = 6, 3
PLACES = 2  # of the numbers that are added
HELD_OUT = "held-out"


@dataclass(frozen=True, slots=True)
class Example:
    """One sequence.

    Args:
        tokens: N of them.
        counted: Which of them are the answer, N of them.
    """

    tokens: tuple[int, ...]
    counted: tuple[bool, ...]


def examples(task: str, *, seed: int, part: str, count: int) -> list[Example]:
    """Draw examples of a task; equal arguments give equal ones.

    Args:
        task: One of `TASKS`.
        seed: Of the training.
        part: What they are for, for example "step/12"; `HELD_OUT` has the examples to judge by,
            which no other part has.
        count: How many.

    Raises:
        UnknownNameError: If there is no such task.
    """
    require_task(task)
    random = stream(seed, f"hybrid/{task}/{part}")
    drawn = list[Example]()
    while len(drawn) < count:
        example = TASKS[task](random)
        if is_held_out(example) == (part == HELD_OUT):
            drawn.append(example)
    return drawn


def is_held_out(example: Example) -> bool:
    """Whether an example is one of the tenth that is judged by and never learned from.

    Why: a task of few examples, such as sums, would else be learned by heart. The order of tokens
    does not count, so that b + a is not learned where a + b is judged by.
    """
    return zlib.crc32(bytes(sorted(example.tokens))) % 10 == 0


def require_task(task: str) -> None:
    """Refuse a name that no task has.

    Raises:
        UnknownNameError: With the known ones.
    """
    if task not in TASKS:
        raise UnknownNameError("unknown task", where="task", got=task, known=TASKS)


def _copy(random: np.random.Generator) -> Example:
    """Letters, then the same letters."""
    letters = _letters(random, int(random.integers(SHORTEST, LONGEST + 1)))
    return _answered([BEGIN, *letters, ASK], [*letters, END])


def _recall(random: np.random.Generator) -> Example:
    """Pairs of key and value, then some keys, each with its value."""
    keys = random.permutation(np.arange(FIRST_LETTER, VOCAB))[:PAIRS].tolist()
    values = random.integers(0, DIGITS, PAIRS).tolist()
    told = [token for pair in zip(keys, values, strict=True) for token in pair]
    tokens, counted = [BEGIN, *told, ASK], [False] * (len(told) + 2)
    for place in random.permutation(PAIRS)[:QUESTIONS].tolist():
        tokens += [keys[place], values[place]]
        counted += [False, True]
    return Example(tuple(tokens), tuple(counted))


def _arithmetic(random: np.random.Generator) -> Example:
    """A sum; digits come last place first, as one adds."""
    a, b = random.integers(0, 10**PLACES, 2).tolist()
    asked = [BEGIN, *_digits(a, PLACES), PLUS, *_digits(b, PLACES), ASK]
    return _answered(asked, [*_digits(a + b, PLACES + 1), END])


TASKS: dict[str, Callable[[np.random.Generator], Example]] = {
    "copy": _copy,
    "recall": _recall,
    "arithmetic": _arithmetic,
}


def _answered(asked: Sequence[int], answer: Sequence[int]) -> Example:
    counted = (False,) * len(asked) + (True,) * len(answer)
    return Example((*asked, *answer), counted)


def _letters(random: np.random.Generator, count: int) -> list[int]:
    letters: list[int] = random.integers(FIRST_LETTER, VOCAB, count).tolist()
    return letters


def _digits(number: int, places: int) -> list[int]:
    return [number // 10**place % 10 for place in range(places)]
