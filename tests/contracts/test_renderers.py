"""Every renderer draws things where the camera's numbers say, as far as they are."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.errors import RenderError, UnknownNameError
from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import (
    BodyConfig,
    ImageConfig,
    MountConfig,
    PoseConfig,
    SceneConfig,
)
from physai_sim.rendering import choice
from physai_sim.rendering.camera import camera_pose, camera_spec, project
from physai_sim.simulation import scene
from physai_sim.simulation.camera_image import unpack_segmentation

BALL = BodyConfig(
    shape="sphere", radius_m=0.01, collides=False, category="target", color_rgba=(1, 1, 0, 1)
)
SIZES = [(640, 480), (321, 241), (224, 224), (101, 77)]
MOUNTS = {
    "world": MountConfig(position_m=(1.6, -0.9, 1.5), look_at_m=(0.2, 0.1, 0.9)),
    "ego": MountConfig(parent="ego", position_m=(1.9, 0.0, 1.35), look_at_m=(12.0, 0.0, 0.4)),
    "arm/panda_hand": MountConfig(
        parent="arm/panda_hand", position_m=(0.07, 0.0, 0.02), look_at_m=(0.05, 0.0, 0.2)
    ),
}


def pinhole(mount, width_px=640, height_px=480, **image):
    options = {"vertical_fov_rad": 0.6, "near_m": 0.02, "far_m": 20.0, **image}
    return camera_spec(ImageConfig(width_px=width_px, height_px=height_px, **options), mount)


@pytest.fixture(params=["raster", "tiny"])
def renderer(request):
    """A renderer that cannot be made here fails its tests: nothing is skipped."""
    return choice.find(request.param)


@pytest.fixture
def ball_in(open_session):
    """A world in motion with a small ball that nothing hides, for a camera on any mount."""

    def make(parent):
        session = open_session("lane_curve" if parent == "ego" else "reach", cameras=False)
        session.reset(0)
        for _ in range(4):
            session.step(session.spec.action_high * 0.3)
        return session.world, scene.add_body(session.world, BALL, name="ball")

    return make


@pytest.mark.parametrize("size_px", SIZES)
@pytest.mark.parametrize("parent", MOUNTS)
def test_a_small_ball_is_drawn_where_it_projects(renderer, parent, size_px, ball_in):
    world, ball = ball_in(parent)
    camera = pinhole(MOUNTS[parent], *size_px)
    mount = camera_pose(world, camera)
    away_m = min(0.01 * camera.focal_px / 4.0, 0.4)  # 8 pixels wide or more, above the table
    errors = []
    for across, down in itertools.product((0.07, 0.3, 0.5, 0.77, 0.93), repeat=2):
        wanted = np.array([across * (size_px[0] - 1), down * (size_px[1] - 1)])
        ray = np.append((wanted - np.asarray(camera.centre_px)) / camera.focal_px, 1.0) * away_m
        ball.reset_base(mount.compose(Pose(tuple(ray.tolist()))))
        world.step_index += 1  # the ball moved without a step
        body, _ = unpack_segmentation(renderer.render(world, camera).segmentation)
        rows, columns = np.nonzero(body == ball.id)
        if len(rows) < 6:  # hidden by the robot itself
            continue
        errors.append(np.abs(project(camera, ray)[0] - (columns.mean(), rows.mean())).max())
    assert len(errors) >= 15
    assert max(errors) < 0.5
    assert np.mean(errors) < 0.25  # half a pixel everywhere would pass the bar above unseen


def boxes_everywhere():
    """Boxes alone: a ball is drawn with facets, which lie inside what the ray meets."""
    size = {"shape": "box", "size_m": (0.2, 0.3, 0.4)}
    places = itertools.product((-0.6, 0.0, 0.6), (-0.5, 0.3))
    return {
        f"box_{k}": BodyConfig(**size, pose=PoseConfig(position_m=(x, y, 0.2), rpy_rad=(y, 0, x)))
        for k, (x, y) in enumerate(places)
    }


def test_depth_is_where_rays_hit(renderer, build_world):
    world = build_world(SceneConfig(bodies=boxes_everywhere()))
    view = MountConfig(position_m=(2.0, -1.0, 1.4), look_at_m=(0.0, 0.0, 0.2))
    camera = pinhole(view, 320, 240)
    frame, mount = renderer.render(world, camera), camera.pose_optical_in_parent
    body, _ = unpack_segmentation(frame.segmentation)
    rng, errors = np.random.default_rng(0), []
    while len(errors) < 100:
        row, column = int(rng.integers(1, 239)), int(rng.integers(1, 319))
        if np.unique(body[row - 1 : row + 2, column - 1 : column + 2]).size > 1:
            continue  # an edge: depth jumps within the pixel
        ray = np.append((np.array([column, row]) - camera.centre_px) / camera.focal_px, 1.0)
        end = mount.compose(Pose(tuple((ray * camera.far_m).tolist()))).position_m
        name, point = world.ray_test(mount.position_m, end)
        assert world.bodies[name].id == body[row, column]
        distance = mount.inverse().compose(Pose(point)).position_m[2]
        errors.append(abs(distance - frame.depth_m[row, column]))
    assert max(errors) < 0.01


def test_where_nothing_is_depth_is_infinite(renderer, build_world):
    world = build_world(SceneConfig(ground=None, bodies={"it": BALL}))
    mount = MountConfig(position_m=(0.5, 0.0, 0.0), look_at_m=(0.0, 0.0, 0.0))
    frame = renderer.render(world, pinhole(mount, 65, 65))
    assert frame.depth_m[32, 32] == pytest.approx(0.49, abs=0.002)
    assert np.isinf(frame.depth_m[0, 0])
    assert (np.isinf(frame.depth_m) == (frame.segmentation < 0)).all()
    assert frame.depth_m.dtype == np.float32


def test_a_camera_rides_on_its_link(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    camera = pinhole(MOUNTS["arm/panda_hand"])
    before = camera_pose(session.world, camera)
    for _ in range(10):
        session.step(session.spec.action_high * np.array([1, 0, 0, 0, 0, 0, 1.0]))
    after = camera_pose(session.world, camera)
    assert after.position_m[0] > before.position_m[0] + 0.05


def test_an_unknown_mount_is_named(renderer, build_world):
    mount = MountConfig(parent="ghost", position_m=(0, 0, 0), look_at_m=(1, 0, 0))
    with pytest.raises(UnknownNameError, match="ghost"):
        renderer.render(build_world(), pinhole(mount))


def test_a_picture_is_kept_until_the_world_steps_or_is_built_anew(renderer, build_world):
    world = build_world(SceneConfig(bodies={"it": BALL}))
    camera = pinhole(MOUNTS["world"], 64, 48)
    first = renderer.render(world, camera)
    assert renderer.render(world, camera) is first
    world.step()
    second = renderer.render(world, camera)
    assert second is not first
    world.reset()
    assert np.isinf(renderer.render(world, camera).depth_m).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"width_px": 0},
        {"height_px": 20_000},
        {"near_m": 3.0, "far_m": 2.0},
        {"near_m": 0.0},
        {"focal_px": 0.0},
        {"focal_px": float("nan")},
    ],
)
def test_what_is_no_camera_is_refused(renderer, wrong, build_world):
    camera = replace(pinhole(MOUNTS["world"], 64, 48), **wrong)
    with pytest.raises(RenderError, match="expected"):
        renderer.render(build_world(), camera)


def test_a_batch_is_what_single_pictures_are(renderer, open_session):
    worlds = [open_session(name, cameras=False) for name in ("reach", "push", "lane_curve")]
    for session in worlds:
        session.reset(3)
    shots = [
        (session.world, pinhole(mount, *size))
        for session in worlds
        for mount, size in ((MOUNTS["world"], (96, 64)), (session.config.view.mount, (64, 48)))
    ]
    together = renderer.render_batch(shots)
    for (world, camera), frame in zip(shots, together, strict=True):
        alone = renderer.render(world, camera)
        # Depth is interpolated in 32 bits from the place on the sheet: its last bits may differ.
        np.testing.assert_allclose(alone.depth_m, frame.depth_m, rtol=1e-5)
        assert np.abs(alone.rgb.astype(int) - frame.rgb).max() <= 1
        assert np.array_equal(alone.segmentation, frame.segmentation)


def test_a_state_is_drawn_the_same_again(renderer, open_session):
    pictures = []
    for _ in range(2):
        session = open_session("sort_by_colour", cameras=False)
        session.reset(4)
        session.step(session.spec.action_high)
        pictures.append(renderer.render(session.world, pinhole(MOUNTS["world"], 160, 120)))
    assert np.array_equal(pictures[0].rgb, pictures[1].rgb)
    assert np.array_equal(pictures[0].depth_m, pictures[1].depth_m)


def test_a_lens_that_bends_shows_points_where_they_project(renderer, ball_in):
    world, ball = ball_in("world")
    camera = replace(
        pinhole(MOUNTS["world"], 320, 240), distortion=(-0.28, 0.09, 0.001, -0.0008, 0.0)
    )
    mount, errors = camera_pose(world, camera), []
    for x, y in itertools.product((-0.24, -0.1, 0.05, 0.22), (-0.17, 0.02, 0.15)):
        ball.reset_base(mount.compose(Pose((x * 0.5, y * 0.5, 0.5))))
        world.step_index += 1
        body, _ = unpack_segmentation(renderer.render(world, camera).segmentation)
        rows, columns = np.nonzero(body == ball.id)
        wanted = project(camera, np.array([x, y, 1.0]))[0]
        errors.append(np.abs(wanted - (columns.mean(), rows.mean())).max())
    assert max(errors) < 0.6


def test_a_stream_that_it_lacks_is_named(renderer, build_world):
    with pytest.raises(RenderError, match="lacks a stream"):
        renderer.render(build_world(), pinhole(MOUNTS["world"], 64, 48), ("smell",))


def test_pictures_of_earlier_episodes_are_not_kept(renderer, open_session):
    session = open_session("reach", cameras=False)
    for index in range(5):
        session.reset(index)
        mount = MountConfig(position_m=(1.6 + 0.01 * index, -0.9, 1.5), look_at_m=(0.2, 0.1, 0.9))
        renderer.render(session.world, pinhole(mount, 32, 24))
    assert len(renderer._newest[session.world]) == 1
    renderer.render(session.world, pinhole(MOUNTS["world"], 32, 24))
    assert len(renderer._newest[session.world]) == 2
