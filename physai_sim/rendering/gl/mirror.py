"""A World as the graphics card holds it: every mesh once, every shape an instance of a mesh.

Legend: I instances, M meshes, L links that carry a shape.
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.scene_config import MaterialConfig
from physai_sim.rendering.gl import mesh_file, primitives
from physai_sim.rendering.gl.buffers import Buffers, Instance
from physai_sim.rendering.gl.context import PATTERNS
from physai_sim.rendering.gl.mesh import Mesh
from physai_sim.rendering.gl.surfaces import is_flat, is_wettable
from physai_sim.rendering.gl.texel import MOST_LABELS
from physai_sim.simulation.body import Body
from physai_sim.simulation.visual_shapes import VisualShape, link_poses
from physai_sim.simulation.world import World


class Mirror:
    """The shapes of a world and where they are; it is handed the world, and never holds it."""

    def __init__(self) -> None:
        self._built: int | None = None
        self._posed: tuple[int, int] | None = None
        self._meshes: tuple[Hashable, ...] = ()
        self.buffers: Buffers | None = None
        self.models = np.zeros((0, 4, 4), np.float32)  # transposed, as GLSL reads matrices

    @property
    def labels(self) -> NDArray[np.int32]:
        """Of all shapes, each once, shape (N,)."""
        return self.buffers.labels if self.buffers is not None else np.zeros(0, np.int32)

    @property
    def is_narrow(self) -> bool:
        """Whether narrow texels can tell its labels apart."""
        return len(self.labels) <= MOST_LABELS

    def refresh(self, world: World) -> Buffers | None:
        """Bring shapes and poses up to date; a world that has not moved costs nothing.

        Args:
            world: The same at each call; it is looked at anew whenever bodies come or go.

        Returns:
            What is to be drawn; None for a world without shapes.
        """
        if self._built != world.build:
            self._build(world)
            self._built, self._posed = world.build, None
        posed = (world.build, world.step_index)
        if self.buffers is not None and (self._posed != posed or self._anything_was_put()):
            self.models = self._models_now()
            self.buffers.write_models(self.models)
            self._posed = posed
        return self.buffers

    def show(self, world: World, models: NDArray[np.float32]) -> None:
        """Put the shapes where they were, with where they are now as their next place."""
        buffers = self.refresh(world)
        if buffers is not None:
            buffers.write_next_models(self.models)
            buffers.write_models(models)

    def show_now(self) -> None:
        """Put the shapes where they are, after `show`."""
        if self.buffers is not None:
            self.buffers.write_models(self.models)

    def _anything_was_put(self) -> bool:
        """Whether a body was moved without a step since its pose was read."""
        return self._puts != [body.puts for body, _ in self._links]

    def _build(self, world: World) -> None:
        meshes: dict[Hashable, Mesh] = {}
        instances: list[Instance] = []
        places: list[tuple[int, Array]] = []  # row of its link, and matrix in the link's frame
        self._links: list[tuple[Body, list[int]]] = []
        row = 0
        for body in world.bodies.values():
            shapes = world.visual_shapes(body)
            links = sorted({shape.link for shape in shapes})
            # A base that stands still is read apart from links that move.
            split = links.index(-1) + 1 if body.is_fixed and -1 in links else 0
            self._links += [(body, part) for part in (links[:split], links[split:]) if part]
            for shape in shapes:
                key, mesh, scale = _mesh_of(shape)
                meshes.setdefault(key, mesh)
                local = shape.pose_in_link.matrix() @ np.diag([*scale, 1.0])
                places.append((row + links.index(shape.link), local))
                number = list(meshes).index(key)
                instances.append(_instance(world, body, shape, number, local))
            row += len(links)
        self._fill(meshes, instances, places)

    def _fill(
        self,
        meshes: dict[Hashable, Mesh],
        instances: list[Instance],
        places: list[tuple[int, Array]],
    ) -> None:
        if not instances:
            self.release()
            return
        if self.buffers is None or self._meshes != tuple(meshes):
            self.release()
            self.buffers = Buffers(list(meshes.values()))
            self._meshes = tuple(meshes)
        order = self.buffers.set_instances(instances)
        self._link_of = np.array([row for row, _ in places], dtype=np.intp)[order]
        locals_ = np.array([local for _, local in places])[order]
        self._locals = np.ascontiguousarray(locals_.transpose(0, 2, 1))
        self._link_poses = np.zeros((sum(len(links) for _, links in self._links), 7))
        self._puts = [-1] * len(self._links)

    def _models_now(self) -> NDArray[np.float32]:
        """Transposed matrix of every instance, (I, 4, 4); what cannot move is read once."""
        row = 0
        for index, (body, links) in enumerate(self._links):
            stands = body.is_fixed and (links == [-1] or not body.joints)
            if not stands or self._puts[index] != body.puts:
                self._link_poses[row : row + len(links)] = link_poses(body, links)
                self._puts[index] = body.puts
            row += len(links)
        models = self._locals @ _transposed_matrices(self._link_poses)[self._link_of]
        result: NDArray[np.float32] = models.astype(np.float32)
        return result

    def release(self) -> None:
        """Free what the graphics card holds."""
        if self.buffers is not None:
            self.buffers.release()
        self.buffers, self._built, self._meshes = None, None, ()


def _instance(world: World, body: Body, shape: VisualShape, mesh: int, local: Array) -> Instance:
    return Instance(
        mesh=mesh,
        scale=float(np.linalg.norm(local[:3, :3], axis=0).max()),
        rgba=shape.rgba,
        label=body.id + ((shape.link + 1) << 24),
        pattern=PATTERNS.index(world.materials.get(body.name, MaterialConfig()).pattern),
        wettable=is_wettable(body),
        is_flat=is_flat(body),
    )


def _mesh_of(shape: VisualShape) -> tuple[Hashable, Mesh, tuple[float, float, float]]:
    """Key, mesh and scale of a shape."""
    a, b, _ = shape.size
    if shape.kind == "box":
        return "box", primitives.box(), shape.size
    if shape.kind == "sphere":
        return "sphere", primitives.sphere(), (a, a, a)
    if shape.kind == "cylinder":
        return "cylinder", primitives.cylinder(), (b, b, a)
    if shape.kind == "capsule":
        return ("capsule", a, b), primitives.capsule(a, b), (1.0, 1.0, 1.0)
    assert shape.path is not None, "a mesh has a file"
    mesh = mesh_file.load(shape.path)
    if np.prod(shape.size) < 0.0:  # the engine's own renderer shows such meshes inside out
        return (shape.path, "mirrored"), mesh.turned_over(), shape.size
    return shape.path, mesh, shape.size


def _quadratic() -> Array:
    """Takes products of two entries of a quaternion, position and 1 to a transposed matrix."""
    result = np.zeros((20, 4, 4))
    x, y, z, w = range(4)
    for a, b, c in ((x, y, z), (y, z, x), (z, x, y)):  # for each axis and the two after it
        result[[4 * b + b, 4 * c + c], a, a] = -2.0
        result[4 * a + b, [a, b], [b, a]] = 2.0
        result[4 * c + w, a, b], result[4 * c + w, b, a] = 2.0, -2.0
        result[16 + a, 3, a] = 1.0
    result[19] = np.eye(4)
    return result.reshape(20, 16)


_QUADRATIC = _quadratic()


def _transposed_matrices(poses: Array) -> Array:
    """Rows (x, y, z, quaternion xyzw) as transposed matrices, (L, 7) to (L, 4, 4).

    A rotation matrix is quadratic in its quaternion, so one product makes all of them.
    """
    turns = poses[:, 3:]
    terms = np.ones((len(poses), 20))
    terms[:, :16] = (turns[:, :, None] * turns[:, None, :]).reshape(-1, 16)
    terms[:, 16:19] = poses[:, :3]
    result: Array = (terms @ _QUADRATIC).reshape(-1, 4, 4)
    return result
