"""The raster renderer: truth beside the colours, light, weather, and what it frees."""

import gc
import os
import threading
from pathlib import Path

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import RenderError
from physai_sim.core.geometry import Pose, rotation_matrix
from physai_sim.core.scene_config import (
    BodyConfig,
    ImageConfig,
    MountConfig,
    PoseConfig,
    SceneConfig,
)
from physai_sim.envs.session import Session
from physai_sim.rendering.camera import camera_pose, camera_spec, project
from physai_sim.rendering.gl.mirror import Mirror
from physai_sim.rendering.raster import Raster
from physai_sim.rendering.tiny import Tiny
from physai_sim.simulation import scene
from physai_sim.simulation.camera_image import unpack_segmentation

NORMALS = ("rgb", "depth", "segmentation", "normals")


def test_normals_are_those_of_planes_and_boxes(raster, build_world):
    turned = PoseConfig(position_m=(0.0, 0.0, 0.4), rpy_rad=(0.3, -0.2, 0.7))
    box = BodyConfig(shape="box", size_m=(0.5, 0.3, 0.4), pose=turned)
    world = build_world(SceneConfig(bodies={"box": box}))
    image = ImageConfig(width_px=160, height_px=120, vertical_fov_rad=0.8, far_m=20.0)
    mount = MountConfig(position_m=(1.4, -0.8, 1.2), look_at_m=(0.0, 0.0, 0.3))
    frame = raster.render(world, camera_spec(image, mount), NORMALS)
    body, _ = unpack_segmentation(frame.segmentation)
    ground = frame.normals[body == world.bodies["ground"].id]
    assert np.allclose(ground, (0, 0, 1), atol=1e-3)
    sides = frame.normals[body == world.bodies["box"].id]
    along = np.abs(sides @ rotation_matrix(turned.pose().rotation_xyzw)).max(axis=1)
    assert np.degrees(np.arccos(np.clip(along, -1, 1))).max() < 0.5
    assert (frame.normals[body == -1] == 0).all()


def test_normals_look_at_the_camera(raster, seen):
    session, camera = seen("reach")
    frame = raster.render(session.world, camera, NORMALS)
    rows, columns = np.nonzero(np.isfinite(frame.depth_m))
    rays = (
        np.column_stack([columns, rows, np.ones(len(rows))]) @ np.linalg.inv(camera.intrinsics()).T
    )
    in_world = rays @ rotation_matrix(camera_pose(session.world, camera).rotation_xyzw).T
    assert ((in_world * frame.normals[rows, columns]).sum(axis=1) <= 1e-2).all()


@pytest.mark.parametrize("world", ["sort_by_colour", "urban_loop"])
def test_flow_leads_each_pixel_to_where_its_point_went(world, raster, seen, drive_randomly):
    session, camera = seen(world)
    drive_randomly(session, physics_steps=60)
    before, bodies = raster.moment(session.world, camera), session.world.bodies
    frame = raster.render(session.world, camera)
    poses = {body.id: _poses(body) for body in bodies.values()}
    drive_randomly(session, physics_steps=24, seed=1)
    flow = raster.flow(before, session.world)
    body_ids, links = unpack_segmentation(frame.segmentation)
    rows, columns = np.nonzero(np.isfinite(frame.depth_m))
    pick = np.random.default_rng(0).choice(len(rows), 400, replace=False)
    now, later, errors = before.pose, camera_pose(session.world, camera), []
    after = {body.id: _poses(body) for body in bodies.values()}
    for row, column in zip(rows[pick], columns[pick], strict=True):
        ray = np.append((np.array([column, row]) - camera.centre_px) / camera.focal_px, 1.0)
        point = now.compose(Pose(tuple(ray * frame.depth_m[row, column])))
        key = (body_ids[row, column], links[row, column])
        moved = after[key[0]][key[1]].compose(poses[key[0]][key[1]].inverse()).compose(point)
        there = project(camera, np.array(later.inverse().compose(moved).position_m))[0]
        errors.append(np.abs(there - (column, row) - flow[row, column]).max())
    assert np.nanmedian(errors) < 0.01
    assert np.nanpercentile(errors, 99) < 0.2
    assert np.abs(flow[rows, columns]).max() > 1.0


def _poses(body):
    return {index: body.link_pose(name) for name, index in body.links.items()}


def test_flow_over_a_reset_is_refused(raster, seen):
    session, camera = seen("reach")
    before = raster.moment(session.world, camera)
    session.reset(1)
    with pytest.raises(RenderError, match="over a change of bodies"):
        raster.flow(before, session.world)


def test_flow_leaves_the_next_picture_as_it_is(raster, seen, drive_randomly):
    session, camera = seen("reach")
    before = raster.moment(session.world, camera)
    drive_randomly(session, physics_steps=48)
    plain = raster.render_batch([(session.world, camera)])[0]
    raster.flow(before, session.world)
    again = raster.render_batch([(session.world, camera)])[0]
    assert np.array_equal(plain.rgb, again.rgb)


