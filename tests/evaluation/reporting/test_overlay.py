import numpy as np
import pytest

from physai_sim.evaluation.reporting.overlay import BAR_PX, MARGIN_PX, compose

VIEW = np.full((120, 200, 3), (10, 20, 30), np.uint8)
RED = np.full((30, 40, 3), (250, 0, 0), np.uint8)


def test_the_view_lies_below_the_bar_unchanged():
    frame = compose(VIEW, None, text="1.00 s")
    assert frame.shape == (120 + BAR_PX, 200, 3)
    np.testing.assert_array_equal(frame[BAR_PX:], VIEW)
    assert frame[:BAR_PX].max() > 200


def test_the_camera_is_drawn_in_the_upper_right_corner():
    frame = compose(VIEW, RED, text="")
    np.testing.assert_array_equal(
        frame[BAR_PX + MARGIN_PX + 20, 200 - MARGIN_PX - 20], (250, 0, 0)
    )
    np.testing.assert_array_equal(frame[-1, 0], (10, 20, 30))
    share = (frame == (250, 0, 0)).all(axis=-1).sum() / 200 / 120
    assert share == pytest.approx(0.34 * 0.34 * 200 / 120 * 30 / 40, rel=0.1)


def test_sizes_are_even_for_the_encoder():
    assert compose(np.zeros((121, 201, 3), np.uint8), None, text="").shape == (150, 200, 3)


def test_a_camera_that_does_not_fit_is_left_out():
    tall = np.full((400, 40, 3), 250, np.uint8)
    np.testing.assert_array_equal(compose(VIEW, tall, text="")[BAR_PX:], VIEW)


def test_the_picture_given_is_not_drawn_on():
    view = VIEW.copy()
    compose(view, RED, text="long " * 50)
    np.testing.assert_array_equal(view, VIEW)
