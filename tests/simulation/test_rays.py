"""Rays: the nearest hit, by body; an excluded body lets them through."""

import numpy as np
import pytest

from physai_sim.core.scene_config import BodyConfig, PoseConfig, SceneConfig
from physai_sim.simulation.rays import BATCH, cast_rays


def line(*places, collides=True):
    bodies = {
        f"box_{k}": BodyConfig(
            shape="box",
            size_m=(1.0, 1.0, 1.0),
            collides=collides,
            pose=PoseConfig(position_m=(float(x), 0.0, 0.5)),
        )
        for k, x in enumerate(places)
    }
    return SceneConfig(ground=None, bodies=bodies)


START, END = np.array([[0.0, 0.0, 0.5]]), np.array([[20.0, 0.0, 0.5]])


def test_the_nearest_body_is_hit_with_its_normal(build_world):
    world = build_world(line(9, 3, 6))
    hits = cast_rays(world, START, END)
    assert hits.body_id.tolist() == [world.bodies["box_1"].id]
    assert hits.fraction == pytest.approx([2.5 / 20])
    assert hits.normal[0] == pytest.approx([-1, 0, 0])


def test_behind_an_excluded_body_the_nearest_of_all_others_is_hit(build_world):
    for order in ((3, 6, 9, 12), (3, 12, 9, 6), (3, 9, 12, 6)):
        world = build_world(line(*order))
        for _ in range(2):
            hits = cast_rays(world, START, END, exclude=world.bodies["box_0"])
            assert hits.body_id.tolist() == [world.bodies[f"box_{order.index(6)}"].id]
            assert hits.fraction == pytest.approx([5.5 / 20])
            world.step()  # the engine sorts its tree of boxes anew


def test_free_rays_reach_their_end(build_world):
    for world in (build_world(line(50)), build_world(line(3, collides=False))):
        hits = cast_rays(world, START, END)
        assert (hits.fraction[0], hits.body_id[0], hits.normal[0].any()) == (1.0, -1, False)


def test_every_ray_of_more_than_a_batch_is_answered_and_nothing_moves(build_world):
    world, count = build_world(line(3, 6)), 2 * BATCH + 5
    before = world.state_hash()
    starts, ends = np.repeat(START, count, axis=0), np.repeat(END, count, axis=0)
    hits = cast_rays(world, starts, ends, exclude=world.bodies["box_0"])
    assert hits.fraction == pytest.approx(np.full(count, 5.5 / 20))
    assert world.state_hash() == before
