"""What a caption is made from: who is seen in a film, where everything is, and in which world.

Legend: T frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from physai_sim.core.config import WorldConfig
from physai_sim.core.geometry import Array
from physai_sim.core.truth import BodyInfo
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import concrete

# Pixels of bodies are counted so often: all frames would cost as much as a tenth of a film.
COUNTS_HZ = 4


@dataclass(frozen=True, slots=True, eq=False)
class FilmFacts:
    """What is known of a film.

    Args:
        config: Its world, with nothing left to draw.
        instruction: What the robots were told to do.
        carrier: What the camera is fixed to: "world", a body, or BODY/LINK.
        infos: Category and size of every body.
        most_px: Pixels of each body in that counted frame that shows most of it.
        places: Of each body that can move, shape (T, 3) [m].
        tools: Of each arm's tool by robot, shape (T, 3) [m].
    """

    config: WorldConfig
    instruction: str
    carrier: str
    infos: Mapping[str, BodyInfo]
    most_px: Mapping[str, int]
    places: Mapping[str, Array]
    tools: Mapping[str, Array]


def facts_of(truth: Truth) -> FilmFacts:
    """The same of a true film."""
    counted = [k for k in range(len(truth.labels)) if is_counted(k, truth.hz)]
    return FilmFacts(
        config=concrete(truth.source),
        instruction=truth.spec.instruction,
        carrier=truth.camera.parent,
        infos=truth.infos,
        most_px={
            name: int(truth.mask(name)[counted].sum(axis=(1, 2)).max()) for name in truth.names
        },
        places={name: poses[:, :3] for name, poses in truth.poses.items()},
        tools={name: poses[:, :3] for name, poses in truth.tools.items()},
    )


def is_counted(index: int, hz: int) -> bool:
    """Whether pixels are counted in a frame.

    Args:
        index: Its number, from 0.
        hz: Frames per second.
    """
    return index % max(1, hz // COUNTS_HZ) == 0
