"""A world as it would be seen in other colours and another light, while nothing in it differs.

Why: what differs in looks alone moves alike to the bit. One pass of physics then serves many
pictures, and physics is most of the work where many bodies move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from physai_sim.core.scene_config import MaterialConfig, SceneConfig
from physai_sim.simulation.body import Body
from physai_sim.simulation.visual_shapes import VisualShape
from physai_sim.simulation.world import Lamp, World


@dataclass(frozen=True, slots=True)
class Looks:
    """All that pictures of a world depend on beside where its bodies are.

    Args:
        scene: Light and weather.
        shapes: Of each body, with their colours, by name in the world's order.
        materials: Of bodies, by name.
        lamps: On bodies.
    """

    scene: SceneConfig
    shapes: Mapping[str, tuple[VisualShape, ...]]
    materials: Mapping[str, MaterialConfig]
    lamps: tuple[Lamp, ...]


def looks_of(world: World) -> Looks:
    """What a world looks like; it may be closed afterwards."""
    shapes = {name: world.visual_shapes(body) for name, body in world.bodies.items()}
    return Looks(world.scene, shapes, dict(world.materials), tuple(world.lamps))


class DressedWorld(World):
    """A world in the looks of another one. It is for renderers: it never steps.

    Bodies, poses and the clock are those of the world that wears the looks, now and later.

    Args:
        wearer: It has bodies of the same names as the world that the looks are of.
        looks: How it is seen.
    """

    def __init__(self, wearer: World, looks: Looks) -> None:
        # Not the base's: that would start another engine.
        self._wearer, self._shapes = wearer, looks.shapes
        self.scene, self.materials = looks.scene, dict(looks.materials)
        self.lamps = list(looks.lamps)

    def __getattr__(self, name: str) -> Any:
        """What is not of its looks is the wearer's."""
        return getattr(self.__dict__["_wearer"], name)

    def visual_shapes(self, body: Body) -> tuple[VisualShape, ...]:
        """See the base."""
        return self._shapes[body.name]
