import numpy as np
import pytest

from physai_sim.rosless.interfaces.checks import check_for
from physai_sim.rosless.interfaces.definition import Field, FieldType


def _check(base, kind="single", size=0, bound=0, message_class=None):
    return check_for(Field("it", FieldType(base, kind, size, bound)), message_class)


@pytest.mark.parametrize(
    ("base", "given", "kept"),
    [
        ("bool", True, True),
        ("bool", np.bool_(True), True),
        ("byte", bytearray(b"\x01"), b"\x01"),
        ("int8", -128, -128),
        ("uint16", np.uint8(3), 3),
        ("float64", np.float64(0.5), 0.5),
        ("float32", float("inf"), float("inf")),
        ("string", "a", "a"),
        ("wstring", "ü", "ü"),
    ],
)
def test_a_value_that_fits_is_kept(base, given, kept):
    assert _check(base)(given) == kept


@pytest.mark.parametrize(
    ("base", "given", "text"),
    [
        ("bool", 1, "The 'it' field must be of type 'bool', got 1 of type 'int'"),
        ("byte", b"ab", "must be of type 'bytes' or 'ByteString' with length 1"),
        ("byte", 1, "must be of type 'bytes'"),
        ("int8", 128, r"must be an integer in \[-128, 127\], got 128"),
        ("uint8", -1, r"must be an unsigned integer in \[0, 255\]"),
        ("int32", 1.0, "must be of type 'int', got 1.0 of type 'float'"),
        ("float64", 1, "must be of type 'float', got 1 of type 'int'"),
        ("float32", 1e39, "must be a float in"),
        ("string", b"a", "must be of type 'str'"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_rosidls_words(base, given, text):
    with pytest.raises(AssertionError, match=text):
        _check(base)(given)


def test_strings_are_bounded():
    assert _check("string", bound=2)("ab") == "ab"
    with pytest.raises(AssertionError, match="string value not longer than 2"):
        _check("string", bound=2)("abc")


def test_messages_are_of_their_class():
    check = _check("a/msg/Complex", message_class=complex)
    assert check(1j) == 1j
    with pytest.raises(AssertionError, match="a sub message of type 'complex'"):
        check(1.0)


def test_lists_are_kept_as_they_are():
    given = ["a"]
    assert _check("string", "sequence")(given) is given
    assert _check("string", "sequence")({"a"}) == ["a"]
    assert _check("bool", "sequence")(np.array([True])) == [True]


@pytest.mark.parametrize(
    ("kind", "given", "text"),
    [
        (("string", "sequence"), "abc", "must be a set or sequence and each value of type 'str'"),
        (("string", "sequence"), ["a", 1], "each value of type 'str'.*got 1 of type 'int'"),
        (("string", "sequence", 1), ["a", "b"], "with length <= 1 .*got length 2"),
        (("bool", "array", 2), [True], "with length 2 .*got length 1"),
        (("byte", "sequence"), b"ab", "each value of type 'bytes'"),
        (("string", "sequence", 0, 1), ["ab"], "each string value not longer than 1"),
        (("string", "sequence"), {"a": 1}, "set or sequence"),
        (("string", "sequence"), 5, "set or sequence"),
    ],
)
def test_lists_that_do_not_fit_are_refused(kind, given, text):
    with pytest.raises(AssertionError, match=text):
        _check(*kind)(given)
