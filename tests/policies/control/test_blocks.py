import re

import numpy as np
import pytest

from policies.control._blocks import HALF, MOST_COLUMNS, lines, side_by_side

COLOUR = re.compile(r"\x1b\[([34])8;2;(\d+);(\d+);(\d+)m|\x1b\[0m|(.)")


def drawn(text):
    """The pixels that a terminal would show, shape (2 * lines, columns, 3)."""
    rows = []
    for line in text:
        inks, upper, lower = {}, [], []
        for which, *colour, character in COLOUR.findall(line):
            if which:
                inks[which] = [int(part) for part in colour]
            elif character:
                assert character == HALF
                upper.append(inks["3"])
                lower.append(inks["4"])
        rows += [upper, lower]
    return np.array(rows, dtype=np.uint8)


@pytest.mark.parametrize("colours", [2, 256])
def test_a_terminal_shows_the_very_pixels(colours):
    rng = np.random.default_rng(0)
    image = rng.integers(0, colours, (12, 30, 3), dtype=np.uint8)
    text = lines(image)
    assert len(text) == 6
    np.testing.assert_array_equal(drawn(text), image)
    assert all(line.endswith("\x1b[0m") for line in text)


def test_a_colour_is_named_once_while_it_lasts():
    image = np.full((2, 80, 3), 200, dtype=np.uint8)
    assert len(lines(image)[0]) < 80 + 50


@pytest.mark.parametrize(
    ("sizes", "columns", "rows"),
    [
        ([(240, 320)], 80, 18),
        ([(240, 320)], 40, 30),
        ([(224, 224), (128, 128)], 80, 18),
        ([(240, 320), (240, 320)], 100, 30),
        ([(48, 64)], 300, 80),
    ],
)
def test_pictures_are_as_large_as_fits_and_keep_their_shape(sizes, columns, rows):
    images = [np.full((*size, 3), 60 * k + 60, dtype=np.uint8) for k, size in enumerate(sizes)]
    image = side_by_side(images, columns=columns, rows=rows)
    height, width, _ = image.shape
    assert height % 2 == 0
    assert height <= 2 * rows
    assert width <= min(columns, MOST_COLUMNS)
    room = min(columns, MOST_COLUMNS) / width, 2 * rows / height
    assert min(room) < 1.15
    shapes = sum(w / h for h, w in sizes) + (len(sizes) - 1) / height
    assert width / height == pytest.approx(shapes, rel=0.06)
    for k in range(len(sizes)):
        assert (image == 60 * k + 60).all(axis=-1).any()


@pytest.mark.parametrize(("columns", "rows"), [(80, 0), (80, -3), (1, 20)])
def test_where_nothing_fits_there_is_no_picture(columns, rows):
    image = np.zeros((240, 320, 3), dtype=np.uint8)
    assert side_by_side([image], columns=columns, rows=rows) is None
