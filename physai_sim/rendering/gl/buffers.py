"""Vertex, instance and command buffers: what one indirect call draws.

Legend: I instances, M meshes, P planes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from physai_sim.rendering.gl.context import PATTERNS, context, program
from physai_sim.rendering.gl.mesh import Mesh

# Radius on the picture below which a mesh is drawn with few triangles [px].
COARSE_PX = 25.0
PICTURE = PATTERNS.index("picture")


class Buffers:
    """Meshes and their instances on the graphics card.

    A batch is all instances of one mesh with one pattern: one command of the indirect call.

    Args:
        meshes: Every mesh of the world, once.
    """

    def __init__(self, meshes: Sequence[Mesh]) -> None:
        made = context()
        # Each mesh twice: as it is, and as it is from afar.
        levels = [level for mesh in meshes for level in (mesh, mesh.coarse or mesh)]
        vertices = [mesh.vertices() for mesh in levels]
        triangles = [mesh.triangles.ravel() for mesh in levels]
        self._counts = np.array([len(part) for part in triangles], dtype=np.uint32)
        self._first_index = np.cumsum(self._counts) - self._counts
        self._first_vertex = np.cumsum([0, *map(len, vertices)])[:-1]
        self._radius = np.array([mesh.radius for mesh in meshes])
        self._open = np.array([not mesh.is_closed for mesh in meshes])
        self._vertices = made.buffer(np.vstack(vertices).tobytes())
        self._indices = made.buffer(np.concatenate(triangles).tobytes())
        self._layers, self._pictures = _layers(meshes), _pictures(meshes)
        self._instance_parts: list[Any] = []
        self._arrays: dict[int, Any] = {}

    def set_instances(
        self,
        mesh_of: NDArray[np.intp],
        scales: NDArray[np.float64],
        kinds: tuple[NDArray[np.float32], NDArray[np.int32]],
        throws: NDArray[np.bool_],
    ) -> NDArray[np.intp]:
        """Say which shapes there are.

        Args:
            mesh_of: Mesh of each instance, shape (I,).
            scales: How much larger than its mesh each instance is, shape (I,).
            kinds: Colours, shape (I, 4); label, pattern, picture (set here) and whether rain wets
                it, shape (I, 4).
            throws: Whether it throws a shadow, shape (I,).

        Returns:
            The order in which instances are to be given from now on, shape (I,).
        """
        made = context()
        self._release_instances()
        colors, surfaces = kinds[0], kinds[1].copy()
        surfaces[:, 2] = self._layers[mesh_of]
        surfaces[surfaces[:, 2] >= 0, 1] = PICTURE  # a mesh's own picture comes before a pattern
        radii = scales * self._radius[mesh_of]
        order, batches = self._batched(mesh_of, radii, surfaces[:, 1])
        colors, surfaces = colors[order], surfaces[order]
        self._batch_of, self._radii, self._throws = batches[order], radii[order], throws[order]
        self._indirect = made.buffer(reserve=20 * len(order), dynamic=True)
        self._models = made.buffer(reserve=64 * len(order), dynamic=True)
        self._next_models = made.buffer(reserve=64 * len(order), dynamic=True)
        looks = np.hstack([colors, surfaces.view(np.float32)])
        self._kinds = made.buffer(np.ascontiguousarray(looks).tobytes())
        self._instance_parts = [self._indirect, self._models, self._next_models, self._kinds]
        return order

    def _batched(
        self, mesh_of: NDArray[np.intp], radii: NDArray[np.float64], patterns: NDArray[np.int32]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Order of instances, and batch of each: small things first, as they hide large ones."""
        keys = np.column_stack([self._open[mesh_of], patterns, mesh_of])
        pairs, batch_of = np.unique(keys, axis=0, return_inverse=True)
        batch_of = batch_of.reshape(-1)
        largest = np.zeros(len(pairs))
        np.maximum.at(largest, batch_of, radii)
        # A group is drawn by one call: one program, and one rule for back faces.
        groups, group_of = np.unique(pairs[:, :2], axis=0, return_inverse=True)
        group_of = group_of.reshape(-1)
        group_size = np.zeros(len(groups))
        np.maximum.at(group_size, group_of, largest)
        batch_group = group_of[batch_of]
        order = np.lexsort(
            (radii, batch_of, largest[batch_of], batch_group, group_size[batch_group])
        )
        self._groups, self._group_of_batch = groups, group_of
        levels = (2 * pairs[:, 2][:, None] + [0, 1]).ravel()
        self._commands = np.zeros((len(levels), 5), dtype=np.uint32)
        self._commands[:, 0] = self._counts[levels]
        self._commands[:, 2] = self._first_index[levels]
        self._commands[:, 3] = self._first_vertex[levels]
        return order, batch_of

    def write_models(self, models: NDArray[np.float32]) -> None:
        """Matrix of each instance, shape (I, 4, 4); once for a frame, however many cameras."""
        self._centres = models[:, :3, 3].astype(np.float64)
        self._models.write(_column_major(models))

    def write_next_models(self, models: NDArray[np.float32]) -> None:
        """Where each instance is in the next frame, for optical flow, shape (I, 4, 4)."""
        self._next_models.write(_column_major(models))

    def select(
        self, planes: NDArray[np.float64], *, eye_m: NDArray[np.float64] | None, focal_px: float
    ) -> None:
        """Keep the instances whose sphere is not wholly behind one of the planes.

        Args:
            planes: Rows (a, b, c, d) with a unit normal that points inwards, shape (P, 4).
            eye_m: Where it is seen from, shape (3,); None for the sun, from which all distances
                look alike, and which is shown only what throws a shadow.
            focal_px: Pixels that a metre takes up at a distance of 1 m, or at all distances.
        """
        distance = self._centres @ planes[:, :3].T + planes[:, 3]
        visible = (distance > -self._radii[:, None]).all(axis=1)
        # Each run of visible neighbours in a batch is a command.
        if eye_m is None:
            visible &= self._throws
        away = np.linalg.norm(self._centres - eye_m, axis=1) if eye_m is not None else 1.0
        is_small = focal_px * self._radii < COARSE_PX * away
        batch = np.where(visible, 2 * self._batch_of + is_small, -1)
        starts = np.flatnonzero(np.diff(batch, prepend=-1) != 0)
        ends = np.append(starts[1:], len(batch))
        runs = batch[starts] >= 0
        starts, ends = starts[runs], ends[runs]
        commands = self._commands[batch[starts]]
        commands[:, 1], commands[:, 4] = ends - starts, starts
        self._drawn = self._group_of_batch[batch[starts] // 2]
        if len(commands):
            self._indirect.write(commands.tobytes())

    def draw_depth(self) -> None:
        """Draw the depth of the selected instances, in one call."""
        if len(self._drawn):
            self._array("shadow", ()).render_indirect(
                self._indirect, moderngl.TRIANGLES, count=len(self._drawn)
            )

    def draw(self, defines: tuple[str, ...]) -> None:
        """Draw the selected instances, with one call for each group."""
        if self._pictures is not None:
            self._pictures.use(location=1)
        starts = np.flatnonzero(np.diff(self._drawn, prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(self._drawn)], strict=True):
            is_open, pattern = self._groups[self._drawn[start]]
            context().enable_only(moderngl.DEPTH_TEST | (0 if is_open else moderngl.CULL_FACE))
            named = (*defines, f"PATTERN {pattern}") if pattern else defines
            self._array("scene", named).render_indirect(
                self._indirect, moderngl.TRIANGLES, count=int(end - start), first=int(start)
            )

    def _array(self, name: str, defines: tuple[str, ...]) -> Any:
        wanted = program(name, defines)
        if wanted.glo not in self._arrays:
            self._arrays[wanted.glo] = context().vertex_array(
                wanted, self._attributes(wanted), index_buffer=self._indices
            )
        return self._arrays[wanted.glo]

    def _attributes(self, wanted: Any) -> list[tuple[Any, ...]]:
        """What a program reads of the buffers; what its compiler left out is skipped."""
        given = []
        for buffer, step, parts in (
            (self._vertices, "", (("3f", "position"), ("3f", "normal"), ("2f", "uv"))),
            (self._models, "/i", (("16f", "model"),)),
            (self._next_models, "/i", (("16f", "next_model"),)),
            (self._kinds, "/i", (("4f", "tint"), ("4i", "kind"))),
        ):
            names = [name for _, name in parts if name in wanted]
            layout = " ".join(
                kind if name in wanted else f"{4 * int(kind[:-1])}x" for kind, name in parts
            )
            if names:
                given.append((buffer, layout + step, *names))
        return given

    def _release_instances(self) -> None:
        for part in (*self._arrays.values(), *self._instance_parts):
            part.release()
        self._arrays, self._instance_parts = {}, []

    def release(self) -> None:
        """Free all of it."""
        self._release_instances()
        for part in (self._vertices, self._indices, self._pictures):
            if part is not None:
                part.release()


def _column_major(matrices: NDArray[np.float32]) -> bytes:
    return np.ascontiguousarray(matrices.transpose(0, 2, 1)).tobytes()


def _layers(meshes: Sequence[Mesh]) -> NDArray[np.int32]:
    """Layer of each mesh's picture, -1 where it has none, shape (M,)."""
    layers, used = np.full(max(1, len(meshes)), -1, dtype=np.int32), 0
    for index, mesh in enumerate(meshes):
        if mesh.texture is not None:
            layers[index], used = used, used + 1
    return layers


def _pictures(meshes: Sequence[Mesh]) -> Any:
    """All pictures in one array texture; None where there are none."""
    pictures = [mesh.texture for mesh in meshes if mesh.texture is not None]
    if not pictures:
        return None
    height, width, _ = pictures[0].shape
    made = context().texture_array(
        (width, height, len(pictures)), 4, np.concatenate(pictures).tobytes()
    )
    made.build_mipmaps()
    made.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    return made
