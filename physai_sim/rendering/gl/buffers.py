"""Vertex, instance and command buffers: what one indirect call draws.

Legend: I instances, M meshes, N labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from physai_sim.rendering.gl.context import context, program
from physai_sim.rendering.gl.mesh import Mesh
from physai_sim.rendering.gl.selection import Look, MeshTable, Selection

# What makes light differ between the pixels of a triangle; without it vertices are lit for good.
PER_PIXEL = {"SHADOW", "LAMPS", "TINTED", "COVER"}
_VERTEX = (("3f", "position"), ("3f", "normal"), ("2f", "uv"), ("4f1", "paint"))
_BYTES = {"2f": 8, "3f": 12, "4f": 16, "16f": 64, "4i": 16, "4f1": 4}


@dataclass(frozen=True, slots=True)
class Instance:
    """A shape that is to be drawn.

    Args:
        mesh: Number of its mesh.
        scale: How much larger than its mesh it is.
        rgba: Colour, each in 0..1.
        label: What its pixels are labelled with.
        pattern: Number of the pattern on it, see `PATTERNS`.
        wettable: Whether rain makes it wet, and snow can lie on it.
        is_flat: Whether it lies so flat that it throws no shadow.
    """

    mesh: int
    scale: float
    rgba: tuple[float, float, float, float]
    label: int
    pattern: int
    wettable: bool
    is_flat: bool


class Buffers:
    """Meshes and their instances on the graphics card.

    Args:
        meshes: Every mesh of the world, once.

    Attributes:
        labels: Of the instances, each once, shape (N,).
    """

    def __init__(self, meshes: Sequence[Mesh]) -> None:
        made = context()
        self._table = MeshTable.of(meshes)
        levels = [level for mesh in meshes for level in mesh.levels()]
        self._vertices = made.buffer(np.vstack([level.vertices() for level in levels]))
        indices = [level.triangles.ravel() for level in levels]
        self._indices = made.buffer(np.concatenate(indices))
        self._layers, self._pictures = _layers(meshes), _pictures(meshes)
        self._instance_parts: list[Any] = []
        self._arrays: dict[int, Any] = {}

    def set_instances(self, instances: Sequence[Instance]) -> NDArray[np.intp]:
        """Say which shapes there are.

        Returns:
            The order in which their matrices are to be given from now on, shape (I,).
        """
        made = context()
        self._release_instances()
        mesh_of = np.array([one.mesh for one in instances], dtype=np.intp)
        radii = np.array([one.scale for one in instances]) * self._table.radius[mesh_of]
        patterns = np.array([one.pattern for one in instances], dtype=np.int32)
        wettable = np.array([one.wettable for one in instances])
        throws = np.array([not one.is_flat for one in instances])
        self._selection = Selection(self._table, mesh_of, radii, patterns, throws)
        order = self._selection.order
        labels = np.array([one.label for one in instances], dtype=np.int32)
        self.labels, numbers = np.unique(labels, return_inverse=True)
        tints = np.array([one.rgba for one in instances], dtype=np.float32)
        kinds = np.column_stack([labels, numbers, self._layers[mesh_of], wettable]).astype(
            np.int32
        )
        looks = np.hstack([tints, kinds.view(np.float32)])[order]
        self._indirect = made.buffer(reserve=20 * len(order), dynamic=True)
        self._models = made.buffer(reserve=64 * len(order), dynamic=True)
        self._next_models = made.buffer(reserve=64 * len(order), dynamic=True)
        self._looks = made.buffer(np.ascontiguousarray(looks))
        self._instance_parts = [self._indirect, self._models, self._next_models, self._looks]
        return order

    def write_models(self, models: NDArray[np.float32]) -> None:
        """Transposed matrix of each instance, (I, 4, 4); once for a frame, whatever cameras."""
        self._places = models[:, 3]
        self._models.write(models)

    def write_next_models(self, models: NDArray[np.float32]) -> None:
        """Where each instance is in the next frame, for optical flow; see `write_models`."""
        self._next_models.write(models)

    def select(self, look: Look, *, lights: Look | None = None) -> None:
        """Keep what a camera or the sun sees, see `Selection.select`."""
        changed = self._selection.select(self._places, look, lights=lights)
        if changed and self._selection.calls:
            self._indirect.write(self._selection.commands)

    def shadow_reach_m(self, eye_m: Sequence[float]) -> float:
        """How far from an eye shadows may lie [m]; see `Selection.reach_m`."""
        return self._selection.reach_m(self._places, eye_m)

    def draw_depth(self) -> None:
        """Draw the depth of the selected instances, in one call."""
        count = len(self._selection.commands)
        if count:
            self._array("shadow", ()).render_indirect(
                self._indirect, moderngl.TRIANGLES, count=count
            )

    def draw(self, defines: tuple[str, ...]) -> None:
        """Draw the selected instances, with one call for each pattern.

        Back faces are not drawn: to the engine's own renderer too, surfaces have one side.
        """
        if self._pictures is not None:
            self._pictures.use(location=1)
        context().enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        for pattern, first, count in self._selection.calls:
            named = (*defines, f"PATTERN {pattern}") if pattern else defines
            if not (pattern or PER_PIXEL.intersection(defines)):
                named = (*defines, "LIT")
            self._array("scene", named).render_indirect(
                self._indirect, moderngl.TRIANGLES, count=count, first=first
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
            (self._vertices, "", _VERTEX),
            (self._models, "/i", (("16f", "model"),)),
            (self._next_models, "/i", (("16f", "next_model"),)),
            (self._looks, "/i", (("4f", "tint"), ("4i", "kind"))),
        ):
            names = [name for _, name in parts if name in wanted]
            layout = " ".join(
                kind if name in wanted else f"{_BYTES[kind]}x" for kind, name in parts
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
