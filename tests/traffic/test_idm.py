"""An IDM car keeps its lane and its gap, stops at its end, and is the same each time."""

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.envs.session import Session

STANDING = (
    "task.start_speed_mps=[0.0, 0.0]",
    "task.start_offset_m=0.0",
    "task.start_heading_rad=0.0",
    "time_limit_s=300.0",
)


def one(**keys):
    text = ", ".join(f"{key}: {value}" for key, value in keys.items())
    return f"traffic={{lead: {{model: idm, start_lane: main, {text}}}}}"


@pytest.fixture
def wait(open_session):
    """The ego stands at s = 6 m; the car plays for some seconds."""

    def make(setting, seconds, seed=0):
        session = open_session("urban_loop", setting, *STANDING, cameras=False, privileged=True)
        session.reset(seed)
        for _ in range(round(10 * seconds)):
            session.step([-4.0, 0.0])
        return session

    return make


def test_it_drives_round_and_stops_behind_who_stands(wait):
    session = wait(one(start_m=120.0, speed_mps=8.0), 40.0)
    lead, ego = session.world.bodies["lead"], session.world.bodies["ego"]
    gap = ego.middle().position_m[0] - lead.middle().position_m[0] - 4.702
    assert 1.5 < gap < 3.5
    assert np.hypot(*lead.state().linear_mps[:2]) < 0.1
    assert abs(lead.base_pose().position_m[1] + 26.0) < 0.05


def test_it_keeps_to_the_middle_of_its_lane_in_bends(wait):
    session = wait(one(start_m=40.0, speed_mps=8.0), 0.0)
    route, worst = session.task.drive.route, 0.0
    for _ in range(80):
        session.step([-4.0, 0.0])
        x, y, _ = session.world.bodies["lead"].base_pose().position_m
        worst = max(worst, abs(route.project(x, y).offset_m))
    assert worst < 0.3


def test_with_a_goal_lane_it_stops_at_the_end(open_session):
    car = "{model: idm, start_lane: main, goal_lane: main, start_m: 200.0, speed_mps: 6.0}"
    session = open_session("lane_curve", f"traffic={{lead: {car}}}", cameras=False)
    session.reset(0)
    for _ in range(150):
        session.step([-4.0, 0.0])
    lead = session.world.bodies["lead"]
    assert np.hypot(*lead.state().linear_mps[:2]) < 0.2
    x, y, _ = lead.middle().position_m
    assert session.stage.roads.lane("main").project(x, y).beyond_m <= 0.0


def test_a_seed_places_it_and_decides_what_it_does(wait):
    setting = one(start_m=60.0, start_noise_m=8.0, speed_mps=6.0)
    first, same, other = (wait(setting, 2.0, seed).world.state_hash() for seed in (1, 1, 2))
    assert first == same != other


@pytest.mark.parametrize(
    ("world", "setting", "kind", "words"),
    [
        ("parking", one(speed_mps=5.0), ConfigError, "needs roads"),
        (
            "urban_loop",
            one(speed_mps=5.0, goal_lane="nowhere"),
            UnknownNameError,
            "no such lane",
        ),
        ("urban_loop", one(speed_mps=0.0), ConfigError, "speed_mps"),
    ],
)
def test_what_it_cannot_drive_is_refused(world, setting, kind, words):
    with pytest.raises(kind, match=words):
        Session(load_world(world, (setting,)), cameras=False)


@pytest.mark.parametrize(("offset_s", "waits"), [(0.0, False), (12.0, True)])
def test_it_waits_at_red_before_the_line_and_goes_on_at_green(offset_s, waits, open_session):
    settings = ("randomize={}", f"traffic.light_east.offset_s={offset_s}", *STANDING)
    start = ("traffic.oncoming.start_m=25.0", "traffic.oncoming.start_noise_m=0.0")
    session = open_session("signal_crossing", *settings, *start, cameras=False)
    session.reset(0)
    fronts = []
    for _ in range(180):
        session.step([-4.0, 0.0])
        fronts.append(session.world.bodies["oncoming"].middle().position_m[0] - 4.7 / 2)
    at_8_s = fronts[79]
    if waits:
        assert 11.5 < at_8_s < 14.0  # the line is at x = 11 m, and it comes from the east
    else:
        assert at_8_s < 0.0
    assert fronts[-1] < 8.0
