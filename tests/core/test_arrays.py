"""Arrays come back as they were; what is no plain data is refused, and nothing is half written."""

import numpy as np
import pytest

from physai_sim.core.arrays import read_arrays, write_arrays
from physai_sim.core.errors import ConfigError, MachineError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "some.npz"


class Bomb:
    """Would call for `exit` if it were ever restored."""

    def __reduce__(self):
        return exit, (3,)


def test_arrays_come_back_as_they_were(path):
    arrays = {"a/b": np.arange(6.0).reshape(2, 3), "text": np.array("tschüss"), "n": np.array(7)}
    write_arrays(path, arrays)
    found = read_arrays(path)
    assert set(found) == set(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(found[name], array)
        assert found[name].dtype == array.dtype


def test_objects_are_refused_unrun_with_a_reason_in_a_line(path):
    np.savez(path, harmless=np.zeros(3), bomb=np.array([Bomb()], dtype=object))
    with pytest.raises(ConfigError, match=r"some\.npz: .*expected a whole \.npz file of plain"):
        read_arrays(path)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:200] + bytes([whole[200] ^ 255]) + whole[201:],
        lambda whole: b"",
        lambda whole: b"no arrays at all",
    ],
    ids=["cut", "flipped", "empty", "text"],
)
def test_a_damaged_file_is_refused(path, spoil):
    write_arrays(path, {"a": np.random.default_rng(0).random(100)})
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(ConfigError, match="damaged"):
        read_arrays(path)


def test_a_single_array_is_another_kind_of_file(tmp_path):
    np.save(tmp_path / "one.npy", np.zeros(3))
    with pytest.raises(ConfigError, match="another kind"):
        read_arrays(tmp_path / "one.npy")


def test_a_file_that_is_not_there_is_said_to_be_missing(path):
    with pytest.raises(ConfigError, match=r"some\.npz: cannot be read: No such file"):
        read_arrays(path)


def test_what_cannot_be_written_leaves_the_older_file_and_no_part(path, monkeypatch):
    write_arrays(path, {"a": np.zeros(3)})

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(MachineError, match="No space left"):
        write_arrays(path, {"a": np.ones(3)})
    monkeypatch.undo()
    np.testing.assert_array_equal(read_arrays(path)["a"], np.zeros(3))
    assert [file.name for file in path.parent.iterdir()] == ["some.npz"]
