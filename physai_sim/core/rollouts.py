"""What a generator is asked for, and what it gives: frames that are imagined or drawn anew.

Legend: T frames, C cameras, N actions, A action size, H x W image rows x columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.types import Draw, Provenance

ExpansionKind = Literal["none", "appearance", "physics"]


@dataclass(frozen=True, slots=True)
class Expansion:
    """How a rollout is to differ from its source, and in nothing else.

    Args:
        kind: "appearance" leaves every state as it is, to the bit; "physics" changes what is
            named, and states follow.
        name: In words that tell variants apart, such as "night+rain+wet".
        settings: `KEY=VALUE` in the world file, as `--set` takes them.
        actions: How the sequence of actions is changed, by name; None: not at all.
    """

    kind: ExpansionKind = "none"
    name: str = "as_it_was"
    settings: tuple[str, ...] = ()
    actions: str | None = None


@dataclass(frozen=True, slots=True)
class RolloutRequest:
    """One rollout that is wanted.

    Args:
        name: Unlike that of every other rollout of its batch.
        source: The episode that it starts from: a bag's folder, `DATASET:INDEX` or `WORLD:SEED`.
        expansion: How it differs from the source.
        seed: Of everything that the generator draws itself.
        fps: Frames per second; it divides the physics rate of the world.
        num_frames: How many; None: as long as the source.
        cameras: Names of one to four cameras of the world, in step with one another.
        size_px: Columns and rows of each frame; None: as the camera has them.
        streams: Ground truth of each camera beside the colours.
    """

    name: str
    source: str
    expansion: Expansion = Expansion()
    seed: int = 0
    fps: int = 24
    num_frames: int | None = None
    cameras: tuple[str, ...] = ()
    size_px: tuple[int, int] | None = None
    streams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Rollout:
    """What a generator gave.

    Args:
        request: What was asked for.
        stamps_ns: Of the frames, from 0, shape (T,) [ns].
        frames: Colours by camera, shape (T, H, W, 3).
        actions: The action in force at each frame, shape (T, A).
        state_hashes: Digest of the engine's state at each frame, length T; empty where no engine
            made it.
        provenance: What made it, of what.
        checks: Every check of the rollout that really ran, with its finding; what is not named
            here did not run.
        streams: Ground truth by camera and stream, T rows each.
        draw: What its episode drew.
    """

    request: RolloutRequest
    stamps_ns: NDArray[np.int64]
    frames: Mapping[str, NDArray[np.uint8]]
    actions: Array
    state_hashes: tuple[str, ...]
    provenance: Provenance
    checks: Mapping[str, str] = field(default_factory=dict)
    streams: Mapping[tuple[str, str], NDArray[np.generic]] = field(default_factory=dict)
    draw: Draw = field(default_factory=dict)
