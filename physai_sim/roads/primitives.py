"""What a simulator draws of a road network: a few flat meshes, and boxes for the kerbs."""

from __future__ import annotations

from dataclasses import dataclass

from physai_sim.roads.kerbs import Box, kerb_boxes
from physai_sim.roads.markings import asphalt, dashed_lines, edge_lines
from physai_sim.roads.mesh import Mesh, Rgba, merged
from physai_sim.roads.network import RoadNetwork


@dataclass(frozen=True, slots=True)
class DrawingStyle:
    """Heights above the ground, far enough apart not to flicker, and colours.

    Lines between opposite directions are yellow, all others white.
    Source: Manual on Uniform Traffic Control Devices (FHWA, 2023), part 3.
    """

    asphalt_z_m: float = 0.005
    markings_z_m: float = 0.012
    asphalt_rgba: Rgba = (0.23, 0.23, 0.25, 1.0)
    line_rgba: Rgba = (0.93, 0.93, 0.93, 1.0)
    opposite_rgba: Rgba = (0.95, 0.75, 0.1, 1.0)
    kerb_rgba: Rgba = (0.62, 0.62, 0.6, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class RoadDrawing:
    """Plain data to draw.

    Attributes:
        meshes: One per colour.
        kerbs: Boxes that also collide.
        kerb_rgba: Their colour.
    """

    meshes: tuple[Mesh, ...]
    kerbs: tuple[Box, ...]
    kerb_rgba: Rgba


def drawing(network: RoadNetwork, *, style: DrawingStyle | None = None) -> RoadDrawing:
    """The meshes and boxes that show a network; the surface of crossing lanes overlaps."""
    style = style or DrawingStyle()
    z_m = style.markings_z_m
    meshes = [merged("asphalt", asphalt(network), z_m=style.asphalt_z_m, rgba=style.asphalt_rgba)]
    if network.markings:
        white = edge_lines(network) + dashed_lines(network, opposite=False)
        yellow = dashed_lines(network, opposite=True)
        meshes.append(merged("white lines", white, z_m=z_m, rgba=style.line_rgba))
        meshes.append(merged("yellow lines", yellow, z_m=z_m, rgba=style.opposite_rgba))
    kept = tuple(mesh for mesh in meshes if mesh is not None)
    return RoadDrawing(kept, kerb_boxes(network), style.kerb_rgba)
