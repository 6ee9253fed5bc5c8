"""The structs that services and actions are made of.

Source: design.ros2.org, "Actions" (the services and topics behind an action); rosidl's
`ServiceEventInfo` of service introspection.
"""

from __future__ import annotations

from dataclasses import replace

from physai_sim.rosless.interfaces.definition import Field, FieldType, Struct
from physai_sim.rosless.interfaces.parser import sections

_GOAL_ID = Field("goal_id", FieldType("unique_identifier_msgs/msg/UUID"))
_STAMP = Field("stamp", FieldType("builtin_interfaces/msg/Time"))


def structs(full_name: str, text: str) -> dict[str, Struct]:
    """Give all structs that one definition makes, by full name.

    Args:
        full_name: `package/msg/Name`, `package/srv/Name` or `package/action/Name`.
        text: The file's text.

    Raises:
        ValueError: If the text is no such definition.
    """
    kind = full_name.split("/")[1]
    if kind == "msg":
        made = sections(full_name, text, 1)
    elif kind == "srv":
        request, response = sections(full_name, text, 2)
        made = service_structs(full_name, request, response)
    elif kind == "action":
        made = _action_structs(full_name, sections(full_name, text, 3))
    else:
        raise ValueError(f"{full_name}: unknown kind {kind!r}; expected msg, srv or action")
    return {struct.name: struct for struct in made}


def service_structs(full_name: str, request: Struct, response: Struct) -> list[Struct]:
    """Give request, response and event of a service."""
    request = replace(request, name=f"{full_name}_Request")
    response = replace(response, name=f"{full_name}_Response")
    event = Struct(
        f"{full_name}_Event",
        (
            Field("info", FieldType("service_msgs/msg/ServiceEventInfo")),
            Field("request", FieldType(request.name, "sequence", 1)),
            Field("response", FieldType(response.name, "sequence", 1)),
        ),
    )
    return [request, response, event]


def _action_structs(full_name: str, parts: list[Struct]) -> list[Struct]:
    goal, result, feedback = (
        replace(part, name=f"{full_name}_{suffix}")
        for part, suffix in zip(parts, ("Goal", "Result", "Feedback"), strict=True)
    )
    accepted, status = Field("accepted", FieldType("bool")), Field("status", FieldType("int8"))
    send = service_structs(
        f"{full_name}_SendGoal",
        Struct("", (_GOAL_ID, Field("goal", FieldType(goal.name)))),
        Struct("", (accepted, _STAMP)),
    )
    get = service_structs(
        f"{full_name}_GetResult",
        Struct("", (_GOAL_ID,)),
        Struct("", (status, Field("result", FieldType(result.name)))),
    )
    message = Struct(
        f"{full_name}_FeedbackMessage", (_GOAL_ID, Field("feedback", FieldType(feedback.name)))
    )
    return [goal, result, feedback, *send, *get, message]
