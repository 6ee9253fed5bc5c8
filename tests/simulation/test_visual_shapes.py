"""Visual shapes as the engine has them, and links where the body says they are."""

import numpy as np
import pytest

from physai_sim.core.scene_config import BodyConfig, SceneConfig
from physai_sim.simulation.visual_shapes import link_poses, visual_shapes


def test_primitives_come_with_their_measures(build_world):
    world = build_world(
        SceneConfig(
            bodies={
                "box": BodyConfig(shape="box", size_m=(0.1, 0.2, 0.3), color_rgba=(1, 0, 0, 1)),
                "ball": BodyConfig(shape="sphere", radius_m=0.4),
                "post": BodyConfig(shape="cylinder", radius_m=0.1, height_m=0.7),
            }
        )
    )
    [box] = visual_shapes(world.bodies["box"])
    assert (box.kind, box.link, box.path) == ("box", -1, None)
    assert box.size == pytest.approx((0.1, 0.2, 0.3))
    assert box.rgba == pytest.approx((1, 0, 0, 1))
    [ball], [post] = (visual_shapes(world.bodies[name]) for name in ("ball", "post"))
    assert (ball.kind, ball.size[0]) == ("sphere", pytest.approx(0.4))
    assert (post.kind, post.size[:2]) == ("cylinder", pytest.approx((0.7, 0.1)))


def test_meshes_come_with_their_files(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    shapes = visual_shapes(session.world.bodies["arm"])
    assert {shape.kind for shape in shapes} == {"mesh"}
    assert all(shape.path.is_file() for shape in shapes)


@pytest.mark.parametrize(("world", "name"), [("reach", "arm"), ("lane_curve", "ego")])
def test_links_are_where_the_body_says(world, name, open_session, drive_randomly):
    session = open_session(world, cameras=False)
    session.reset(0)
    drive_randomly(session, physics_steps=30)
    body = session.world.bodies[name]
    rows = link_poses(body, sorted(body.links.values()))
    for link, index in body.links.items():
        pose = body.link_pose(link)
        assert np.array_equal(rows[index + 1], pose.numbers)
