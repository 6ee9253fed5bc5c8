"""Ten minutes of driving among twelve others are scored in seconds."""

import time

import numpy as np
import pytest

from physai_sim.core.truth import LightInfo
from physai_sim.evaluation.scoring import all_metrics

ROWS, CARS = 6001, 12


def _lap(along):
    """Places on a circle of 40 m."""
    angle = along / 40.0
    return np.column_stack([40.0 * np.sin(angle), 40.0 - 40.0 * np.cos(angle), angle])


@pytest.mark.slow
def test_all_metrics_of_driving_take_less_than_two_seconds_of_the_processor(street):
    ring = {
        "width_m": 3.5,
        "speed_limit_mps": 10.0,
        "start": {"x_m": 0.0, "y_m": 0.0, "yaw_rad": 0.0},
        "path": [{"arc_radius_m": 40.0, "arc_angle_rad": 6.2831853}],
        "joins": ["ring"],
    }
    roads = {"lanes": {"ring": ring, "back": {"beside": "ring", "offset_m": 3.5, "reverse": True}}}
    along = 0.7 * np.arange(ROWS)
    others = {f"car_{k}": _lap((0.8 + 0.03 * k) * along + 20.0 * k) for k in range(CARS)}
    episode = street(
        _lap(along),
        others=others,
        roads=roads,
        lights={"light": LightInfo("ring", 100.0)},
        light_states={"light": ["red"] * ROWS},
        route=_lap(np.arange(0.0, along[-1], 0.5)),
    )
    driving = [metric for metric in all_metrics().values() if metric.group == "driving"]
    begun = time.process_time()
    results = [metric.score(episode) for metric in driving]
    assert time.process_time() - begun < 2.0
    assert all(result.value is not None for result in results)
