import numpy as np

from physai_sim.generation.curation.embedding import SIZE, embed

FILM = np.random.default_rng(1).integers(0, 255, (9, 48, 32, 3), dtype=np.uint8)


def test_a_film_always_gives_the_same_numbers():
    assert embed(FILM).shape == (SIZE,)
    assert np.array_equal(embed(FILM), embed(FILM.copy()))


def test_colour_edges_and_motion_count_alike():
    assert np.isclose(np.linalg.norm(embed(FILM)), np.sqrt(3.0), atol=1e-5)


def test_a_film_that_stands_still_has_no_motion_and_one_frame_is_enough():
    still = np.repeat(FILM[:1], 2, axis=0)
    assert np.isclose(np.linalg.norm(embed(still)), np.sqrt(2.0), atol=1e-5)
    assert np.isfinite(embed(FILM[:1])).all()


def test_the_same_film_backwards_is_another():
    assert np.linalg.norm(embed(FILM) - embed(FILM[::-1])) > 0.05
