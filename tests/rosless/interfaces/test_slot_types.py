import pytest

from physai_sim.rosless.interfaces import get_class, register
from physai_sim.rosless.interfaces import slot_types as st

register(
    {
        "slot_msgs/msg/All": """
            bool a
            byte b
            float32[3] c
            float64[] d
            uint8[<=16] e
            string<=9 f
            wstring g
            wstring<=2 h
            string[] i
            geometry_msgs/Point[<=2] j
        """
    }
)
TEXTS = {
    "a": "boolean",
    "b": "octet",
    "c": "float[3]",
    "d": "sequence<double>",
    "e": "sequence<uint8, 16>",
    "f": "string<9>",
    "g": "wstring",
    "h": "wstring<2>",
    "i": "sequence<string>",
    "j": "sequence<geometry_msgs/Point, 2>",
}
TYPES = (
    st.BasicType("boolean"),
    st.BasicType("octet"),
    st.Array(st.BasicType("float"), 3),
    st.UnboundedSequence(st.BasicType("double")),
    st.BoundedSequence(st.BasicType("uint8"), 16),
    st.BoundedString(9),
    st.UnboundedWString(),
    st.BoundedWString(2),
    st.UnboundedSequence(st.UnboundedString()),
    st.BoundedSequence(st.NamespacedType(("geometry_msgs", "msg"), "Point"), 2),
)


def test_texts_of_types_are_those_of_rosidl():
    assert get_class("slot_msgs/msg/All").get_fields_and_field_types() == TEXTS


def test_slot_types_describe_the_same():
    assert get_class("slot_msgs/msg/All").SLOT_TYPES == TYPES


@pytest.mark.parametrize(
    ("name", "field", "text"),
    [
        ("sensor_msgs/msg/CameraInfo", "k", "double[9]"),
        ("std_msgs/msg/Char", "data", "uint8"),
        ("sensor_msgs/msg/Image", "header", "std_msgs/Header"),
    ],
)
def test_texts_of_ordinary_messages(name, field, text):
    assert get_class(name).get_fields_and_field_types()[field] == text
