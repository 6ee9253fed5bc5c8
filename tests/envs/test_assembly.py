"""What a world file names is put together, or refused with its place."""

from dataclasses import replace

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import UnknownNameError
from physai_sim.envs.assembly import assemble
from physai_sim.sensors.contact import Contact
from physai_sim.simulation.engine import bullet


def test_all_named_parts_stand_in_the_world(open_session):
    session = open_session("lane_curve", cameras=False)
    session.reset(0)
    names = set(session.world.bodies)
    assert {"ground", "house_1", "house_2", "house_3", "ego"} <= names
    categories = {body.info.category for body in session.world.bodies.values()}
    assert {"ground", "building", "robot", "road", "kerb"} <= categories


def test_without_cameras_only_cameras_are_left_out():
    for cameras in (True, False):
        parts = assemble(load_world("reach"), cameras=cameras)
        kinds = {parts.spec().sensors[name].kind for name in parts.sensors}
        assert ("rgb" in kinds) == cameras
        assert {"joint_state", "contact"} <= kinds
        parts.stage.world.close()


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("sensors.front_camera.mount.parent=ego2", r"sensors\.front_camera\.mount.*'ego'"),
        ("sensors.front_camera.mount.parent=ego/bonnet", r"no such link.*bonnet"),
        ("sensors.contact.robot=car", r"sensors\.contact"),
        ("sensors.odometry.model=gps", "gps"),
        ("robots.ego.model=seddan", "did you mean 'sedan'"),
        ("task.model=lane_folow", "did you mean 'lane_follow'"),
    ],
)
def test_a_name_that_nothing_answers_to_is_refused(setting, words):
    with pytest.raises(UnknownNameError, match=words):
        assemble(load_world("lane_curve", (setting,)))


def test_a_sensor_of_a_kind_that_has_no_message_is_refused(monkeypatch):
    spec = Contact.spec
    monkeypatch.setattr(Contact, "spec", lambda *a: replace(spec(*a), kind="smell"))
    with pytest.raises(UnknownNameError, match=r"sensors\.contact: unknown kind of sensor"):
        assemble(load_world("reach"), cameras=False)


def test_a_refused_world_leaves_no_engine_behind():
    def open_engines():
        return sum(bool(bullet.isConnected(client)) for client in range(64))

    before = open_engines()
    with pytest.raises(UnknownNameError):
        assemble(load_world("lane_curve", ("sensors.contact.robot=car",)))
    assert open_engines() == before


def test_drawing_more_from_one_stream_leaves_the_others_alone(open_session):
    plain = open_session("reach", cameras=False, privileged=True)
    noisy = open_session("reach", "robots.arm.start_noise_rad=0.0", cameras=False, privileged=True)
    first, second = plain.reset(4).privileged, noisy.reset(4).privileged
    assert first["target_position_m"].tolist() == second["target_position_m"].tolist()
    assert first["tool_position_m"].tolist() != second["tool_position_m"].tolist()