def test_shadows_darken_some_pixels_and_brighten_none(raster, seen):
    pictures = []
    for shadow in ("false", "true"):
        session, camera = seen("parking", f"scene.light.shadow={shadow}")
        pictures.append(raster.render(session.world, camera).rgb.astype(int))
    change = (pictures[1] - pictures[0]).sum(axis=-1)
    assert 0.03 < (change < -20).mean() < 0.5
    assert change.max() <= 3


def test_a_small_ball_in_the_light_throws_no_shadow_on_itself(raster, open_session):
    pictures = []
    for shadow in ("false", "true"):
        session = open_session("falling_ball", f"scene.light.shadow={shadow}", cameras=False)
        session.reset(1)
        view = session.config.view
        camera = camera_spec(view.model_copy(update={"width_px": 96, "height_px": 96}), view.mount)
        frame = raster.render(session.world, camera)
        pictures.append(frame.rgb.astype(int))
    body, _ = unpack_segmentation(frame.segmentation)
    ball = body == session.world.bodies["ball"].id
    assert ball.sum() > 20
    assert (pictures[0] - pictures[1])[ball].max() <= 8


WEATHER = {
    "fog": ("scene.weather.visibility_m=30.0",),
    "rain": ("scene.weather.rain=0.8",),
    "wet": ("scene.weather.wetness=1.0",),
    "snow": ("scene.weather.snow=0.8",),
    "cover": ("scene.weather.cover=0.6",),
    "tint": ("scene.light.sun_rgb=[1.0, 0.7, 0.4]", "scene.light.ambient_rgb=[1.0, 0.9, 0.8]"),
    "headlights": ("scene.light.headlights=true",),
    "pattern": ("scene.ground.material={pattern: checker}",),
}


@pytest.mark.parametrize("kind", WEATHER)
def test_weather_changes_colours_and_nothing_else(kind, raster, seen):
    session, camera = seen("lane_curve")
    plain = raster.render(session.world, camera)
    session, camera = seen("lane_curve", *WEATHER[kind])
    other = raster.render(session.world, camera)
    assert np.abs(plain.rgb.astype(int) - other.rgb).mean() > 0.5
    assert np.array_equal(plain.depth_m, other.depth_m)
    assert np.array_equal(plain.segmentation, other.segmentation)


def test_what_lies_on_surfaces_leaves_walls_and_cars_as_they_are(raster, seen):
    session, camera = seen("lane_curve")
    plain = raster.render(session.world, camera)
    session, camera = seen("lane_curve", "scene.weather.cover=1.0")
    covered = raster.render(session.world, camera)
    body, _ = unpack_segmentation(plain.segmentation)
    changed = (plain.rgb != covered.rgb).any(axis=-1)
    assert changed[body == session.world.bodies["ground"].id].mean() > 0.5
    assert not changed[body == session.world.bodies["ego"].id].any()


def test_flakes_fall_with_time_alone(raster, seen):
    session, camera = seen("lane_curve", "scene.weather.snow=0.8")
    pictures = [raster.render(session.world, camera).rgb.copy() for _ in range(2)]
    session.world.step(24)
    pictures.append(raster.render(session.world, camera).rgb.copy())
    assert np.array_equal(pictures[0], pictures[1])
    assert np.abs(pictures[1].astype(int) - pictures[2]).max() > 50


def test_fog_hides_what_is_far_more_than_what_is_near(raster, seen):
    session, camera = seen("lane_curve")
    plain = raster.render(session.world, camera)
    session, camera = seen("lane_curve", "scene.weather.visibility_m=60.0")
    fog = raster.render(session.world, camera)
    contrast = []
    for low, high in ((4.0, 12.0), (60.0, 120.0)):
        part = (plain.depth_m > low) & (plain.depth_m < high)
        contrast.append(fog.rgb[part].std(axis=0).sum() / plain.rgb[part].std(axis=0).sum())
    assert contrast[0] > 3 * contrast[1]


def test_it_agrees_with_tinyrenderer_on_who_is_where(raster, seen):
    session, camera = seen("pick_place")
    ours = raster.render(session.world, camera).segmentation
    theirs = Tiny().render(session.world, camera).segmentation
    assert (ours == theirs).mean() > 0.995


def test_a_body_that_comes_is_drawn_and_one_that_went_is_not(raster, seen):
    session, view = seen("reach")
    world = session.world
    before = raster.render(world, view, NORMALS)
    ball = BodyConfig(shape="sphere", radius_m=0.1, pose=PoseConfig(position_m=(0.5, 0.0, 1.0)))
    for turn in range(2):  # the count of bodies is the same after each exchange
        scene.add_body(world, ball, name=f"ball{turn}")
        if turn:
            world.remove("ball0")
        with_ball = raster.render(world, view, NORMALS)
        body, _ = unpack_segmentation(with_ball.segmentation)
        assert (body == world.bodies[f"ball{turn}"].id).sum() > 200
        assert not np.array_equal(with_ball.rgb, before.rgb)
    world.step(2)
    raster.render(world, view, NORMALS)
    world.remove("ball1")
    session.reset(0)
    after = raster.render(world, view, NORMALS)
    assert np.array_equal(after.rgb, before.rgb)
    assert np.array_equal(after.segmentation, before.segmentation)


