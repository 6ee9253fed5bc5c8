"""Contacts by name, checked against weight."""

import pytest

from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import BodyConfig, PoseConfig, SceneConfig
from physai_sim.simulation.contacts import contacts_of, touches


def cube(z_m, mass_kg=2.0):
    pose = PoseConfig(position_m=(0.0, 0.0, z_m))
    return BodyConfig(shape="box", size_m=(0.2, 0.2, 0.2), mass_kg=mass_kg, pose=pose)


@pytest.fixture
def stack(build_world):
    world = build_world(SceneConfig(bodies={"low": cube(0.1), "high": cube(0.3)}))
    world.step(240)
    return world


def test_each_pair_of_links_is_one_contact(stack):
    found = contacts_of(stack, stack.bodies["low"])
    assert [(c.body_a, c.body_b) for c in found] == [("low", "ground"), ("low", "high")]
    assert {c.link_a for c in found} == {stack.bodies["low"].base_link}


def test_the_normal_points_from_b_to_a(stack):
    below, above = contacts_of(stack, stack.bodies["low"])
    assert below.normal == pytest.approx((0, 0, 1), abs=1e-3)
    assert above.normal == pytest.approx((0, 0, -1), abs=1e-3)
    assert above.position_m[2] == pytest.approx(0.2, abs=2e-3)


def test_the_strongest_point_carries_a_part_of_the_weight(stack):
    below, _ = contacts_of(stack, stack.bodies["low"])
    weight = 2 * 2.0 * 9.81
    assert weight / 4 * 0.9 <= below.force_n <= weight * 1.1
    assert below.depth_m >= 0.0


def test_order_is_the_same_each_time(stack):
    first = contacts_of(stack, stack.bodies["low"])
    assert contacts_of(stack, stack.bodies["low"]) == first


def test_apart_is_no_contact(stack):
    stack.bodies["high"].reset_base(Pose((0.0, 0.0, 1.0)))
    stack.step(1)
    assert contacts_of(stack, stack.bodies["high"]) == ()
    assert not touches(stack, stack.bodies["high"], stack.bodies["low"])
    assert touches(stack, stack.bodies["low"], stack.bodies["ground"])


def test_what_does_not_collide_is_never_touched(build_world):
    ghost = BodyConfig(shape="sphere", radius_m=0.5, collides=False)
    world = build_world(SceneConfig(bodies={"ghost": ghost, "cube": cube(0.1)}))
    world.step(60)
    assert [c.body_b for c in contacts_of(world, world.bodies["cube"])] == ["ground"]
