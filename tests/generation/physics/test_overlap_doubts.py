"""What is followed too poorly in the true film is no ground for a judgement of a clip."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from physai_sim.generation.physics.overlap_doubts import (
    doubted_with,
    least_overlap,
    with_doubts,
)
from physai_sim.generation.physics.tracking.look import look_at_truth


@pytest.fixture(scope="module")
def by_masks(push_truth):
    return look_at_truth(push_truth, how="masks")


def widened(sight, body, by_px):
    """A sight in which a body is seen wider than it is."""
    kernel = np.ones((2 * by_px + 1, 2 * by_px + 1), np.uint8)
    track = sight.tracks[body]
    masks = np.array([cv2.dilate(m.astype(np.uint8), kernel) > 0 for m in track.masks])
    return replace(sight, tracks={**sight.tracks, body: replace(track, masks=masks)})


def test_what_is_seen_where_it_is_raises_no_doubt(by_masks, push_truth):
    assert all(track.doubt is None for track in with_doubts(by_masks, push_truth).tracks.values())


def test_a_body_whose_outline_is_off_is_in_doubt_with_both_numbers(by_masks, push_truth):
    seen = with_doubts(widened(by_masks, "cube", 3), push_truth)
    assert "followed too poorly in the true film: overlap 0." in seen.tracks["cube"].doubt


def test_an_arm_is_not_judged_by_its_outline(by_masks, push_truth):
    robot = next(iter(push_truth.spec.robots))
    seen = with_doubts(widened(by_masks, robot, 8), push_truth)
    assert seen.tracks[robot].doubt is None


def test_a_clip_takes_over_the_doubts_of_the_true_film_and_keeps_its_own(by_masks, push_truth):
    floor = with_doubts(widened(by_masks, "cube", 3), push_truth)
    assert "with the looks of this clip" in doubted_with(by_masks, floor).tracks["cube"].doubt
    own = replace(by_masks.tracks["cube"], doubt="too small")
    mine = replace(by_masks, tracks={**by_masks.tracks, "cube": own})
    assert doubted_with(mine, floor).tracks["cube"].doubt == "too small"


def test_small_bodies_need_less_overlap_for_a_rim_is_more_of_them():
    assert least_overlap(40.0) == pytest.approx((1 + 0.1 + 0.5 / np.sqrt(40 / np.pi)) ** -2)
    assert least_overlap(40.0) < least_overlap(400.0) < 1 / 1.1**2
