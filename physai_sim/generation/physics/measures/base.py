"""What a measure is: a question about a clip, answered by a number beside the truth's own.

Source: the list A1 to A11 and the planted faults are described in `docs/physics.md`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import Truth

Better = Literal["lower", "higher"]
Word = Literal["pass", "fail", "unknown"]


@dataclass(frozen=True, slots=True)
class Score:
    """What a measure found in one clip.

    Args:
        value: In the measure's unit; None with a reason where it cannot be told.
        reason: Why there is no value.
        parts: What it is made of: by body, by horizon, by chunk; plain JSON data.
        fault: What is wrong whatever the value says; the verdict is "fail" then.
        worst_true: What some true film as long as this one has been seen to score, where the
            measure knows. Between the limit and this a value may be chance: it is unknown.
        untold: Bodies of which the value should tell and cannot, as they are not followed. What
            is followed in the true film and not in the clip is perhaps not there: no pass then.
    """

    value: float | None
    reason: str | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)
    fault: str | None = None
    worst_true: float | None = None
    untold: frozenset[str] = frozenset()


def unknown(reason: str, **parts: Any) -> Score:
    """No value, and why: never a zero in its place."""
    return Score(None, reason, parts)


class Measure(ABC):
    """One row of the report. Lives in `physai_sim/generation/physics/measures/NAME.py`.

    Its value is made for the clip, and by the same code for the true film: tracked as the clip is,
    and by the engine's own masks. The latter two are its floors: no clip can be told to be better.

    Attributes:
        name: Its file's name.
        number: As in the notes: "A1" to "A11".
        question: What it asks, one sentence.
        unit: Of the value; "" for a plain number.
        better: Which way is better.
        catches: Planted faults that must fail it.
    """

    name: ClassVar[str]
    number: ClassVar[str]
    question: ClassVar[str]
    unit: ClassVar[str] = ""
    better: ClassVar[Better] = "lower"
    catches: ClassVar[tuple[str, ...]] = ()

    def applies(self, truth: Truth) -> bool:
        """Whether the question makes sense for this episode."""
        del truth
        return True

    @abstractmethod
    def score(self, sight: Sight, truth: Truth) -> Score:
        """The value for what was seen.

        Args:
            sight: Of the clip, or of the true film.
            truth: What the engine knows; of the same number of frames.
        """

    @abstractmethod
    def limit(self, floor: float, truth: Truth) -> float:
        """The worst value that still passes, given what the truth itself scores.

        It never asks for more than the floor allows; its margin names its source.
        """

    def is_telling(self, limit: float) -> bool:
        """Whether a value within this limit says that all is well; beyond it something is wrong.

        Where the floor is bad, so is the limit, and a film that is wrong may keep to it.
        """
        del limit
        return True


@dataclass(frozen=True, slots=True)
class Finding:
    """A measure's row in `physics.json`.

    Args:
        name: Of the measure.
        number: As in the notes.
        question: What was asked.
        unit: Of the numbers.
        better: Which way is better.
        value: Of the clip; None with a reason.
        floor: Of the true film, tracked as the clip was.
        floor_masks: Of the true film by the engine's own masks.
        limit: The worst value that passes; None where there is no floor.
        verdict: "unknown" where there is no value, or the floor itself is too bad to judge by.
        reason: Why it is unknown, or fails whatever its value; None else.
        parts: Of the clip's score.
        floor_parts: Of the floor's.
        untold: Bodies that the value leaves out, though the floor does not.
    """

    name: str
    number: str
    question: str
    unit: str
    better: Better
    value: float | None
    floor: float | None
    floor_masks: float | None
    limit: float | None
    verdict: Word
    reason: str | None
    parts: Mapping[str, Any]
    floor_parts: Mapping[str, Any]
    untold: tuple[str, ...] = ()
