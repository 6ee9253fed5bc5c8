import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.core.errors import ConfigError
from physai_sim.generation.critics.language.pointing import (
    Box,
    Point,
    Span,
    from_px,
    read_boxes,
    read_points,
    read_spans,
    to_px,
    trajectories,
)


def test_points_of_one_label_are_a_trajectory_in_their_order():
    points = read_points(
        '[{"point_2d": [100, 200], "label": "gripper"}, {"point_2d": [5, 6], "label": "cube"},'
        ' {"point_2d": [150.5, 250], "label": "gripper"}]'
    )
    assert points[1] == Point((5.0, 6.0), "cube")
    paths = trajectories(points)
    assert list(paths) == ["gripper", "cube"]
    np.testing.assert_array_equal(paths["gripper"], [[100, 200], [150.5, 250]])


def test_a_fenced_box_is_read():
    (box,) = read_boxes('```json\n[{"bbox_2d": [0, 10, 1000, 20], "label": ""}]\n```')
    assert box == Box((0.0, 10.0, 1000.0, 20.0), "")


def test_times_are_seconds_or_minutes_and_seconds():
    spans = read_spans(
        '[{"start": 1, "end": 2.5, "caption": "it falls"},'
        ' {"start": "00:01.50", "end": "01:02", "caption": ""}]'
    )
    assert spans == (Span(1.0, 2.5, "it falls"), Span(1.5, 62.0, ""))


def test_the_corners_of_the_picture_are_0_and_1000():
    np.testing.assert_array_equal(to_px([0, 0, 1000, 1000], (640, 480)), [0, 0, 640, 480])
    np.testing.assert_array_equal(to_px([[500, 500]], (640, 480)), [[320, 240]])


@given(
    st.tuples(st.integers(0, 1000), st.integers(0, 1000)),
    st.tuples(st.integers(1, 8000), st.integers(1, 8000)),
)
def test_pixels_and_back_is_where_it_was(place, size):
    np.testing.assert_allclose(from_px(to_px(place, size), size), place, atol=1e-9)


@pytest.mark.parametrize(
    "place",
    [
        "[500]",
        "[1, 2, 3]",
        "[-1, 5]",
        "[5, 1000.1]",
        '["5", 5]',
        "[true, 5]",
        "5",
        "null",
        "[1, 1" + "0" * 400 + "]",
    ],
)
def test_a_point_outside_of_the_picture_is_refused(place):
    with pytest.raises(ConfigError, match=r"answer\[0\].point_2d: no place in the picture"):
        read_points(f'[{{"point_2d": {place}, "label": "x"}}]')


@pytest.mark.parametrize("corners", ["[5, 5, 5, 9]", "[5, 9, 7, 9]", "[9, 1, 2, 5]"])
def test_a_box_without_an_inside_is_refused(corners):
    with pytest.raises(ConfigError, match="a box without an inside"):
        read_boxes(f'[{{"bbox_2d": {corners}, "label": "x"}}]')


@pytest.mark.parametrize("time", ['"1.5"', '"00:61"', '"x"', "-1", "true", "null", "1e300"])
def test_what_is_no_time_is_refused(time):
    with pytest.raises(ConfigError, match=r"answer\[0\].end: no time"):
        read_spans(f'[{{"start": 0, "end": {time}, "caption": ""}}]')


def test_a_part_that_ends_before_it_starts_is_refused():
    with pytest.raises(ConfigError, match="ends before it starts"):
        read_spans('[{"start": 2, "end": "00:01", "caption": ""}]')


def test_a_label_that_is_no_text_is_refused():
    with pytest.raises(ConfigError, match=r"answer\[0\].label: no text, got 7"):
        read_points('[{"point_2d": [1, 2], "label": 7}]')


def test_places_of_another_shape_are_refused():
    with pytest.raises(ConfigError, match="places of this shape"):
        to_px([1, 2, 3], (10, 10))
