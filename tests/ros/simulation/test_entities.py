"""Entities: their states, what is told of them, and which are meant."""

import math
import os

import pytest

from physai_sim.control.control_error import (
    EntityStateCode,
    ResultCode,
)

OK = ResultCode.OK
BOX = "physai://shapes/box"
VERSION = os.environ.get("PHYSAI_SIMULATION_INTERFACES", "1")


def moved(entity, x=0.0, speed=0.0, acceleration=0.0):
    def fill(request):
        request.entity = entity
        request.state.pose.position.x = x
        request.state.twist.linear.x = speed
        request.state.acceleration.linear.x = acceleration
        for flag in ("set_pose", "set_twist", "set_acceleration"):
            if hasattr(request, flag):
                setattr(request, flag, True)

    return fill


def test_an_entity_is_put_elsewhere_with_a_velocity(client, at):
    client.call("spawn_entity", at(1.0, 1.0, 2.0), name="crate", uri=BOX)
    assert client.code("set_entity_state", moved("crate", 3.0, 0.5)) == OK
    now = client.call("get_entity_state", entity="crate").state
    assert (now.pose.position.x, now.twist.linear.x) == pytest.approx((3.0, 0.5))
    response = client.call("set_entity_state", moved("crate", 3.0, acceleration=1.0))
    assert response.result.result == OK
    assert "acceleration" in response.result.error_message


def test_a_state_that_makes_no_sense_is_refused(client, at):
    client.call("spawn_entity", at(1.0, 1.0, 2.0), name="crate", uri=BOX)
    bad = client.code("set_entity_state", moved("crate", math.nan))
    assert bad == EntityStateCode.INVALID_POSE
    assert client.code("set_entity_state", moved("nobody")) == ResultCode.NOT_FOUND
    heavy = "physai://shapes/box?mass_kg=0"
    client.call("spawn_entity", at(2.0), name="block", uri=heavy)
    for asked in (moved("block", 2.0, 1.0), moved("block", 2.0, acceleration=1.0)):
        assert client.code("set_entity_state", asked) == ResultCode.OPERATION_FAILED


def test_only_what_is_chosen_is_set(client, at):
    client.call("spawn_entity", at(1.0, 1.0, 2.0), name="crate", uri=BOX)

    def fill(request):
        moved("crate", 3.0, 0.5)(request)
        if hasattr(request, "set_pose"):
            request.set_pose = False

    assert client.code("set_entity_state", fill) == OK
    now = client.call("get_entity_state", entity="crate").state
    expected = 3.0 if VERSION == "1" else 1.0
    assert (now.pose.position.x, now.twist.linear.x) == pytest.approx((expected, 0.5))


def test_entities_are_filtered_and_described(client, at, tagged, robots_only, within_box):
    assert list(client.call("get_entities", robots_only).entities) == ["arm"]
    client.call("spawn_entity", at(8.5, 8.5, 2.0), name="crate", uri=BOX)
    assert list(client.call("get_entities", within_box).entities) == ["crate"]

    def name(request):
        request.filters.filter = "^cr"

    response = client.call("get_entities_states", name)
    assert list(response.entities) == ["crate"]
    assert response.states[0].pose.position.x == 8.5

    def describe(request):
        request.entity = "crate"
        request.info.category.category = 4
        request.info.description, request.info.tags = "a crate", ["red", "small"]

    assert client.code("set_entity_info", describe) == OK
    info = client.call("get_entity_info", entity="crate").info
    assert (info.category.category, info.description) == (4, "a crate")
    assert list(client.call("get_entities", tagged("red", "big")).entities) == ["crate"]
    both = client.call("get_entities", tagged("red", "big", needs_all=True))
    assert (both.result.result, list(both.entities)) == (OK, [])


def test_states_bear_the_simulated_stamp(client, loop, state):
    client.code("set_simulation_state", state(2))
    assert client.code("step_simulation", steps=3) == OK
    stamp = client.call("get_entity_state", entity="arm").state.header.stamp
    assert stamp.sec * 10**9 + stamp.nanosec == 10**9 + loop.stamps[-1]
