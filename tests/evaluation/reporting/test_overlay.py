import numpy as np
import pytest

from physai_sim.evaluation.reporting.captions import Caption
from physai_sim.evaluation.reporting.overlay import (
    BAR_PX,
    MARGIN_PX,
    annotated,
    compose,
    film_size,
)
from physai_sim.evaluation.reporting.plan_lines import PictureLine

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


def _line(shares, kind="plan"):
    return PictureLine(np.array(shares, dtype=float), kind)


def test_a_recorded_picture_is_brought_to_the_size_of_the_film():
    frame = annotated(VIEW, Caption("1.00 s"), [], size_px=(480, 318))
    assert frame.shape == (318, 480, 3)
    np.testing.assert_array_equal(frame[-1, 0], (10, 20, 30))


def test_words_are_on_patches_and_a_contact_has_its_own_colour():
    said = [
        annotated(VIEW, Caption("", "5 m/s", "hit", hit), [], size_px=(480, 318)) for hit in (0, 1)
    ]
    assert (said[0] != said[1]).any()
    for frame in said:
        np.testing.assert_array_equal(frame[-1, -1], (10, 20, 30))


def test_a_line_leaves_out_what_is_not_seen():
    shares = [[0.1, 0.9], [0.3, 0.9], [np.nan, np.nan], [0.7, 0.9], [0.9, 0.9]]
    frame = annotated(VIEW, Caption(""), [_line(shares)], size_px=(400, 270))
    row = frame[BAR_PX + round(0.9 * 240)]
    drawn = (row != (10, 20, 30)).any(axis=1)
    assert drawn[80]
    assert drawn[320]
    assert not drawn[140:260].any()


@pytest.mark.parametrize("shares", [[[0.5, 0.5]], [[np.nan, np.nan]] * 3, np.zeros((0, 2))])
def test_a_line_of_less_than_two_points_is_nothing(shares):
    bare = annotated(VIEW, Caption(""), [], size_px=(400, 270))
    lined = annotated(VIEW, Caption(""), [_line(shares)], size_px=(400, 270))
    np.testing.assert_array_equal(bare, lined)


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        ((480, 640), (640, 510)),
        ((84, 84), (480, 510)),
        ((1080, 1920), (960, 570)),
        ((1000, 1), (480, 990)),
        ((1, 641), (640, 32)),
    ],
)
def test_films_are_even_and_neither_tiny_nor_huge(shape, size):
    assert film_size(np.zeros((*shape, 3), np.uint8)) == size
