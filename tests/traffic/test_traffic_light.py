"""A traffic light stands beside its lane, shows what its cycle says, and disturbs nothing."""

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import look_at
from physai_sim.core.types import CameraSpec
from physai_sim.envs.session import Session
from physai_sim.rendering import choice

WORLD = "signal_crossing"
QUICK = ("randomize={}", "traffic.light_west.green_s=0.45", "traffic.light_west.yellow_s=0.3")
SHOWN = ["green"] * 5 + ["yellow"] * 3 + ["red"] * 4
RED_GREEN = {"red": (True, False), "yellow": (True, True), "green": (False, True)}


@pytest.fixture
def session(open_session):
    made = open_session(WORLD, *QUICK, cameras=False)
    made.reset(0)
    return made


def out(session, name="light_west"):
    """Which lens stands out of the housing."""
    body = session.world.bodies[name]
    places = dict(zip(body.joints, body.joint_states()[0], strict=True))
    return [joint.removesuffix("_slide") for joint, place in places.items() if place > 0.1]


def test_the_lens_that_stands_out_is_what_the_truth_says_at_every_stamp(session):
    seen = []
    for step in range(len(SHOWN)):
        truth = session.step_truth()
        assert out(session) == [truth.lights["light_west"]], step
        seen.append(truth.lights["light_west"])
        session.step([0.0, 0.0])
    assert seen == SHOWN
    session.reset(0)
    assert out(session) == ["green"]


def test_nothing_moves_its_lenses_but_itself(session):
    body = session.world.bodies["light_west"]
    before = body.joint_states()
    session.world.step(240)
    for was, now in zip(before, body.joint_states(), strict=True):
        assert np.array_equal(was, now)


def test_it_stands_to_the_right_of_its_lane_and_looks_at_those_who_come(session):
    lane = session.stage.roads.lane("west_in")
    line = lane.pose_at(49.0)
    pose = session.world.bodies["light_west"].base_pose()
    aside, ahead = line.y_m - pose.position_m[1], pose.position_m[0] - line.x_m
    assert (aside, ahead) == (pytest.approx(3.2), pytest.approx(1.0))
    assert aside > lane.width_m / 2 + 0.5
    assert abs(pose.yaw_rad) == pytest.approx(np.pi)


def test_it_is_part_of_the_truth_and_its_pole_of_what_stands_there(session):
    facts = session.episode_truth()
    assert {name: (i.lane, i.stop_m) for name, i in facts.lights.items()} == {
        "light_west": ("west_in", 49.0),
        "light_east": ("east_in", 49.0),
    }
    assert facts.bodies["light_west"].category == "building"
    assert facts.bodies["light_west"].size_m[2] == pytest.approx(3.2, abs=0.1)
    assert "light_west" not in session.step_truth().bodies


def test_it_goes_with_its_body(session):
    session.world.remove("light_west")
    assert set(session.world.signals) == {"light_east"}
    session.world.reset()
    assert session.world.signals == {}


def bright_colour(picture):
    """Of the pixels that are bright and of a strong colour: which of red and green they have."""
    pixels = picture[:, 16:32].reshape(-1, 3) / 255.0
    strong = pixels[np.ptp(pixels, axis=1) > 0.45]
    assert len(strong) > 10
    return tuple(bool(part) for part in strong.mean(axis=0)[:2] > 0.4)


@pytest.mark.parametrize("renderer", ["raster", "tiny"])
def test_pictures_show_the_colour_of_their_stamp(renderer, open_session):
    session = open_session(WORLD, f"renderer={renderer}", *QUICK, cameras=False)
    session.reset(0)
    x, y, _ = session.world.bodies["light_west"].base_pose().position_m
    mount = look_at((x - 4.0, y, 2.6), (x, y, 2.6))
    camera = CameraSpec(48, 48, 70.0, 0.1, 50.0, "world", mount)
    seen = []
    for _ in SHOWN:
        seen.append(bright_colour(choice.render(session.world, camera).rgb))
        session.step([0.0, 0.0])
    assert seen == [RED_GREEN[shown] for shown in SHOWN]


@pytest.mark.parametrize(
    ("setting", "kind", "words"),
    [
        ("traffic.light_west.lane=west", UnknownNameError, "there is no such lane, got 'west'"),
        ("traffic.light_west.stop_m=51.0", ConfigError, "ends before the stop line"),
        ("traffic.light_west.red_s=0.0", ConfigError, "red_s"),
    ],
)
def test_a_light_that_cannot_stand_is_refused(setting, kind, words):
    with pytest.raises(kind, match=words):
        Session(load_world(WORLD, ("randomize={}", setting)))


def test_a_light_needs_roads():
    light = "traffic={l: {model: traffic_light, lane: a, stop_m: 1.0, green_s: 1.0, red_s: 1.0}}"
    with pytest.raises(ConfigError, match="needs roads"):
        Session(load_world("parking", (light,)))
