"""A model in a file: the same after reading, refused where it is none."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics.idm.flow_features import FEATURES
from physai_sim.generation.physics.idm.inputs import Rates
from physai_sim.generation.physics.idm.model import load


def test_a_model_is_the_same_after_writing_and_reading(small_model, tmp_path):
    small_model.save(tmp_path / "model.npz")
    again = load(tmp_path / "model.npz")
    motion = np.random.default_rng(1).normal(size=(20, FEATURES))
    wanted = small_model.actions(motion, 8, Rates(20, 10))
    assert wanted.shape == (8, 2)
    assert np.array_equal(again.actions(motion, 8, Rates(20, 10)), wanted)
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]


def test_the_worst_error_of_true_films_is_that_of_a_stretch_and_falls_with_its_length(small_model):
    told, half = np.array([True, False]), np.ones(2)
    misses = np.zeros((30, 2))
    misses[4:6, 0] = 8.0  # within the first film
    misses[:, 1] = 100.0  # what is not told does not count
    model = replace(
        small_model, misses=misses, films=np.array([10, 20]), spread=np.array([0.5, 1.0])
    )
    assert model.worst_error(2, told, half) == pytest.approx(2.0)
    assert model.worst_error(4, told, half) == pytest.approx(1.0)
    assert model.worst_error(99, told, half) == pytest.approx(0.4)
    assert model.worst_error(2, told, 2 * half) == pytest.approx(0.5)


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04broken"])
def test_what_is_no_model_is_refused(tmp_path, content):
    (tmp_path / "model.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        load(tmp_path / "model.npz")


def test_a_file_that_lacks_a_part_or_whose_parts_do_not_fit_is_refused(small_model, tmp_path):
    np.savez(tmp_path / "part.npz", scale=small_model.scale)
    with pytest.raises(ValueError, match="no model"):
        load(tmp_path / "part.npz")
    parts = {name: getattr(small_model, name) for name in small_model.__slots__}
    np.savez(tmp_path / "other.npz", **{**parts, "mean": np.zeros(5)})
    with pytest.raises(ValueError, match="do not fit"):
        load(tmp_path / "other.npz")
