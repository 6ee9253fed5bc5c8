import pytest

from physai_sim.rosless.interfaces.definition import Constant, Field, FieldType
from physai_sim.rosless.interfaces.parser import MAX_ARRAY, MAX_TEXT, sections


def _one(text):
    (struct,) = sections("my_msgs/msg/X", text, 1)
    return struct


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("int32 x", FieldType("int32")),
        ("char x", FieldType("uint8")),
        ("byte[] x", FieldType("byte", "sequence")),
        ("float64[9] x", FieldType("float64", "array", 9)),
        ("uint8[<=4] x", FieldType("uint8", "sequence", 4)),
        ("string<=5 x", FieldType("string", string_bound=5)),
        ("wstring<=5[<=3] x", FieldType("wstring", "sequence", 3, 5)),
        ("Other x", FieldType("my_msgs/msg/Other")),
        ("std_msgs/Header[] x", FieldType("std_msgs/msg/Header", "sequence")),
        ("std_msgs/msg/Header x", FieldType("std_msgs/msg/Header")),
    ],
)
def test_a_line_tells_a_field(line, kind):
    assert _one(f"  {line}   # comment\n").fields == (Field("x", kind),)


def test_defaults_and_constants_keep_their_order():
    struct = _one("int8 LOW=-1\nint8 a 3\n# nothing\n\nstring WORD = 'it is'\nstring b \"hi\"")
    assert struct.constants == (Constant("LOW", "int8", -1), Constant("WORD", "string", "it is"))
    assert [(field.name, field.default) for field in struct.fields] == [("a", 3), ("b", "hi")]


def test_sections_are_parted_by_three_dashes():
    request, response = sections("my_msgs/srv/X", "bool a\n---\nbool b\n", 2)
    assert [struct.fields[0].name for struct in (request, response)] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("int32", "line 1: cannot read 'int32'"),
        ("bool a\nint32 9x", "line 2: cannot read"),
        ("int32<=3 x", "only strings have bounds"),
        ("int32[0] x", "array of 0 elements"),
        (f"int32[{MAX_ARRAY + 1}] x", "array of"),
        ("a/srv/X x", "cannot have the type"),
        ("uint8 X=256", "line 1: 256 does not fit uint8"),
        ("int32 x\nint32 x", "'x' is defined twice"),
        ("int32 x__y", "bad name 'x__y'"),
        ("a b; import os", "a b cannot have a value, got '; import os'"),
        ("int32 lambda", "bad name 'lambda'"),
        ("int8[] X=3", "cannot have a value"),
        ("int8 x one", "bad int8 'one'"),
        ("bool a\n---\nbool b", "2 sections between '---'; expected 1"),
    ],
)
def test_a_text_that_is_no_definition_is_refused_by_line(text, said):
    with pytest.raises(ValueError, match=rf"my_msgs/msg/X.*{said}"):
        _one(text)


def test_a_huge_text_is_refused():
    with pytest.raises(ValueError, match="at most"):
        _one("#" * (MAX_TEXT + 1))
