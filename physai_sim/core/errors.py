"""One tree of errors; each builds its message from *what, where, got, expected, known*."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class PhysAIError(Exception):
    """Base of every error a user can cause or meet; its text is one line, fit to print as it is.

    Args:
        what: What went wrong, as a short clause.
        where: The file, key, topic or argument concerned.
        got: The offending value; it is shown with `repr` and shortened.
        expected: What would have been right.
        known: The names that exist; the closest to `got` is suggested.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        got: object = None,
        expected: str = "",
        known: Iterable[str] = (),
    ) -> None:
        self.what, self.where, self.got, self.expected = what, where, got, expected
        self.known = tuple(sorted(known))
        super().__init__(self._message())

    def _message(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.got is not None:
            text += f", got {_shown(self.got)}"
        if self.expected:
            text += f"; expected {self.expected}"
        if self.known:
            close = difflib.get_close_matches(str(self.got), self.known, n=1)
            text += f"; did you mean {close[0]!r}?" if close else ""
            text += f" (known: {', '.join(self.known)})"
        return " ".join(text.splitlines())


def _shown(value: object, limit: int = 120) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= limit else f"{text[: limit - 3]}..."


class ConfigError(PhysAIError):
    """A world file, a `--set` or a parameter is not what the schema allows."""


class UnknownNameError(PhysAIError):
    """A name (world, robot, sensor, task, policy, metric, bench) that nothing answers to."""


class ActionError(PhysAIError):
    """An action with a wrong shape or a number that is not finite; the world has not moved."""


class PolicyError(PhysAIError):
    """A policy that raises, or that lacks what every policy must have."""


class EpisodeError(PhysAIError):
    """A call out of order: a step before a reset, or after the episode ended or was closed."""


class MachineError(PhysAIError):
    """This machine lacks something: a NumPy build of PyBullet, a display, space on the disk."""


class RenderError(PhysAIError):
    """A picture that cannot be drawn: a broken mesh, a size or depth range that is no camera's."""


class OutputError(PhysAIError):
    """The output folder cannot be used: it is not empty, not a folder, or not writable."""


class BagError(PhysAIError):
    """A bag that cannot be read or repaired: damaged, of another kind, or lacking a topic."""


class DatasetError(PhysAIError):
    """A dataset that cannot be read or continued: unfinished, damaged, or of another robot."""


class WorkerError(PhysAIError):
    """A worker process that died or cannot start."""


class ResultsError(PhysAIError):
    """Results (metrics.json) that cannot be read, or that have nothing in common to compare."""


class CheckpointError(PhysAIError):
    """Weights that cannot be loaded: damaged, or with tensors that do not fit the model."""
