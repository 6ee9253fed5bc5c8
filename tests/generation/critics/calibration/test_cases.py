import numpy as np
import pytest

from physai_sim.core.errors import UnknownNameError
from physai_sim.generation.critics.calibration.cases import UNCHANGED, LeftOut, Plan, cases


def test_an_unknown_fault_is_refused():
    with pytest.raises(UnknownNameError, match="--faults: unknown fault"):
        next(cases(Plan(("gravty",), (0,))))


@pytest.mark.slow
def test_each_episode_gives_true_films_and_one_for_each_fault():
    films = list(cases(Plan(("gravity",), (0,), looks=1, size_px=(64, 64), frames=24)))
    assert [film.name for film in films][::2] == [UNCHANGED, "gravity"]
    assert not any(isinstance(film, LeftOut) for film in films)
    assert [film.is_fault for film in films] == [False, False, True]
    assert all(film.truth is films[0].truth for film in films)
    assert not np.array_equal(films[1].clip.frames, films[0].clip.frames)
