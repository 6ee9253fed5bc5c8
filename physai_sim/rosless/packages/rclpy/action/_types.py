"""Names and codecs of the three services and two topics of an action.

Source: design article "Actions" (design.ros2.org).
"""

from __future__ import annotations

from typing import Any

from physai_sim.rosless.dds.services import ClientEnd, ServerEnd
from physai_sim.rosless.interfaces import codec

SERVICES = {
    "send_goal": "SendGoalService",
    "cancel_goal": "CancelGoalService",
    "get_result": "GetResultService",
}


def service_end(
    kind: type[ServerEnd] | type[ClientEnd],
    context: Any,
    action: tuple[type[Any], str],
    service: str,
    profile: Any,
) -> Any:
    """One end of one of an action's services.

    Args:
        kind: Which end.
        context: Whose participant it uses.
        action: Class of the action and its full name.
        service: Of `SERVICES`.
        profile: Quality of service.
    """
    action_type, name = action
    found = getattr(action_type.Impl, SERVICES[service])
    return kind(
        context.participant,
        f"{name}/_action/{service}",
        codec(found.Request),
        codec(found.Response),
        profile=profile,
    )


def message_end(
    kind: Any, context: Any, name: str, message: type[Any], profile: Any
) -> tuple[Any, Any]:
    """A writer or reader of one of an action's topics, with its codec."""
    found = codec(message)
    end = kind(
        context.participant,
        f"rt{name}",
        found.idl_type,
        profile,
        user_data=f"typehash={found.type_hash};",
    )
    return end, found


def goal_key(goal_id: Any) -> bytes:
    """A goal's identity as bytes, 16."""
    return bytes(bytearray(goal_id.uuid))
