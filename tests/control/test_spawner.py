"""Spawning into a running world: names, poses, resets."""

import numpy as np
import pytest

from physai_sim.control.control_error import ControlError, ResultCode, SpawnCode
from physai_sim.control.entities import Entities
from physai_sim.control.entity_types import EntityInfo
from physai_sim.control.spawn_models import Resource, SpawnModels
from physai_sim.control.spawner import Spawner, SpawnRequest
from physai_sim.core.geometry import Pose, from_rpy

BOX = Resource("physai://shapes/box?size_m=0.2,0.1,0.1")


@pytest.fixture
def stage(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    entities = Entities(session.world)
    return session, entities, Spawner(session.world, entities, SpawnModels())


def test_a_spawned_box_stands_where_it_was_put_and_falls(stage):
    session, entities, spawner = stage
    pose = Pose((1.0, 1.0, 2.0), from_rpy(0.0, 0.0, 0.4))
    assert spawner.spawn(SpawnRequest(BOX, name="crate", pose=pose)) == "crate"
    state = entities.state("crate")
    assert state.pose_in_world.position_m == pytest.approx(pose.position_m)
    assert state.pose_in_world.rotation_xyzw == pytest.approx(pose.rotation_xyzw)
    session.step(np.zeros(7))
    assert entities.state("crate").pose_in_world.position_m[2] < 1.99
    assert spawner.names == ("crate",)


def test_a_pose_may_be_given_in_the_frame_of_a_link(stage):
    session, entities, spawner = stage
    request = SpawnRequest(BOX, name="b", pose=Pose((0, 0, 0.3)), frame="arm/panda_hand")
    spawner.spawn(request)
    hand = session.world.bodies["arm"].link_pose("panda_hand").compose(Pose((0, 0, 0.3)))
    place = entities.state("b").pose_in_world.position_m
    assert place == pytest.approx(hand.position_m, abs=1e-6)


def test_names_are_made_up_where_that_is_allowed(stage):
    _, _, spawner = stage
    names = [spawner.spawn(SpawnRequest(BOX, allow_renaming=True)) for _ in range(3)]
    assert names == ["box", "box_1", "box_2"]
    assert spawner.spawn(SpawnRequest(BOX, name="table", allow_renaming=True)) == "table_1"
    odd = "<robot name='7 up!'><link name='base'/></robot>"
    assert spawner.spawn(SpawnRequest(Resource(text=odd), allow_renaming=True)) == "entity"


@pytest.mark.parametrize(
    ("request_", "code", "words"),
    [
        (SpawnRequest(BOX), SpawnCode.NAME_INVALID, "empty name"),
        (SpawnRequest(BOX, name="a/b"), SpawnCode.NAME_INVALID, "expected a letter"),
        (SpawnRequest(BOX, name="world", allow_renaming=True), SpawnCode.NAME_INVALID, "name"),
        (SpawnRequest(BOX, name="table"), SpawnCode.NAME_NOT_UNIQUE, "taken"),
        (SpawnRequest(BOX, name="b", namespace="a b"), SpawnCode.NAMESPACE_INVALID, "namespace"),
        (SpawnRequest(BOX, name="b", frame="moon"), SpawnCode.INVALID_POSE, "unknown frame"),
        (SpawnRequest(BOX, name="b", pose=Pose((0, 0, np.nan))), SpawnCode.INVALID_POSE, "finite"),
        (SpawnRequest(Resource(), name="b"), SpawnCode.NO_RESOURCE, "no resource"),
    ],
)
def test_what_cannot_be_spawned_has_its_code_and_changes_nothing(request_, code, words, stage):
    session, _, spawner = stage
    before = session.world.state_hash()
    with pytest.raises(ControlError, match=words) as caught:
        spawner.spawn(request_)
    assert caught.value.code == code
    assert session.world.state_hash() == before
    assert spawner.names == ()


@pytest.mark.parametrize("uri", ["physai://robots/panda", "physai://robots/sedan"])
def test_a_robots_model_comes_as_a_body(uri, stage):
    session, entities, spawner = stage
    spawner.spawn(SpawnRequest(Resource(uri), name="guest", pose=Pose((3.0, 0.0, 1.0))))
    session.step(np.zeros(7))
    assert entities.info("guest").category == 1


def test_only_what_was_spawned_can_be_deleted(stage):
    session, entities, spawner = stage
    spawner.spawn(SpawnRequest(BOX, name="crate"))
    entities.set_info("crate", EntityInfo(0, "mine"))
    spawner.delete("crate")
    assert "crate" not in session.world.bodies
    for name, code in (
        ("crate", ResultCode.NOT_FOUND),
        ("table", ResultCode.OPERATION_FAILED),
        ("arm", ResultCode.OPERATION_FAILED),
    ):
        with pytest.raises(ControlError) as caught:
            spawner.delete(name)
        assert caught.value.code == code
    spawner.spawn(SpawnRequest(BOX, name="crate"))
    assert entities.info("crate").description != "mine"


def test_many_come_and_go(stage):
    session, _, spawner = stage
    for _ in range(30):
        spawner.spawn(SpawnRequest(BOX, allow_renaming=True, pose=Pose((2.0, 2.0, 1.0))))
        session.world.step(1)
        spawner.delete_all()
    assert spawner.names == ()


def test_what_was_spawned_can_stand_again_after_a_reset(stage):
    session, entities, spawner = stage
    spawner.spawn(SpawnRequest(BOX, name="crate", pose=Pose((1.0, 1.0, 2.0))))
    session.on_placed = spawner.place_again
    hashes = []
    for _ in range(2):
        session.reset(5)
        assert entities.state("crate").pose_in_world.position_m == pytest.approx((1.0, 1.0, 2.0))
        session.step(np.zeros(7))
        hashes.append(session.world.state_hash())
    assert hashes[0] == hashes[1]


def test_a_reset_without_it_is_as_if_it_had_never_been(stage, open_session):
    session, _, spawner = stage
    spawner.spawn(SpawnRequest(BOX, name="crate", pose=Pose((0.5, 0.0, 1.0))))
    session.step(np.zeros(7))
    spawner.forget_all()
    other = open_session("reach", cameras=False)
    hashes = []
    for one in (session, other):
        one.reset(4)
        for _ in range(5):
            one.step(np.zeros(7))
        hashes.append(one.world.state_hash())
    assert hashes[0] == hashes[1]
