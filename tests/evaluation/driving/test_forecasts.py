import dataclasses
import math

import numpy as np
import pytest

from physai_sim.core.types import ActionChunk
from physai_sim.evaluation.driving.forecasts import forecasts
from physai_sim.evaluation.episode import Plan


def plan_of(at_ns, rows, hz=10):
    return Plan(at_ns, (ActionChunk(at_ns, hz, np.zeros((rows, 2))),))


def test_a_forecast_starts_at_the_recorded_pose_and_speed(drive):
    episode = drive(plans=(plan_of(1_000_000_000, 5),))
    (found,) = forecasts(episode)
    row = episode.odometry["ego"][10]
    np.testing.assert_allclose(found.start, [row[0], row[1], 0.0])
    assert found.paths[0, 0, 0] == pytest.approx(row[0] + row[7] * 0.1)


def test_between_two_rows_the_recording_is_linear(drive):
    (found,) = forecasts(drive(plans=(plan_of(1_050_000_000, 5),)))
    rows = drive().odometry["ego"]
    assert found.start[0] == pytest.approx((rows[10, 0] + rows[11, 0]) / 2)
    assert found.recorded[0, 0] == pytest.approx((rows[11, 0] + rows[12, 0]) / 2)


def test_a_heading_that_passes_half_a_turn_does_not_jump(drive):
    episode = drive(3)
    for row, yaw in enumerate((math.pi - 0.1, math.pi + 0.1, math.pi + 0.3)):
        episode.odometry["ego"][row, 5:7] = math.sin(yaw / 2), math.cos(yaw / 2)
    episode = dataclasses.replace(episode, plans=(plan_of(50_000_000, 1),))
    (found,) = forecasts(episode)
    assert found.start[2] == pytest.approx(math.pi)
    assert found.recorded[0, 2] == pytest.approx(math.pi + 0.2)


def test_rows_past_the_end_are_not_known(drive):
    (found,) = forecasts(drive(11, plans=(plan_of(500_000_000, 10),)))
    assert found.known == 5
    assert found.stamps_ns()[4] == 1_000_000_000


def test_an_arm_and_a_recording_without_a_row_have_no_forecast(arm, drive):
    assert forecasts(arm(plans=(plan_of(0, 5),))) == ()
    assert forecasts(drive(0, plans=(plan_of(0, 5),))) == ()
