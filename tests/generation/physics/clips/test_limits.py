"""What is too large is refused before it is in memory."""

from pathlib import Path

import pytest

from physai_sim.core.errors import DatasetError
from physai_sim.generation.physics.clips.limits import LARGEST_SIDE_PX, check_bytes, check_size

FILE = Path("film.mp4")


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (5, LARGEST_SIDE_PX + 1)])
def test_sides_that_no_picture_has_are_refused(size):
    with pytest.raises(DatasetError, match=r"film.mp4: no size of a picture"):
        check_size(FILE, size)


def test_the_largest_picture_and_the_last_byte_are_taken():
    check_size(FILE, (LARGEST_SIDE_PX, 1))
    check_bytes(FILE, 100, 100)
    with pytest.raises(DatasetError, match="got 101; expected at most 100 bytes"):
        check_bytes(FILE, 101, 100)
