import pytest
from rclpy.serialization import deserialize_message, serialize_message
from std_msgs.msg import String
from std_srvs.srv import SetBool


@pytest.mark.parametrize("message", [String(data="hi"), SetBool.Request(data=True)])
def test_a_message_comes_back(message):
    data = serialize_message(message)
    assert isinstance(data, bytes)
    assert data[:4] == b"\x00\x01\x00\x00"
    assert deserialize_message(data, type(message)) == message


def test_what_is_no_message_is_refused():
    with pytest.raises(TypeError, match="no message class"):
        serialize_message("hi")
    with pytest.raises(ValueError, match=r"malformed std_msgs/msg/String"):
        deserialize_message(b"\0\1\0\0\xff\xff\xff\xff", String)
