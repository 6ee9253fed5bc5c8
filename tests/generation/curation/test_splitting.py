import numpy as np
import pytest

from physai_sim.generation.curation.splitting import cuts, spans


@pytest.fixture
def two_scenes():
    frames = np.full((10, 16, 16, 3), 40, dtype=np.uint8)
    frames[6:] = (20, 200, 90)
    return frames


def test_a_film_is_cut_where_the_scene_changes(two_scenes):
    assert cuts(two_scenes) == (6,)
    assert spans(two_scenes) == ((0, 6), (6, 10))


def test_pieces_are_no_longer_than_the_stride(two_scenes):
    assert spans(two_scenes, 4) == ((0, 4), (4, 6), (6, 10))


def test_slow_changes_are_no_cut():
    ramp = np.arange(0, 200, 20, dtype=np.uint8)[:, None, None, None]
    assert cuts(np.broadcast_to(ramp, (10, 16, 16, 3)).copy()) == ()
