"""Whether pictures are true: depth, segmentation, optical flow and normals against other sources.

Legend: N pixels.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from physai_sim.benches._render_worlds import camera_of, open_world
from physai_sim.benches.base import Row
from physai_sim.core.geometry import Array, Pose, rotation_matrix
from physai_sim.core.types import CameraSpec
from physai_sim.envs.session import Session
from physai_sim.rendering.base import Renderer
from physai_sim.rendering.camera import camera_pose, project
from physai_sim.rendering.frame import BASIC, Frame
from physai_sim.rendering.tiny import Tiny
from physai_sim.simulation.body import Body
from physai_sim.simulation.camera_image import unpack_segmentation
from physai_sim.simulation.rays import cast_rays

Pixels = NDArray[np.intp]

SIZE_PX = (320, 240)
WORLDS = ("urban_loop", "intersection_turn", "parking", "push", "sort_by_colour", "stack_two")
LEAST_PIXELS = 100
FLOW_STEPS = 24


def truth_rows(raster: Renderer, *, quick: bool) -> list[Row]:
    """The rows on depth, segmentation, flow and normals."""
    worlds = WORLDS[2:4] if quick else WORLDS
    sessions = {name: open_world(name) for name in worlds}
    try:
        return [
            _depth_row(raster, sessions),
            _segmentation_row(raster, sessions),
            _flow_row(raster, sessions),
            _normals_row(raster, sessions),
        ]
    finally:
        for session in sessions.values():
            session.close()


def _boxes(session: Session) -> list[Body]:
    """The ground and all boxes: what is seen of them is what collides, and sides are analytic."""
    flat = {name for name, body in session.config.scene.bodies.items() if body.shape == "box"}
    solid = {name for name in flat if session.config.scene.bodies[name].collides}
    wanted = {"ground", *solid}
    return [
        body
        for name, body in session.world.bodies.items()
        if name in wanted or body.info.category == "kerb"
    ]


def _inner(frame: Frame) -> NDArray[np.bool_]:
    """Pixels whose neighbours show the same link, (H, W)."""
    same = np.zeros(frame.segmentation.shape, dtype=bool)
    same[1:-1, 1:-1] = True
    for axis in (0, 1):
        for shift in (-1, 1):
            same &= np.roll(frame.segmentation, shift, axis) == frame.segmentation
    return same


def _rays(camera: CameraSpec, rows: Pixels, columns: Pixels) -> Array:
    """Points at depth 1 in the optical frame, (N, 3)."""
    flat = (np.column_stack([columns, rows]) - np.asarray(camera.centre_px)) / camera.focal_px
    return np.column_stack([flat, np.ones(len(flat))])


def _in_world(pose: Pose, points: Array) -> Array:
    result: Array = points @ rotation_matrix(pose.rotation_xyzw).T + np.asarray(pose.position_m)
    return result


def _depth_row(raster: Renderer, sessions: dict[str, Session]) -> Row:
    good = total = 0
    for session in sessions.values():
        camera = camera_of(session, SIZE_PX)
        frame, pose = raster.render(session.world, camera), camera_pose(session.world, camera)
        body, _ = unpack_segmentation(frame.segmentation)
        pixels = _inner(frame) & np.isin(body, [b.id for b in _boxes(session)])
        rows, columns = np.nonzero(pixels)
        rays = _rays(camera, rows, columns)
        ends = _in_world(pose, rays * camera.far_m)
        hits = cast_rays(session.world, np.broadcast_to(pose.position_m, ends.shape), ends)
        seen = frame.depth_m[rows, columns]
        error = np.abs(hits.fraction * camera.far_m - seen)
        right = hits.body_id == body[rows, columns]
        good += int(((error <= np.maximum(0.01, 0.002 * seen)) & right).sum())
        total += len(rows)
    note = f"{total} pixels of ground, kerbs and boxes in {', '.join(sessions)}"
    return Row("depth_within_1cm", good / total, "share", 0.99, ">=", note)


def _segmentation_row(raster: Renderer, sessions: dict[str, Session]) -> Row:
    """Round primitives are told apart: TinyRenderer draws them as hulls of 42 points."""
    tiny, worst, worst_round = Tiny(), (1.0, ""), (1.0, "")
    for name, session in sessions.items():
        camera = camera_of(session, SIZE_PX)
        pictures = [r.render(session.world, camera) for r in (raster, tiny)]
        ours, theirs = (unpack_segmentation(frame.segmentation)[0] for frame in pictures)
        bodies = session.config.scene.bodies
        for body in session.world.bodies.values():
            a, b = ours == body.id, theirs == body.id
            if b.sum() <= LEAST_PIXELS:
                continue
            found = (float((a & b).sum() / (a | b).sum()), f"{body.name} of {name}")
            if body.name in bodies and bodies[body.name].shape != "box":
                worst_round = min(worst_round, found)
            else:
                worst = min(worst, found)
    note = f"worst: {worst[1]}; round primitives left out, which TinyRenderer draws as hulls of "
    note += f"42 points: {worst_round[0]:.3f} ({worst_round[1] or 'none seen'})"
    return Row("segmentation_iou", worst[0], "share", 0.97, ">=", note)


def _flow_row(raster: Renderer, sessions: dict[str, Session]) -> Row:
    found = np.concatenate([_flow_errors(raster, session) for session in sessions.values()])
    note = (
        "way of the surface between two frames by the engine's poses against the drawn flow; "
        f"{len(found)} visible pixels, 99 %: {np.percentile(found, 99):.3f} px"
    )
    return Row("flow_epe_px", float(np.median(found)), "px", 0.5, "<=", note)


def _flow_errors(raster: Renderer, session: Session) -> Array:
    """End-point error of visible pixels [px], (N,)."""
    world, camera = session.world, camera_of(session, SIZE_PX)
    before = raster.moment(world, camera)
    frame, poses = raster.render(world, camera), dict(_link_matrices(session))
    session.step((session.spec.action_high + session.spec.action_low) / 2)
    flow, later = raster.flow(before, world), camera_pose(world, camera)
    after, next_frame = dict(_link_matrices(session)), raster.render(world, camera)
    body, link = unpack_segmentation(frame.segmentation)
    rows, columns = np.nonzero(np.isfinite(frame.depth_m))
    depth = frame.depth_m[rows, columns][:, None]
    points = _in_world(before.pose, _rays(camera, rows, columns) * depth)
    moved = np.empty_like(points)
    keys = np.column_stack([body[rows, columns], link[rows, columns]])
    for key in np.unique(keys, axis=0):
        mine = (keys == key).all(axis=1)
        way = after[tuple(key)] @ np.linalg.inv(poses[tuple(key)])
        moved[mine] = points[mine] @ way[:3, :3].T + way[:3, 3]
    optical = _in_world(later.inverse(), moved)
    there = project(camera, optical)
    error = np.hypot(*(there - np.column_stack([columns, rows]) - flow[rows, columns]).T)
    result: Array = error[_visible(next_frame, there, optical[:, 2])]
    return result


def _visible(frame: Frame, pixels: Array, depth_m: Array) -> NDArray[np.bool_]:
    """Whether points are in the picture and nothing hides them, (N,)."""
    height, width = frame.depth_m.shape
    at = np.nan_to_num(np.round(pixels), nan=-1.0).astype(np.int64)
    inside = (at >= 0).all(axis=1) & (at[:, 0] < width) & (at[:, 1] < height)
    seen = np.full(len(pixels), np.inf)
    seen[inside] = frame.depth_m[at[inside, 1], at[inside, 0]]
    near: NDArray[np.bool_] = np.abs(seen - depth_m) < 0.02 * depth_m
    result: NDArray[np.bool_] = inside & near
    return result


def _link_matrices(session: Session) -> Iterator[tuple[tuple[int, int], Array]]:
    for body in session.world.bodies.values():
        for link, index in body.links.items():
            yield (body.id, index), body.link_pose(link).matrix()


def _normals_row(raster: Renderer, sessions: dict[str, Session]) -> Row:
    worst, count = 0.0, 0
    for session in sessions.values():
        camera = camera_of(session, SIZE_PX)
        frame = raster.render(session.world, camera, (*BASIC, "normals"))
        body, _ = unpack_segmentation(frame.segmentation)
        assert frame.normals is not None, "it was asked for"
        for box in _boxes(session):
            seen = frame.normals[body == box.id]
            # The side of a box that is nearest to a normal.
            along = np.abs(seen @ rotation_matrix(box.base_pose().rotation_xyzw)).max(
                axis=1, initial=0
            )
            angles = np.degrees(np.arccos(np.clip(along, -1.0, 1.0)))
            worst, count = max(worst, float(angles.max(initial=0.0))), count + len(seen)
    return Row(
        "normals_deg", worst, "deg", 1.0, "<=", f"{count} pixels of ground, kerbs and boxes"
    )
