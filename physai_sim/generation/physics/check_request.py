"""What `physai physics` is asked to check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from physai_sim.core.output import Mode
from physai_sim.generation.physics.document import plain
from physai_sim.generation.physics.requirements import Wanted
from physai_sim.generation.source.read import place_of


@dataclass(frozen=True, slots=True)
class Pair:
    """A video and the episode that it is to show.

    Args:
        video: A video file, a folder of pictures, a dataset or a bag.
        truth: A bag, `DATASET[:EPISODE]` or `WORLD:SEED`.
    """

    video: Path
    truth: str


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What is to be checked.

    Args:
        pair: The video and its truth.
        camera: Of the world; None: the world's first.
        hz: Frames per second of a folder of pictures.
        frames: How many frames of the truth are meant; None: all.
        masks: Where bodies are seen in the video, if somebody knows.
        depth: Of the video, if the generator gave it.
        other: Another video from the same start, with other actions, and its truth.
        variants: Further videos of the same episode in other looks.
        lpips: Whether their diversity is told by LPIPS too.
        settings: `KEY=VALUE`, of the truth's world.
        out: Folder for the report; None: none is written.
        mode: What happens to an earlier one there.
        required: Beside the limits of the measures.
    """

    pair: Pair
    camera: str | None = None
    hz: int | None = None
    frames: int | None = None
    masks: Path | None = None
    depth: Path | None = None
    other: Pair | None = None
    variants: tuple[Path, ...] = ()
    lpips: bool = False
    settings: tuple[str, ...] = ()
    out: Path | None = None
    mode: Mode = "new"
    required: tuple[Wanted, ...] = ()

    def inputs(self) -> Iterator[Path]:
        """All that is read."""
        for pair in filter(None, (self.pair, self.other)):
            yield pair.video
            yield place_of(pair.truth)
        yield from filter(None, (self.masks, self.depth, *self.variants))

    def facts(self) -> dict[str, Any]:
        """What run.json says of it."""
        return {key: plain(value) for key, value in asdict(self).items() if key != "mode"}
