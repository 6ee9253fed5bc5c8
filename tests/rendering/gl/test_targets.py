"""Targets: sheets hold every picture once, and reading nothing is an error."""

import numpy as np
import pytest

from physai_sim.core.errors import RenderError
from physai_sim.rendering.gl import targets


@pytest.mark.parametrize(("count", "size"), [(1, (640, 480)), (16, (128, 128)), (7, (4096, 32))])
def test_pictures_on_a_sheet_do_not_overlap(count, size):
    corners, whole = targets.sheet(count, size)
    assert len(set(corners)) == len(corners) == count
    for left, top in corners:
        assert left % size[0] == top % size[1] == 0
        assert left + size[0] <= whole[0] <= targets.MAX_SHEET_PX
        assert top + size[1] <= whole[1]


def test_a_pool_keeps_the_newest():
    pool = targets.TargetPool()
    first = pool.get((16, 16), 4)
    assert pool.get((16, 16), 4) is first
    assert pool.get((16, 16), 2) is not first
    for side in range(20, 20 + targets.TargetPool.KEPT):
        pool.get((side, 16), 4)
    assert pool.get((16, 16), 4) is not first
    pool.release()


@pytest.mark.parametrize("words", [2, 4])
def test_a_driver_that_gives_nothing_is_an_error(words, monkeypatch):
    target = targets.Target(8, 8, words)

    class Silent:
        def read_into(self, *args, **options):
            pass

    monkeypatch.setattr(target, "_framebuffer", Silent())
    with pytest.raises(RenderError, match="no picture"):
        target.read()


@pytest.mark.parametrize("words", [2, 4])
def test_texels_come_back_as_they_were_cleared(words):
    target = targets.Target(8, 6, words)
    target.use()
    texels = target.read()
    assert texels.shape == (6, 8, words)
    assert texels.dtype == np.uint32
    target.release()
