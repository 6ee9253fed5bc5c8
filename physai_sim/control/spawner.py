"""Spawns bodies into a running world and takes them out again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from physai_sim.control.control_error import ControlError, ResultCode, SpawnCode
from physai_sim.control.entities import Entities
from physai_sim.control.entity_frames import WORLD_FRAMES, checked_pose, frame_pose
from physai_sim.control.spawn_models import Model, Resource, SpawnModels
from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Pose
from physai_sim.simulation import scene
from physai_sim.simulation.world import World

MOST_SPAWNED = 1000
_ORIGIN = Pose()
# Names become parts of frames and of `entity/link`.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
_NAMESPACE = re.compile(r"/?[A-Za-z_][A-Za-z0-9_]*(/[A-Za-z_][A-Za-z0-9_]*)*")


@dataclass(frozen=True, slots=True)
class SpawnRequest:
    """What SpawnEntity asks.

    Args:
        resource: What to spawn.
        name: Of the entity; empty for one that is made up.
        allow_renaming: Whether another name will do where this one is empty or taken.
        namespace: Of its topics; a body that nobody commands has none, so that it is only checked.
        pose: Of its base link's frame.
        frame: What the pose is given in; see `EntityChange`.
    """

    resource: Resource
    name: str = ""
    allow_renaming: bool = False
    namespace: str = ""
    pose: Pose = _ORIGIN
    frame: str = ""


class Spawner:
    """The bodies that came after the start, with what makes them again.

    Args:
        world: Where they go.
        entities: What is said of them.
        models: What there is.
    """

    def __init__(self, world: World, entities: Entities, models: SpawnModels) -> None:
        self._world, self._entities, self._models = world, entities, models
        self._spawned: dict[str, tuple[Model, Pose]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """What was spawned and is still there, oldest first."""
        return tuple(self._spawned)

    def spawn(self, request: SpawnRequest) -> str:
        """Spawn an entity.

        Returns:
            The name that it got.

        Raises:
            ControlError: With the code of SpawnEntity; the world is as it was.
        """
        if len(self._spawned) >= MOST_SPAWNED:
            what, expected = "too many spawned entities", f"at most {MOST_SPAWNED}"
            raise ControlError(ResultCode.OPERATION_FAILED, what, expected=expected)
        if request.namespace and not _NAMESPACE.fullmatch(request.namespace):
            code = SpawnCode.NAMESPACE_INVALID
            raise ControlError(code, "not a namespace", got=request.namespace)
        code = SpawnCode.INVALID_POSE
        own = checked_pose(request.pose, code=code)
        pose = frame_pose(self._world, request.frame, code=code).compose(own)
        self._check_name(request)
        model = self._models.find(request.resource)
        name = self._free_name(request.name or model.name)
        self._place(name, model, pose)
        self._spawned[name] = (model, pose)
        return name

    def delete(self, name: str) -> None:
        """Take an entity out.

        Raises:
            ControlError: If there is none, or the world file placed it: the task, the robots and
                the sensors rely on those.
        """
        if name not in self._world.bodies:
            known = self._world.bodies
            raise ControlError(ResultCode.NOT_FOUND, "no such entity", got=name, known=known)
        if name not in self._spawned:
            what = "the world file placed this entity"
            expected = f"a spawned one ({', '.join(self._spawned) or 'none'})"
            raise ControlError(ResultCode.OPERATION_FAILED, what, got=name, expected=expected)
        del self._spawned[name]
        self._world.remove(name)
        self._entities.forget(name)

    def delete_all(self) -> None:
        """Take out whatever was spawned."""
        for name in self.names:
            self.delete(name)

    def forget_all(self) -> None:
        """As `delete_all` where a reset empties the world anyway."""
        for name in self.names:
            self._entities.forget(name)
        self._spawned.clear()

    def place_again(self) -> None:
        """Put everything that was spawned where it came first, into a world that was reset."""
        for name, (model, pose) in self._spawned.items():
            self._place(name, model, pose)

    def _check_name(self, request: SpawnRequest) -> None:
        name = request.name
        if not name and not request.allow_renaming:
            what = "an empty name, and renaming is not allowed"
            raise ControlError(SpawnCode.NAME_INVALID, what)
        if name and (not _NAME.fullmatch(name) or name in WORLD_FRAMES):
            expected = "a letter, then letters, digits or _, at most 63"
            raise ControlError(SpawnCode.NAME_INVALID, "name", got=name, expected=expected)
        if name in self._world.bodies and not request.allow_renaming:
            raise ControlError(SpawnCode.NAME_NOT_UNIQUE, "this name is taken", got=name)

    def _free_name(self, wanted: str) -> str:
        base = re.sub(r"\W", "_", wanted, flags=re.ASCII)[:50]
        if not _NAME.fullmatch(base) or base in WORLD_FRAMES:
            base = "entity"
        number, name = 0, base
        while name in self._world.bodies:
            number += 1
            name = f"{base}_{number}"
        return name

    def _place(self, name: str, model: Model, pose: Pose) -> None:
        if model.shape is not None:
            scene.add_body(self._world, model.shape, name=name).reset_base(pose)
            return
        assert model.path is not None, "a model is a shape or a file"
        try:
            self._world.load_urdf(model.path, name=name, pose=pose, category=model.category)
        except ConfigError as error:
            raise ControlError(SpawnCode.RESOURCE_PARSE_ERROR, str(error)) from None
