from rosidl_runtime_py import get_message_slot_types, import_message_from_namespaced_type
from std_msgs.msg import Header


def test_the_class_of_a_slot_is_found():
    stamp = get_message_slot_types(Header)["stamp"]
    assert import_message_from_namespaced_type(stamp) is type(Header().stamp)
