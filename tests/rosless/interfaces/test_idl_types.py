import pytest

pytest.importorskip("cyclonedds")

from physai_sim.rosless.interfaces import codec, get_class, register

register(
    {
        "idl_msgs/msg/Many": "wstring[2] a\nstring<=4[<=3] b\nbyte[] c\nbool d\nGuid[2] e\n",
        "idl_msgs/msg/Guid": "char[16] guid\n",
    }
)


def test_the_name_on_the_wire_is_that_of_rmw():
    assert codec(get_class("std_msgs/msg/String")).idl_type.__idl_typename__ == (
        "std_msgs.msg.dds_.String_"
    )


def test_a_type_name_has_one_class():
    header = codec(get_class("std_msgs/msg/Header"))
    image = codec(get_class("sensor_msgs/msg/Image"))
    assert header.idl_type is header.idl_type
    assert image.idl_type.__annotations__["header"] is header.idl_type


def test_services_have_who_asked_and_the_number_in_front():
    known = codec(get_class("std_srvs/srv/SetBool").Request)
    assert list(known.idl_type.__annotations__) == ["data"]
    assert list(known.service_idl_type.__annotations__) == ["guid", "seq", "data"]
    assert known.service_idl_type.__idl_typename__ == known.idl_type.__idl_typename__


@pytest.mark.parametrize("name", ["sensor_msgs/msg/Image", "idl_msgs/msg/Many"])
def test_cyclone_describes_the_type(name):
    kind = codec(get_class(name)).idl_type
    kind.__idl__.populate()
    assert kind.__idl__.idl_transformed_typename == codec(get_class(name)).dds_name


def test_octets_are_those_of_cyclone():
    known = codec(get_class("geometry_msgs/msg/Point"))
    made = known.idl_type(x=1.0, y=2.0, z=3.0)
    assert made.serialize(use_version_2=False) == known.serialize(
        known.message_class(x=1.0, y=2.0, z=3.0)
    )
