"""What a driving task knows of traffic lights, and when one was run."""

import numpy as np
import pytest

WORLD = "signal_crossing"
STANDING = (
    "randomize={}",
    "task.start_speed_mps=[0.0, 0.0]",
    "task.start_offset_m=0.0",
    "task.start_heading_rad=0.0",
)


@pytest.fixture
def start(open_session):
    """The ego stands so far before the stop line, with so much of the cycle over."""

    def make(gap_m, offset_s, *more):
        settings = (f"task.start_m={45.0 - gap_m}", f"traffic.light_west.offset_s={offset_s}")
        session = open_session(WORLD, *STANDING, *settings, *more, cameras=False, privileged=True)
        observation = session.reset(0)
        return session, observation.privileged["light_state"]

    return make


@pytest.mark.parametrize(
    ("offset_s", "shown"), [(0.0, [0, 0, 1]), (9.0, [0, 1, 0]), (12.0, [1, 0, 0])]
)
def test_the_state_is_the_way_of_the_front_to_the_line_and_what_is_shown(offset_s, shown, start):
    session, state = start(20.0, offset_s)
    assert state[1:].tolist() == shown
    front_m = session.world.bodies["ego"].middle().position_m[0] + 4.7 / 2
    assert state[0] == pytest.approx(-11.0 - front_m, abs=0.1)


def test_beyond_50_m_and_behind_there_is_no_light(start):
    assert start(44.0, 0.0, "traffic.light_west.stop_m=50.0")[1].tolist()[1:] == [0, 0, 1]
    roomy = ("traffic.light_west.stop_m=1.0",)
    assert start(20.0, 0.0, *roomy)[1].tolist() == [50.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize(("offset_s", "reason"), [(0.0, None), (9.0, None), (12.0, "red_light")])
def test_only_over_the_line_at_red_is_a_failure(offset_s, reason, start):
    session, _ = start(3.0, offset_s)
    gaps, failure = [], None
    for _ in range(25):
        step = session.step([2.0, 0.0])
        gaps.append(step.observation.privileged["light_state"][0])
        failure = session.task.failure(session.stage)
        assert session.task.failure(session.stage) == failure  # asked twice, it says the same
        if step.outcome is not None:
            break
    assert failure == reason
    crossed = gaps.index(50.0)
    assert np.all(np.diff(gaps[:crossed]) < 0.0)
    assert gaps[crossed - 1] < 0.5
    if reason:
        assert step.outcome.reason == "red_light"
        assert len(gaps) == crossed + 1


def test_who_began_beyond_the_line_ran_nothing(start):
    session, _ = start(-1.0, 12.0)
    for _ in range(10):
        session.step([2.0, 0.0])
    assert session.task.failure(session.stage) is None


def test_a_world_without_lights_says_nothing_of_them(open_session):
    session = open_session("lane_curve", cameras=False, privileged=True)
    assert "light_state" not in session.reset(0).privileged
    assert "light_state" not in session.task.privileged_space(session.stage)
