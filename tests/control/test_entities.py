"""Entities: what the bodies of worlds are to services, and setting their state."""

import math

import numpy as np
import pytest

from physai_sim.control.control_error import ControlError, ResultCode
from physai_sim.control.entities import Entities
from physai_sim.control.entity_types import (
    Bounds,
    BoundsKind,
    Category,
    EntityChange,
    EntityFilters,
    EntityInfo,
    TagsFilter,
)
from physai_sim.core.geometry import Pose, from_rpy


@pytest.fixture
def stage(open_session):
    session = open_session("pick_place", cameras=False)
    session.reset(0)
    return session, Entities(session.world)


def test_categories_come_from_what_bodies_are(stage, open_session):
    _, entities = stage
    assert entities.info("arm").category == Category.ROBOT
    assert entities.info("cube").category == Category.OBJECT
    assert entities.info("table").category == Category.STATIC_OBJECT
    town = open_session("urban_loop", cameras=False)
    town.reset(0)
    found = Entities(town.world)
    cars = found.names(EntityFilters(categories=(Category.DYNAMIC_OBJECT,)))
    people = found.names(EntityFilters(categories=(Category.HUMAN,)))
    assert set(cars) <= set(town.world.bodies)
    assert cars
    assert {found.info(name).tags for name in people} <= {("pedestrian",)}


def test_names_pass_filters_by_box_and_sphere(stage):
    session, entities = stage
    x, y, z = session.world.bodies["cube"].base_pose().position_m
    around = Bounds(BoundsKind.SPHERE, ((x, y, z), (0.01, 0, 0)))
    assert entities.names(EntityFilters(bounds=around)) == ["cube"]
    assert set(entities.names()) == set(session.world.bodies)
    assert list(entities.states(EntityFilters(pattern="^cube$"))) == ["cube"]


def test_what_an_entity_was_told_to_be_holds_until_it_is_forgotten(stage):
    _, entities = stage
    told = EntityInfo(Category.DYNAMIC_OBJECT, "the red one", ("prize",))
    entities.set_info("cube", told)
    assert entities.info("cube") == told
    assert entities.names(EntityFilters(tags=TagsFilter(("prize",)))) == ["cube"]
    entities.forget("cube")
    assert entities.info("cube").tags == ("object",)
    with pytest.raises(ControlError, match="unknown category, got 3"):
        entities.set_info("cube", EntityInfo(3))


@pytest.mark.parametrize("method", ["info", "state", "bounds"])
def test_an_unknown_entity_is_not_found(method, stage):
    _, entities = stage
    with pytest.raises(ControlError, match="did you mean 'cube'") as caught:
        getattr(entities, method)("cub")
    assert caught.value.code == ResultCode.NOT_FOUND


def test_a_state_is_set_at_once_and_physics_goes_on(stage):
    session, entities = stage
    pose = Pose((0.4, 0.2, 2.0), from_rpy(0.0, 0.0, 0.5))
    entities.set_state("cube", EntityChange(pose, (0.0, 0.0, 1.0), (0.0, 0.0, 2.0)))
    state = entities.state("cube")
    assert state.pose_in_world.position_m == pytest.approx(pose.position_m)
    assert state.linear_mps == pytest.approx((0, 0, 1.0))
    assert state.angular_radps == pytest.approx((0, 0, 2.0))
    session.world.step(24)
    assert entities.state("cube").pose_in_world.position_m[2] > 2.02


def test_what_is_not_given_stays(stage):
    _, entities = stage
    entities.set_state("cube", EntityChange(linear_mps=(0.1, 0.2, 0.3)))
    before = entities.state("cube")
    entities.set_state("cube", EntityChange(pose=Pose((0.4, 0.0, 1.5))))
    after = entities.state("cube")
    assert after.linear_mps == pytest.approx(before.linear_mps)
    assert after.pose_in_world.position_m == pytest.approx((0.4, 0.0, 1.5))


def test_a_state_may_be_given_in_the_frame_of_another(stage):
    _, entities = stage
    turned = Pose((1.0, 0.0, 1.0), from_rpy(0.0, 0.0, math.pi / 2))
    entities.set_state("cube", EntityChange(pose=turned))
    change = EntityChange(Pose((0.5, 0.0, 0.0)), (1.0, 0.0, 0.0), (0.0, 0.0, 0.0), frame="cube")
    entities.set_state("cube", change)
    state = entities.state("cube")
    assert state.pose_in_world.position_m == pytest.approx((1.0, 0.5, 1.0))
    assert state.linear_mps == pytest.approx((0.0, 1.0, 0.0), abs=1e-9)


def test_a_static_entity_is_moved_but_not_thrown(stage):
    _, entities = stage
    still = EntityChange(Pose((0.3, 0.1, 0.2)), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    entities.set_state("table", still)
    assert entities.state("table").pose_in_world.position_m == pytest.approx((0.3, 0.1, 0.2))
    with pytest.raises(ControlError, match="static entity cannot have a velocity") as caught:
        entities.set_state("table", EntityChange(linear_mps=(0.1, 0.0, 0.0)))
    assert caught.value.code == ResultCode.OPERATION_FAILED


@pytest.mark.parametrize(
    ("name", "change", "text"),
    [
        ("cube", EntityChange(Pose((0, 0, 0), (0, 0, 0, 0))), "not a rotation"),
        ("cube", EntityChange(Pose(), frame="moon"), "unknown frame"),
        ("cube", EntityChange(linear_mps=(math.nan, 0, 0)), "not finite"),
        ("arm", EntityChange(Pose((1.0, 0.0, 0.0))), "base is fixed"),
    ],
)
def test_a_state_that_cannot_be_is_refused_and_nothing_moves(name, change, text, stage):
    session, entities = stage
    before = session.world.state_hash()
    with pytest.raises(ControlError, match=text):
        entities.set_state(name, change)
    assert session.world.state_hash() == before


def test_bounds_stand_in_the_entitys_own_frame(stage):
    session, entities = stage
    size = np.array(session.world.bodies["cube"].info.size_m)
    turned = Pose((0.4, 0.0, 1.0), from_rpy(0.3, -0.2, 0.7))
    entities.set_state("cube", EntityChange(turned))
    bounds = entities.bounds("cube")
    assert bounds.kind == BoundsKind.BOX
    assert np.array(bounds.points) == pytest.approx(np.array([size / 2, -size / 2]), abs=1e-6)
    arm = np.array(entities.bounds("arm").points)
    assert (arm[0] > arm[1]).all()


def test_what_is_only_seen_has_no_bounds(open_session):
    session = open_session("lane_curve", cameras=False)
    session.reset(0)
    roads = [n for n, body in session.world.bodies.items() if body.info.category == "road"]
    assert Entities(session.world).bounds(roads[0]) == Bounds()
