import pytest

from physai_sim.rosless.interfaces.derived import structs

FIBONACCI = "int32 order\n---\nint32[] sequence\n---\nint32[] partial_sequence\n"


def _fields(struct):
    return [(field.name, field.type.base) for field in struct.fields]


def test_a_service_is_a_request_a_response_and_an_event():
    made = structs("std_srvs/srv/SetBool", "bool data\n---\nbool success\nstring message\n")
    assert list(made) == [f"std_srvs/srv/SetBool_{p}" for p in ("Request", "Response", "Event")]
    event = made["std_srvs/srv/SetBool_Event"]
    assert _fields(event)[0] == ("info", "service_msgs/msg/ServiceEventInfo")
    assert [field.type.size for field in event.fields[1:]] == [1, 1]


def test_an_action_is_two_services_and_a_feedback_message():
    made = structs("my_msgs/action/Fib", FIBONACCI)
    fields = {name.rpartition("/Fib_")[2]: _fields(struct) for name, struct in made.items()}
    uuid = ("goal_id", "unique_identifier_msgs/msg/UUID")
    assert fields["SendGoal_Request"] == [uuid, ("goal", "my_msgs/action/Fib_Goal")]
    assert fields["SendGoal_Response"] == [
        ("accepted", "bool"),
        ("stamp", "builtin_interfaces/msg/Time"),
    ]
    assert fields["GetResult_Request"] == [uuid]
    assert fields["GetResult_Response"] == [
        ("status", "int8"),
        ("result", "my_msgs/action/Fib_Result"),
    ]
    assert fields["FeedbackMessage"] == [uuid, ("feedback", "my_msgs/action/Fib_Feedback")]


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="unknown kind 'idl'"):
        structs("my_msgs/idl/X", "")
