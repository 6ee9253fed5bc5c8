import numpy as np
import pytest

from physai_sim.generation.curation.duplicates import components, nearest_kept

ROWS = np.random.default_rng(2).normal(size=(6, 40)).astype(np.float32)


@pytest.mark.parametrize("rows", [ROWS, np.ascontiguousarray(ROWS.T)])
def test_components_keep_the_distances(rows):
    reduced = components(rows)
    assert reduced.shape[1] <= min(rows.shape)
    for k in range(1, len(rows)):
        wanted = np.linalg.norm(rows[0] - rows[k])
        assert np.linalg.norm(reduced[0] - reduced[k]) == pytest.approx(wanted, rel=1e-3)


def test_a_copy_is_a_duplicate_and_nothing_else_is():
    rows = np.concatenate([ROWS, ROWS[2:3] * np.float32(1.001)])
    names = [f"film_{k}" for k in range(len(rows))]
    found = nearest_kept(names, rows)
    assert found[0] is None
    assert [one.likeness >= 0.99 for one in found[1:]] == [False] * 5 + [True]
    assert found[-1].name == "film_2"


def test_a_batch_of_equal_films_keeps_the_first():
    found = nearest_kept(["a", "b", "c"], np.repeat(ROWS[:1], 3, axis=0))
    assert [(one.name, one.likeness) for one in found[1:]] == [("a", 1.0), ("a", 1.0)]


def test_one_film_has_no_nearest():
    assert nearest_kept(["a"], ROWS[:1]) == (None,)
