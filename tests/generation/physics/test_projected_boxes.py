"""Boxes in space cover what the engine draws of their bodies."""

import numpy as np

from physai_sim.generation.physics.projected_boxes import box_masks, corners_px


def test_a_box_covers_the_body_and_little_more(push_truth):
    box, body = box_masks(push_truth, "cube"), push_truth.mask("cube")
    area = body.sum(axis=(1, 2))
    inside = (box & body).sum(axis=(1, 2)) / np.maximum(area, 1)
    assert inside[area > 12].min() > 0.9
    assert np.median(box.sum(axis=(1, 2))) < 3 * np.median(area)


def test_there_are_eight_corners_in_each_frame(push_truth):
    assert corners_px(push_truth, "cube").shape == (len(push_truth.stamps_ns), 8, 2)
