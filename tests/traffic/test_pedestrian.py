"""A pedestrian crosses to and fro at its speed, and looks before it goes."""

import numpy as np
import pytest

WALKER = "walker: {model: pedestrian, from_m: [-12.0, -30.0], to_m: [-12.0, -20.0], "


@pytest.fixture
def watch(open_session):
    """y of the walker at each control step, while the ego stands or drives."""

    def make(times, *, seconds=30, action=(-4.0, 0.0), speed=0.0):
        session = open_session(
            "urban_loop",
            f"traffic={{{WALKER}{times}}}}}",
            f"task.start_speed_mps=[{speed}, {speed}]",
            "task.start_m=2.0",
            cameras=False,
        )
        session.reset(0)
        body, rows = session.world.bodies["walker"], []
        for _ in range(10 * seconds):
            outcome = session.step(action).outcome
            rows.append(body.base_pose().position_m)
            if outcome is not None:
                break
        return session, np.array(rows)

    return make


def test_it_walks_to_and_fro_between_its_ends_at_its_speed(watch):
    _, rows = watch("wait_s: [1.0, 2.0], first_s: [1.0, 1.0]}".removesuffix("}"))
    x, y, z = rows.T
    assert np.abs(x + 12.0).max() < 1e-6
    assert np.abs(z).max() < 1e-6
    assert y.min() == pytest.approx(-30.0, abs=0.06)
    assert y.max() == pytest.approx(-20.0, abs=0.06)
    assert np.abs(np.diff(y)).max() == pytest.approx(0.14, abs=1e-3)
    assert (np.diff(np.sign(np.diff(y[np.append(True, np.diff(y) != 0)]))) != 0).sum() >= 2


def test_it_lets_a_car_pass_that_comes_near(watch):
    _, rows = watch(
        "wait_s: [1.0, 2.0], first_s: [0.1, 0.1]", seconds=1, action=(0.0, 0.0), speed=8.0
    )
    assert (rows[:, 1] == -30.0).all()


def test_its_velocity_and_category_are_in_the_truth(watch):
    session, _ = watch("wait_s: [1.0, 2.0], first_s: [0.1, 0.1]", seconds=3)
    truth = session.step_truth().bodies["walker"]
    assert truth.linear_mps == pytest.approx((0.0, 1.4, 0.0), abs=1e-6)
    assert session.episode_truth().bodies["walker"].category == "pedestrian"


def test_to_hit_it_is_a_collision(open_session):
    session = open_session(
        "urban_loop",
        f"traffic={{{WALKER.replace('-30.0', '-26.0')}first_s: [90.0, 90.0]}}}}",
        cameras=False,
        record_contacts=True,
    )
    session.reset(0)
    outcome = None
    while outcome is None:
        outcome = session.step([1.0, 0.0]).outcome
    assert outcome.reason == "collision"
    assert any(contact.body_b == "walker" for contact in session.step_truth().contacts)
