import pytest

from physai_sim.rosless.interfaces.definition import EMPTY_MEMBER, FieldType, Struct, split_name


def test_a_struct_without_fields_carries_one_octet():
    (member,) = Struct("std_msgs/msg/Empty", ()).wire_fields
    assert (member.name, member.type) == (EMPTY_MEMBER, FieldType("uint8"))


def test_an_element_has_the_type_of_its_array_without_the_length():
    element = FieldType("string", "array", 3, string_bound=8).element
    assert element == FieldType("string", string_bound=8)


def test_messages_numbers_and_the_rest_are_told_apart():
    kinds = [FieldType(base) for base in ("std_msgs/msg/Header", "float32", "bool", "string")]
    assert [kind.is_message for kind in kinds] == [True, False, False, False]
    assert [kind.is_numeric for kind in kinds] == [False, True, False, False]


@pytest.mark.parametrize("name", ["String", "std_msgs/String", "a/msg/b/C", "a/msg/..", "a/msg/"])
def test_a_name_of_other_parts_is_refused(name):
    with pytest.raises(ValueError, match="expected 'package/msg/Name'"):
        split_name(name)
