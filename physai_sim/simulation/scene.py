"""Builds what stands in a World: ground, boxes, spheres, cylinders and flat meshes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array, Pose
from physai_sim.core.scene_config import BodyConfig, GroundConfig, MaterialConfig, SceneConfig
from physai_sim.core.truth import BodyInfo
from physai_sim.simulation.body import Body
from physai_sim.simulation.engine import bullet
from physai_sim.simulation.scratch import scratch_file
from physai_sim.simulation.world import World

GROUND_DEPTH_M = 1.0
# A contact without margin that hardly corrects positions: of a spring and a damper of these, the
# engine makes an error reduction of stiffness * step / (stiffness * step + damping).
_HARD = {
    "contactProcessingThreshold": 0.0,
    "contactStiffness": 1e5,
    "contactDamping": 1e6,
    "linearDamping": 0.0,  # the engine's own takes 4 % of the speed in each second
}
_ORIGIN = Pose()


def build(world: World, scene: SceneConfig) -> None:
    """Place the ground and every body of the scene; the world must just have been reset."""
    if scene.ground is not None:
        add_ground(world, scene.ground)
    for name, config in scene.bodies.items():
        add_body(world, config, name=name)


def add_ground(world: World, config: GroundConfig) -> Body:
    """A thick slab whose top is z = 0: an infinite plane would show no edge and no shadow."""
    half = config.size_m / 2
    shape = {"shapeType": bullet.GEOM_BOX, "halfExtents": [half, half, GROUND_DEPTH_M / 2]}
    info = BodyInfo("ground", (config.size_m, config.size_m, GROUND_DEPTH_M))
    pose = Pose((0.0, 0.0, -GROUND_DEPTH_M / 2))
    part = _Part(
        "ground",
        info,
        config.color_rgba,
        pose=pose,
        friction=config.friction,
        restitution=config.restitution,
    )
    world.materials["ground"] = config.material
    return _create(world, shape, part)


def add_body(world: World, config: BodyConfig, *, name: str) -> Body:
    """Place one primitive body."""
    part = _Part(
        name=name,
        info=BodyInfo(config.category, config.extents_m),
        rgba=config.color_rgba,
        pose=config.pose.pose(),
        mass_kg=config.mass_kg,
        friction=config.friction,
        rolling_friction=config.rolling_friction,
        restitution=config.restitution,
        collides=config.collides,
    )
    world.materials[name] = config.material
    body = _create(world, shape_arguments(config), part)
    if any(config.velocity_mps):
        body.reset_base(part.pose, config.velocity_mps)
    return body


def add_mesh(
    world: World,
    vertices: Array,
    triangles: NDArray[np.int32],
    *,
    name: str,
    rgba: Sequence[float],
    material: MaterialConfig | None = None,
) -> Body:
    """A mesh that is only seen, in the world frame: vertices (V, 3) [m], triangles (F, 3)."""
    # By a file: vertices handed over in memory would leak some 0.1 MB at each reset.
    path = scratch_file(_obj_text(vertices, triangles), suffix=".obj")
    shape = {"shapeType": bullet.GEOM_MESH, "fileName": str(path)}
    info = BodyInfo("road", (0.0, 0.0, 0.0))
    world.materials[name] = material or MaterialConfig()
    return _create(world, shape, _Part(name, info, rgba, collides=False))


def _obj_text(vertices: Array, triangles: NDArray[np.int32]) -> str:
    """A flat mesh, seen from above, as Wavefront OBJ."""
    points = [f"v {x!r} {y!r} {z!r}" for x, y, z in vertices.tolist()]
    faces = ["f " + " ".join(f"{i + 1}//1" for i in face) for face in triangles.tolist()]
    return "\n".join([*points, "vn 0 0 1", *faces, ""])


def shape_arguments(config: BodyConfig) -> dict[str, Any]:
    """What the engine makes the collision shape of a primitive body of."""
    if config.size_m is not None:
        return {"shapeType": bullet.GEOM_BOX, "halfExtents": [s / 2 for s in config.size_m]}
    if config.shape == "sphere":
        return {"shapeType": bullet.GEOM_SPHERE, "radius": config.radius_m}
    return {
        "shapeType": bullet.GEOM_CYLINDER,
        "radius": config.radius_m,
        "height": config.height_m,
    }


@dataclass(frozen=True, slots=True)
class _Part:
    """What a body is made with, beside its shape."""

    name: str
    info: BodyInfo
    rgba: Sequence[float]
    pose: Pose = _ORIGIN
    mass_kg: float = 0.0
    friction: float = 0.0
    rolling_friction: float = 0.0
    restitution: float = 0.0
    collides: bool = True


def _create(world: World, shape: dict[str, Any], part: _Part) -> Body:
    client = world.client
    visual = {("length" if key == "height" else key): value for key, value in shape.items()}
    body_id = bullet.createMultiBody(
        baseMass=part.mass_kg,
        baseCollisionShapeIndex=(
            bullet.createCollisionShape(**shape, physicsClientId=client) if part.collides else -1
        ),
        baseVisualShapeIndex=bullet.createVisualShape(
            **visual, rgbaColor=list(part.rgba), physicsClientId=client
        ),
        basePosition=part.pose.position_m,
        baseOrientation=part.pose.rotation_xyzw,
        physicsClientId=client,
    )
    bullet.changeDynamics(
        body_id,
        -1,
        lateralFriction=part.friction,
        rollingFriction=part.rolling_friction,
        restitution=part.restitution,
        # A body that moves and bounces is not held off before it touches, nor pushed out of what
        # it went into by a step: both would change its speed by up to a quarter.
        **(_HARD if part.restitution > 0.0 and part.mass_kg > 0.0 else {}),
        physicsClientId=client,
    )
    return world.add(body_id, part.name, part.info)
