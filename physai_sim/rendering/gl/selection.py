"""Which shapes a camera sees, how finely, and in which order they are drawn.

A batch is all instances of one mesh with one pattern. Legend: I instances, M meshes, L levels of
detail of all meshes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from physai_sim.rendering.gl.context import PATTERNS
from physai_sim.rendering.gl.mesh import LEVEL_PX, Mesh

LEVELS = len(LEVEL_PX)
PICTURE = PATTERNS.index("picture")
Numbers = NDArray[np.intp]


class Look(NamedTuple):
    """From where things are seen, and how large.

    Args:
        sides: Rows (a, b, c, d): six planes with a unit normal that points inwards, and one that
            gives the distance by which things look smaller, shape (7, 4).
        focal_px: Pixels that a metre takes up at a distance of 1 m.
    """

    sides: NDArray[np.float32]
    focal_px: float


class Call(NamedTuple):
    """An indirect call: neighbouring commands that share a pattern, and so a program."""

    pattern: int
    first: int
    commands: int


@dataclass(frozen=True)
class MeshTable:
    """Where meshes lie in the vertex and index buffers.

    Args:
        radius: Of each mesh [m], shape (M,).
        finest: Number of its finest level among all levels, shape (M,).
        depth: How many levels it has, shape (M,).
        commands: Index count, 0, first index, first vertex and 0 of each level, shape (L, 5).
        has_picture: Whether each level shows one, shape (L,).
    """

    radius: NDArray[np.float64]
    finest: Numbers
    depth: Numbers
    commands: NDArray[np.uint32]
    has_picture: NDArray[np.bool_]

    @classmethod
    def of(cls, meshes: Sequence[Mesh]) -> MeshTable:
        """The table of meshes that are laid one after the other, finest levels first."""
        depth = np.array([len(mesh.levels()) for mesh in meshes])
        levels = [level for mesh in meshes for level in mesh.levels()]
        indices = np.array([level.triangles.size for level in levels])
        vertices = np.array([len(level.positions) for level in levels])
        commands = np.zeros((len(levels), 5), dtype=np.uint32)
        commands[:, 0] = indices
        commands[:, 2] = np.cumsum(indices) - indices
        commands[:, 3] = np.cumsum(vertices) - vertices
        return cls(
            np.array([mesh.radius for mesh in meshes]),
            np.cumsum(depth) - depth,
            depth,
            commands,
            np.array([level.texture is not None for level in levels]),
        )


class Selection:
    """The instances of a world, sorted, and those of them that are to be drawn.

    Args:
        table: The meshes.
        mesh_of: Mesh of each instance, shape (I,).
        radii: Of the sphere about each instance's origin that holds it [m], shape (I,).
        patterns: Number of its pattern, shape (I,).
        throws: Whether it throws a shadow, shape (I,).

    Attributes:
        order: In which instances are to be given from now on, shape (I,).
        commands: Of the last selection, shape (C, 5).
        calls: Of the last selection.
    """

    def __init__(
        self,
        table: MeshTable,
        mesh_of: Numbers,
        radii: NDArray[np.float64],
        patterns: NDArray[np.int32],
        throws: NDArray[np.bool_],
    ) -> None:
        keys = np.column_stack([patterns, mesh_of])
        pairs, batch_of = np.unique(keys, axis=0, return_inverse=True)
        batch_of = batch_of.reshape(-1)
        pattern_of_batch, mesh_of_batch = pairs.T
        self.order = _small_first(radii, batch_of, pattern_of_batch)
        self._first, self._radii = (
            LEVELS * batch_of[self.order],
            radii[self.order].astype(np.float32),
        )
        self._behind = -self._radii[:, None]
        self._throws = throws[self.order]
        self._coarsest = (table.depth - 1)[mesh_of][self.order]
        finest = table.finest[mesh_of_batch][:, None]
        levels = finest + np.minimum(np.arange(LEVELS), table.depth[mesh_of_batch][:, None] - 1)
        self._commands = table.commands[levels.ravel()]
        # A mesh's own picture comes before a pattern; coarser levels may have only its colours.
        plain = np.where(table.has_picture[finest], 0, pattern_of_batch[:, None])
        self._patterns = np.where(table.has_picture[levels], PICTURE, plain).ravel()
        self._drawn: Numbers = np.full(len(mesh_of), -1)
        self._key = b""
        self.commands: NDArray[np.uint32] = np.zeros((0, 5), dtype=np.uint32)
        self.calls: list[Call] = []

    def select(
        self, places: NDArray[np.float32], look: Look, *, lights: Look | None = None
    ) -> bool:
        """Keep the instances whose sphere is not wholly behind one of the sides.

        Args:
            places: Origin (x, y, z, 1) of each instance in the world, shape (I, 4).
            look: Who looks.
            lights: Where the sun looks, the camera for whose picture it does. The sun is shown
                only what throws a shadow, and nothing more finely than the camera is: a coarse
                surface lies within a finer one, which would throw specks of shadow onto it.

        Returns:
            Whether `commands` are others than before.
        """
        distance = places @ look.sides.T
        visible = (distance[:, :6] > self._behind).all(axis=1)
        level = self._levels(distance[:, 6], look.focal_px)
        if lights is not None:
            visible &= self._throws
            away = places @ lights.sides[6]
            level = np.maximum(level, self._levels(away, lights.focal_px))
        drawn = np.where(visible, self._first + np.minimum(level, self._coarsest), -1)
        key = drawn.tobytes()
        if key == self._key:
            return False
        self._drawn, self._key = drawn, key
        self._command()
        return True

    def _levels(self, away: NDArray[np.float32], focal_px: float) -> Numbers:
        """Level of each instance by its size; the finest for what lies behind, shape (I,)."""
        size = focal_px * self._radii
        return np.asarray(sum(size < px * away for px in LEVEL_PX[:-1]), dtype=np.intp)

    def reach_m(self, places: NDArray[np.float32], eye_m: Sequence[float]) -> float:
        """How far from an eye shadows may lie [m]: a little past the farthest thing that has one.

        Args:
            places: See `select`.
            eye_m: Shape (3,).
        """
        away = np.linalg.norm(places[:, :3] - np.asarray(eye_m, np.float32), axis=1)
        return float(np.max(away + 3.0 * self._radii, where=self._throws, initial=0.0))

    def _command(self) -> None:
        """Each run of neighbours with the same mesh, level and pattern is a command."""
        starts = np.flatnonzero(_changes(self._drawn))
        ends = np.append(starts[1:], len(self._drawn))
        kept = self._drawn[starts] >= 0
        starts, ends = starts[kept], ends[kept]
        drawn = self._drawn[starts]
        self.commands = self._commands[drawn]
        self.commands[:, 1], self.commands[:, 4] = ends - starts, starts
        pattern = self._patterns[drawn]
        firsts = np.flatnonzero(_changes(pattern))
        counts = np.diff(np.append(firsts, len(pattern)))
        self.calls = [
            Call(int(pattern[first]), int(first), int(count))
            for first, count in zip(firsts, counts, strict=True)
        ]


def _small_first(radii: NDArray[np.float64], batch_of: Numbers, pattern_of: Numbers) -> Numbers:
    """Order of instances by pattern and batch: small things first, as they hide large ones."""
    batch_size, pattern_size = np.zeros(len(pattern_of)), np.zeros(int(pattern_of.max()) + 1)
    np.maximum.at(batch_size, batch_of, radii)
    np.maximum.at(pattern_size, pattern_of, batch_size)
    pattern = pattern_of[batch_of]
    return np.lexsort((radii, batch_of, batch_size[batch_of], pattern, pattern_size[pattern]))


def _changes(numbers: Numbers) -> NDArray[np.bool_]:
    """Where a number is not the one before it, and at the start."""
    result = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=result[1:])
    return result
