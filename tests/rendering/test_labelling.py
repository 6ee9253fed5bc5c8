"""Classes, outlines and boxes fit the picture they belong to."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.errors import RenderError
from physai_sim.rendering import labelling
from physai_sim.rendering.camera import project

NORMALS = ("rgb", "depth", "segmentation", "normals")


@pytest.fixture
def picture(raster, seen):
    def take(world):
        session, camera = seen(world)
        return session.world, camera, raster.render(session.world, camera, NORMALS)

    return take


@pytest.mark.parametrize("world", ["urban_loop", "sort_by_colour", "parking"])
def test_boxes_hold_every_pixel_of_their_body(world, picture):
    stage, camera, frame = picture(world)
    found = labelling.boxes(stage, camera, frame)
    assert len(found) >= 4
    for box in found:
        body = frame.segmentation & 0xFFFFFF
        rows, columns = np.nonzero(body == stage.bodies[box.name].id)
        assert (columns.min(), rows.min(), columns.max(), rows.max()) == box.box_px
        assert box.visible_px == len(rows)
        if (box.corners_m[:, 2] > camera.near_m).all() and box.category != "robot":
            corners = project(camera, box.corners_m)
            assert (corners.min(axis=0) <= (columns.min() + 2, rows.min() + 2)).all()
            assert (corners.max(axis=0) >= (columns.max() - 2, rows.max() - 2)).all()


def test_the_box_of_an_arm_follows_it(seen, raster, drive_randomly):
    session, _ = seen("reach")
    arm = session.world.bodies["arm"]
    before = labelling.body_corners(arm)
    drive_randomly(session, physics_steps=480)
    assert np.abs(labelling.body_corners(arm) - before).max() > 0.01
    for link in arm.links:
        place = np.array(arm.link_pose(link).position_m)
        corners = labelling.body_corners(arm)
        assert (place >= corners.min(axis=0) - 0.02).all()
        assert (place <= corners.max(axis=0) + 0.02).all()


def test_ground_and_roads_have_no_box(picture):
    names = {box.category for box in labelling.boxes(*picture("lane_curve"))}
    assert names.isdisjoint({"ground", "road"})


def test_classes_are_those_of_the_bodies(picture):
    stage, _, frame = picture("urban_loop")
    image = labelling.semantic(stage, frame)
    seen_ = {labelling.CLASSES[number] for number in np.unique(image)}
    assert {"nothing", "ground", "road", "building", "robot"} <= seen_
    body = frame.segmentation & 0xFFFFFF
    ego = image[body == stage.bodies["ego"].id]
    assert (ego == labelling.CLASSES.index("robot")).all()
    assert (image[frame.segmentation == -1] == 0).all()


def test_outlines_are_where_bodies_meet_and_not_on_flat_ground(picture):
    _, _, frame = picture("push")
    edges = labelling.edges(frame) > 0
    changes = frame.segmentation[:, :-1] != frame.segmentation[:, 1:]
    assert edges[:, :-1][changes].all()
    flat = np.zeros_like(edges)
    flat[1:-1, 1:-1] = True
    for axis in (0, 1):
        for shift in (-1, 1):
            flat &= np.roll(frame.segmentation, shift, axis) == frame.segmentation
    ground = flat & ((frame.segmentation & 0xFFFFFF) == 0)
    assert ground.sum() > 1000
    assert edges[ground].mean() < 0.01


def test_outlines_need_normals(picture):
    _, _, frame = picture("push")
    with pytest.raises(RenderError, match="'normals'"):
        labelling.edges(replace(frame, normals=None))
