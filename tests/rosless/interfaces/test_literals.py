import pytest

from physai_sim.rosless.interfaces.definition import FieldType
from physai_sim.rosless.interfaces.literals import default, scalar, without_comment


@pytest.mark.parametrize(
    ("base", "text", "value"),
    [
        ("uint8", "255", 255),
        ("int8", "-128", -128),
        ("uint16", "0x10", 16),
        ("float64", "1e-3", 0.001),
        ("bool", "True", True),
        ("bool", "0", False),
        ("byte", "7", b"\x07"),
        ("string", '"a \\"b\\""', 'a "b"'),
        ("string", "'a # b'", "a # b"),
        ("string", "bare words", "bare words"),
    ],
)
def test_a_literal_has_its_python_value(base, text, value):
    found = scalar(base, text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("base", "text"),
    [("uint8", "256"), ("int8", "-129"), ("uint32", "1.5"), ("bool", "yes"), ("float32", "one")],
)
def test_a_literal_that_does_not_fit_is_refused(base, text):
    with pytest.raises(ValueError, match=text):
        scalar(base, text)


def test_defaults_of_arrays_are_lists():
    assert default(FieldType("int32", "sequence"), "[1, -2]") == (1, -2)
    assert default(FieldType("bool", "array", 2), "[true, False]") == (True, False)
    assert default(FieldType("string", "sequence"), "['a', \"b\"]") == ("a", "b")


@pytest.mark.parametrize("text", ["1", "[1", "{a: 1}"])
def test_a_default_of_an_array_that_is_no_list_is_refused(text):
    with pytest.raises(ValueError, match="expected a list in brackets"):
        default(FieldType("int32", "sequence"), text)


def test_a_comment_ends_at_the_line_and_not_within_quotes():
    assert without_comment(' "a # b"  # c') == '"a # b"'
    assert without_comment("5 # it's") == "5"
    assert without_comment("# all") == ""