def test_a_deleted_body_vanishes_without_a_step(raster, seen):
    session, view = seen("reach")
    before = raster.render(session.world, view)
    ball = BodyConfig(shape="sphere", radius_m=0.1, pose=PoseConfig(position_m=(0.5, 0.0, 1.0)))
    scene.add_body(session.world, ball, name="ball")
    assert not np.array_equal(raster.render(session.world, view).rgb, before.rgb)
    session.world.remove("ball")
    assert np.array_equal(raster.render(session.world, view).rgb, before.rgb)


def test_flow_over_a_change_of_bodies_is_refused(raster, seen):
    session, view = seen("reach")
    before = raster.moment(session.world, view)
    session.world.remove("target")
    with pytest.raises(RenderError, match="over a change of bodies"):
        raster.flow(before, session.world)


def test_a_body_that_was_put_elsewhere_without_a_step_is_drawn_there(raster, seen):
    session, camera = seen("push")
    session.world.bodies["cube"].reset_base(Pose((0.4, 0.3, 0.9)))
    frame = raster.render_batch([(session.world, camera)])[0]
    body, _ = unpack_segmentation(frame.segmentation)
    rows, columns = np.nonzero(body == session.world.bodies["cube"].id)
    at = camera_pose(session.world, camera).inverse().compose(Pose((0.4, 0.3, 0.9)))
    assert np.allclose(project(camera, at.position_m)[0], (columns.mean(), rows.mean()), atol=1)


def test_what_if_leaves_no_trace_in_pictures(raster, seen):
    session, camera = seen("push")
    before = raster.render_batch([(session.world, camera)])[0]
    with session.world.what_if():
        session.world.bodies["cube"].reset_base(Pose((0.4, 0.3, 0.9)))
        during = raster.render_batch([(session.world, camera)])[0]
    after = raster.render_batch([(session.world, camera)])[0]
    assert not np.array_equal(before.rgb, during.rgb)
    assert np.array_equal(before.rgb, after.rgb)


def test_a_world_with_nothing_in_it_is_sky(raster, build_world):
    world = build_world(SceneConfig(ground=None))
    image = ImageConfig(width_px=32, height_px=24, vertical_fov_rad=0.8)
    mount = MountConfig(position_m=(1.0, 0.0, 1.0), look_at_m=(0.0, 0.0, 1.0))
    frame = raster.render(world, camera_spec(image, mount), NORMALS)
    assert np.isinf(frame.depth_m).all()
    assert (frame.segmentation == -1).all()
    assert frame.rgb.min() > 100


def test_another_thread_is_told_so_at_once(raster, seen):
    session, camera = seen("reach")
    caught = []

    def draw():
        try:
            raster.render_batch([(session.world, camera)])
        except RenderError as error:
            caught.append(str(error))

    thread = threading.Thread(target=draw)
    thread.start()
    thread.join()
    assert caught
    assert "thread" in caught[0]


def test_a_closed_renderer_frees_all_and_can_be_used_again(seen):
    renderer = Raster()
    session, camera = seen("reach")
    first = renderer.render(session.world, camera)
    renderer.close()
    renderer.close()
    assert np.array_equal(renderer.render(session.world, camera).rgb, first.rgb)
    renderer.close()


def test_what_a_world_leaves_is_freed_by_the_thread_that_draws(seen, monkeypatch):
    renderer, freed = Raster(), []
    session = Session(load_world("reach"))
    session.reset(0)
    renderer.render(session.world, session.view)
    left = renderer._mirror(session.world)
    release = Mirror.release
    monkeypatch.setattr(
        Mirror,
        "release",
        lambda self: freed.append(threading.get_ident()) if self is left else release(self),
    )
    session.close()
    session.again = session  # a circle, which only the collector finds
    del session
    collector = threading.Thread(target=gc.collect)
    collector.start()
    collector.join()
    assert freed == []
    other, camera = seen("reach")
    renderer.render(other.world, camera)
    assert freed == [threading.get_ident()]
    monkeypatch.undo()
    renderer.close()


def test_a_driver_that_fails_gives_an_error_and_no_picture(raster, seen, monkeypatch):
    session, camera = seen("reach")
    monkeypatch.setattr(
        "physai_sim.rendering.gl.context.program",
        lambda *_: (_ for _ in ()).throw(RenderError("the graphics driver failed")),
    )
    raster._sky.clear()
    with pytest.raises(RenderError, match="driver"):
        raster.render_batch([(session.world, camera)])


@pytest.mark.slow
def test_resets_and_pictures_do_not_grow_the_process(raster, seen):
    session, camera = seen("urban_loop", "scene.light.shadow=true")

    def resident_mb():
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def go(count):
        for seed in range(count):
            session.reset(seed)
            raster.render(session.world, camera)

    go(10)
    before = resident_mb()
    go(60)
    assert resident_mb() - before < 10.0
