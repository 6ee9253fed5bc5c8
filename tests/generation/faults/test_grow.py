"""Grow: 20 % more at the end, about the same middle."""

import numpy as np
import pytest

from physai_sim.core.scene_config import BodyConfig
from physai_sim.generation.faults.grow import _scaled


def red(frames):
    parts = np.moveaxis(frames.astype(int), 3, 0)
    return (parts[0] > 2 * parts[1]) & (parts[0] > 2 * parts[2])


def test_the_ball_is_larger_at_the_end_by_what_is_said(plant, falling_ball_truth):
    clip = plant("grow", falling_ball_truth)
    areas, true = (red(f).sum(axis=(1, 2)) for f in (clip.frames, falling_ball_truth.rgb))
    assert areas[0] == true[0]
    assert areas[-5:].mean() / true[-5:].mean() == pytest.approx(1.2**2, abs=0.12)


def test_its_middle_stays(plant, falling_ball_truth, middle_of):
    clip = plant("grow", falling_ball_truth)
    gap = np.abs(middle_of(clip.frames) - middle_of(falling_ball_truth.rgb))
    assert gap.max() < 0.7


@pytest.mark.parametrize(
    "measures",
    [
        {"shape": "box", "size_m": (0.1, 0.2, 0.3)},
        {"shape": "sphere", "radius_m": 0.1},
        {"shape": "cylinder", "radius_m": 0.1, "height_m": 0.3},
    ],
)
def test_every_shape_grows_in_all_directions(measures):
    shape = BodyConfig.model_validate(measures)
    larger = _scaled(shape, 1.1)
    assert larger.extents_m == pytest.approx([1.1 * part for part in shape.extents_m])
