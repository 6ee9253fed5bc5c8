import pytest
from geometry_msgs.msg import PointStamped
from tf2_ros import (
    BufferInterface,
    ConvertRegistration,
    NotImplementedException,
    Stamped,
    TransformRegistration,
    TypeException,
    convert,
)


class Metres:
    def __init__(self, value):
        self.value = value


class Feet(Metres):
    pass


class Message(Metres):
    pass


@pytest.fixture(autouse=True)
def _tables(monkeypatch):
    monkeypatch.setattr(TransformRegistration, "_transformers", {})
    for table in ("_to_msg", "_from_msg", "_direct"):
        monkeypatch.setattr(ConvertRegistration, table, {})


def test_a_type_that_nobody_registered_is_named():
    with pytest.raises(TypeException, match=r"Metres.* is not loaded or supported") as raised:
        TransformRegistration().get(Metres)
    assert "Metres" in raised.value.errstr


def test_registrations_are_shared_by_all():
    TransformRegistration().add(Metres, max)
    assert TransformRegistration().get(Metres) is max
    assert BufferInterface().registration.get(Metres) is max


def test_a_direct_conversion_wins_over_the_way_through_a_message():
    table = ConvertRegistration()
    table.add_to_msg(Metres, lambda a: Message(a.value))
    table.add_from_msg(Feet, lambda a: Feet(a.value / 0.3048))
    assert convert(Metres(0.3048), Feet).value == pytest.approx(1.0)
    table.add_convert((Metres, Feet), lambda a: Feet(-1.0))
    assert convert(Metres(0.3048), Feet).value == -1.0


def test_the_same_type_is_copied():
    original = Metres([1.0])
    copy = convert(original, Metres)
    assert copy.value == [1.0]
    assert copy.value is not original.value


def test_a_conversion_without_a_way_is_refused():
    with pytest.raises(TypeException):
        convert(Metres(1.0), Feet)


def test_an_object_gets_a_header():
    point = Stamped(PointStamped(), PointStamped().header.stamp, "map")
    assert point.header.frame_id == "map"


def test_a_buffer_without_lookups_says_so():
    for call in (
        lambda buffer: buffer.lookup_transform("a", "b", None),
        lambda buffer: buffer.can_transform("a", "b", None),
        lambda buffer: buffer.lookup_transform_full("a", None, "b", None, "c"),
        lambda buffer: buffer.can_transform_full("a", None, "b", None, "c"),
    ):
        with pytest.raises(NotImplementedException, match="not implemented"):
            call(BufferInterface())
