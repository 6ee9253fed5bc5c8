"""Puts the drawing of roads into a World: surfaces that are seen, kerbs that are felt."""

from __future__ import annotations

from physai_sim.core.scene_config import BodyConfig, MaterialConfig, PoseConfig
from physai_sim.roads.primitives import RoadDrawing
from physai_sim.simulation import scene
from physai_sim.simulation.world import World


def draw_roads(world: World, road: RoadDrawing) -> None:
    """Place every surface and kerb, named by kind and number."""
    for mesh in road.meshes:
        name = f"road_{mesh.name.replace(' ', '_')}"
        scene.add_mesh(
            world,
            mesh.vertices_m,
            mesh.triangles,
            name=name,
            rgba=mesh.rgba,
            material=MaterialConfig(pattern="asphalt" if mesh.name == "asphalt" else "plain"),
        )
    for index, box in enumerate(road.kerbs):
        length, width, height = box.half_extents_m
        config = BodyConfig(
            shape="box",
            size_m=(2 * length, 2 * width, 2 * height),
            pose=PoseConfig(position_m=box.centre_m, rpy_rad=(0.0, 0.0, box.yaw_rad)),
            color_rgba=road.kerb_rgba,
            category="kerb",
        )
        scene.add_body(world, config, name=f"kerb_{index}")
