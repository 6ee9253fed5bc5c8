"""One lap in traffic: what is ahead is known, and hitting it ends the episode."""

import pytest


@pytest.fixture
def start(open_session):
    def make(*overrides):
        session = open_session("urban_loop", *overrides, cameras=False, privileged=True)
        return session, session.reset(0)

    return make


def test_the_gap_is_from_bumper_to_bumper_along_the_road(start):
    session, observation = start("traffic.lead.start_noise_m=0.0")
    gap, speed = observation.privileged["ahead"]
    # From start_m 6 to start_m 34, less a car's length of 4.70 m.
    assert gap == pytest.approx(28.0 - 4.702, abs=0.05)
    assert speed == pytest.approx(5.0, abs=0.01)
    session.step([0.0, 0.0])
    assert session.step_truth().bodies["lead"].linear_mps[0] == pytest.approx(5.0, abs=0.3)


def test_alone_on_the_road_nobody_is_ahead(start):
    _, observation = start("traffic={}")
    assert observation.privileged["ahead"].tolist() == [50.0, 50.0]


def test_parked_cars_and_oncoming_ones_are_not_in_the_way(start):
    kept = "traffic={p: {model: parked_car, pose: {position_m: [-12.5, -29.0, 0.0]}}, "
    kept += "o: {model: idm, start_lane: against, start_m: 210.0, speed_mps: 6.0}}"
    _, observation = start(kept)
    assert observation.privileged["ahead"].tolist() == [50.0, 50.0]


def test_running_into_the_car_ahead_is_a_collision_with_a_vehicle(start):
    session, _ = start("traffic={p: {model: parked_car, pose: {position_m: [-8.0, -26.0, 0.0]}}}")
    outcome = None
    while outcome is None:
        outcome = session.step([1.0, 0.0]).outcome
    assert outcome.reason == "collision"
    assert session.episode_truth().bodies["p"].category == "vehicle"


def test_close_behind_a_standing_car_standing_is_right(start):
    session, _ = start(
        "traffic={p: {model: parked_car, pose: {position_m: [-12.5, -26.0, 0.0]}}}",
        "task.start_speed_mps=[0.0, 0.0]",
        "task.start_offset_m=0.0",
        "task.start_heading_rad=0.0",
    )
    assert session.task.reward(session.stage) == pytest.approx(1.0, abs=0.02)
