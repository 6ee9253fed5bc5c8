"""What takes an episode as it happens; several sinks get the very same samples."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Protocol

from numpy.typing import NDArray

from physai_sim.core.geometry import Array, Pose
from physai_sim.core.truth import EpisodeTruth, Outcome, StepTruth
from physai_sim.core.types import ActionChunk, Provenance


class EpisodeSink(Protocol):
    """A recorder of one episode: a bag, a dataset.

    The calls come in this order: `start`; then for each control stamp the readings since the last
    one, the truth of this one, the chunk where the policy was asked, and the action that holds
    from it on; at last `end`.
    """

    def start(
        self,
        facts: EpisodeTruth,
        provenance: Provenance,
        *,
        descriptions: Mapping[str, str],
        fixed_bases: Mapping[str, tuple[str, Pose]],
    ) -> None:
        """Take what holds for the whole episode."""

    def reading(self, sensor_name: str, at_ns: int, value: NDArray[Any]) -> None:
        """Take one reading of a sensor."""

    def truth(self, now: StepTruth) -> None:
        """Take the ground truth of one control stamp."""

    def chunk(self, at_ns: int, chunk: ActionChunk) -> None:
        """Take what the policy decided on the observation of a stamp."""

    def action(self, at_ns: int, values: Array) -> None:
        """Take the action that holds from a stamp on, shape (A,)."""

    def end(self, at_ns: int, outcome: Outcome) -> None:
        """Take how the episode ended."""

    def __enter__(self) -> EpisodeSink:
        """The sink itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish, also when an error or Ctrl-C ended the episode."""
