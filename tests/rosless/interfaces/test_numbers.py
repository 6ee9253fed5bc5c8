from array import array

import numpy as np
import pytest

from physai_sim.rosless.interfaces.definition import Field, FieldType
from physai_sim.rosless.interfaces.numbers import array_check, limits, sequence_check


def _sequence(base, bound=0):
    return sequence_check(Field("data", FieldType(base, "sequence", bound)))


def _array(base, size):
    return array_check(Field("data", FieldType(base, "array", size)))


@pytest.mark.parametrize(
    "given",
    [
        [0, 255],
        (0, 255),
        {0, 255},
        b"\x00\xff",
        bytearray(b"\x00\xff"),
        memoryview(b"\x00\xff"),
        array("B", [0, 255]),
        np.array([0, 255], np.uint8),
        np.array([0, 255], np.int64),
        iter([0, 255]),
    ],
    ids=lambda given: type(given).__name__,
)
def test_octets_of_any_kind_become_an_array(given):
    found = _sequence("uint8")(given)
    assert (found.typecode, sorted(found)) == ("B", [0, 255])


def test_an_array_of_the_right_type_is_kept_as_it_is():
    given, numbers = array("d", [1.0]), np.ones(3)
    assert _sequence("float64")(given) is given
    assert _array("float64", 3)(numbers) is numbers


@pytest.mark.parametrize("given", [[1, 2.5], np.array([1, 2.5]), np.array([1, 2.5], np.float32)])
def test_floats_take_integers_and_floats_of_any_width(given):
    assert _sequence("float64")(given) == array("d", [1.0, 2.5])
    assert _array("float64", 2)(given).tolist() == [1.0, 2.5]


def test_infinities_and_nan_are_numbers():
    found = _sequence("float32")([float("inf"), float("nan"), -1.0])
    assert np.isinf(found[0])
    assert np.isnan(found[1])


@pytest.mark.parametrize(
    ("base", "given"),
    [
        ("uint8", [256]),
        ("uint8", [-1]),
        ("int32", [1.5]),
        ("int32", np.array([1.5])),
        ("int8", np.array([128])),
        ("float32", [1e39]),
        ("float32", np.array([1e39])),
        ("float64", ["1"]),
        ("float64", b"12345678"),
        ("float64", "1"),
        ("float64", {1.0: 2}),
        ("float64", 1.0),
        ("uint8", np.zeros((2, 2), np.uint8)),
        ("uint8", memoryview(b"123456")[::2]),
        ("uint8", array("b", [1])),
    ],
)
def test_what_does_not_fit_is_refused(base, given):
    with pytest.raises(AssertionError, match="'data'"):
        _sequence(base)(given)


def test_lengths_are_checked():
    assert len(_sequence("int8", 2)([1, 2])) == 2
    with pytest.raises(AssertionError, match=r"length <= 2 .* got length 3"):
        _sequence("int8", 2)([1, 2, 3])
    for given in ([1.0], np.zeros(3, np.float32), np.zeros((2, 1))):
        with pytest.raises(AssertionError, match="with length 2"):
            _array("float64", 2)(given)


def test_limits_are_those_of_the_type():
    assert limits("int16") == (-32768, 32767)
    assert limits("uint64") == (0, 2**64 - 1)
    assert limits("float64")[1] == np.finfo(np.float64).max
