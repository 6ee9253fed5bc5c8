"""A7: bodies that vanish, double or grow fail; the truth passes."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.generation.physics.defects import longest_run
from physai_sim.generation.physics.measures.permanence import Permanence
from physai_sim.generation.physics.tracking.look import look, look_at_truth


@pytest.fixture(scope="module")
def sight(falling_ball_truth):
    return look_at_truth(falling_ball_truth, how="masks")


def changed(sight, **change):
    return replace(sight, tracks={"ball": replace(sight.tracks["ball"], **change)})


def test_the_truth_has_no_defect(falling_ball_truth, sight):
    assert Permanence().score(sight, falling_ball_truth).value == 0.0


def test_frames_without_the_body_are_counted_in_a_row(falling_ball_truth, sight):
    seen = np.ones(len(falling_ball_truth.rgb), dtype=bool)
    seen[[3, 10, 11, 12, 13, 14]] = False
    frames = falling_ball_truth.rgb.copy()
    mask = falling_ball_truth.mask("ball") & ~seen[:, None, None]
    frames[mask] = (20, 160, 40)
    without = replace(sight, clip=replace(sight.clip, frames=frames))
    found = Permanence().score(changed(without, seen=seen), falling_ball_truth)
    assert found.value == 5.0
    assert found.parts["bodies"]["ball"]["frames_missing"] == 6


def test_a_body_that_only_the_tracker_lost_is_not_missing(falling_ball_truth, sight):
    seen = np.zeros(len(falling_ball_truth.rgb), dtype=bool)
    assert Permanence().score(changed(sight, seen=seen), falling_ball_truth).value == 0.0


def test_a_body_is_no_smaller_for_what_the_tracker_left_out_of_it(falling_ball_truth, sight):
    left, frames = sight.tracks["ball"].masks.copy(), falling_ball_truth.rgb.copy()
    left[:, :, ::2] = False
    areas = left.sum(axis=(1, 2)).astype(float)
    half = changed(sight, masks=left, area_px=areas)
    assert Permanence().score(half, falling_ball_truth).parts["bodies"]["ball"]["frames_size"] == 0
    frames[falling_ball_truth.mask("ball") & ~left] = (20, 160, 40)
    shrunk = replace(half, clip=replace(half.clip, frames=frames))
    found = Permanence().score(shrunk, falling_ball_truth)
    assert found.parts["bodies"]["ball"]["frames_size"] > 10


def test_where_eight_frames_without_a_body_would_pass_nothing_is_told_by_that():
    assert Permanence().is_telling(4.0 + 3.0)
    assert not Permanence().is_telling(5.0 + 3.0)


def test_a_body_in_doubt_is_untold(falling_ball_truth, sight):
    doubtful = changed(sight, doubt="too much like its surroundings")
    found = Permanence().score(doubtful, falling_ball_truth)
    assert found.value is None
    assert found.untold == {"ball"}


def test_a_body_of_another_size_or_colour_is_not_itself(falling_ball_truth, sight):
    ball = sight.tracks["ball"]
    late = np.arange(len(ball.seen)) >= 20
    grown = changed(sight, area_px=ball.area_px * np.where(late, 1.44, 1.0))
    told = Permanence().score(grown, falling_ball_truth).parts["bodies"]["ball"]
    assert told["frames_size"] == late.sum()
    painted = changed(sight, colour_lab=ball.colour_lab + 40.0 * late[:, None])
    told = Permanence().score(painted, falling_ball_truth).parts["bodies"]["ball"]
    assert told["frames_colour"] == late.sum()


@pytest.mark.parametrize("fault", ["vanish", "duplicate"])
def test_a_planted_fault_fails(fault, falling_ball_truth):
    clip = registry.find("faults", fault)().plant(falling_ball_truth, 0)
    found = Permanence().score(look(clip, falling_ball_truth), falling_ball_truth)
    assert found.value > Permanence().limit(0.0, falling_ball_truth)


def test_runs_are_counted():
    assert longest_run(np.array([1, 1, 0, 1, 1, 1, 0], dtype=bool)) == 3
    assert longest_run(np.zeros(3, dtype=bool)) == 0
