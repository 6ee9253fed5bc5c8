"""All interface classes, made when they are first asked for."""

from __future__ import annotations

import threading
from typing import Any

from physai_sim.rosless.interfaces import registry
from physai_sim.rosless.interfaces.classes import message_class, module_of
from physai_sim.rosless.interfaces.definition import split_name

_lock = threading.RLock()
_classes: dict[str, type] = {}
_in_making: list[str] = []


def get_class(full_name: str) -> type:
    """Give the class of a message, service or action; each is made once.

    Args:
        full_name: `pkg/msg/X`, `pkg/srv/X`, `pkg/action/X`, a part such as `pkg/srv/X_Request`,
            or `pkg/X`, which means the message.

    Raises:
        LookupError: If no source of definitions has it; the text names close matches.
        ValueError: If the name or the definition cannot be parsed.
    """
    found = _classes.get(full_name)
    if found is not None:
        return found
    if full_name.count("/") == 1:
        full_name = full_name.replace("/", "/msg/")
    with _lock:
        if full_name not in _classes:
            if full_name in _in_making:
                raise ValueError(f"{full_name} contains itself: {' > '.join(_in_making)}")
            _in_making.append(full_name)
            try:
                _classes[full_name] = _make(full_name)
            finally:
                _in_making.pop()
        return _classes[full_name]


def _make(full_name: str) -> type:
    _, kind, name = split_name(full_name)
    if kind == "action" and "_" not in name:
        return _action(full_name)
    service_of_action = name.endswith(("_SendGoal", "_GetResult"))
    if (kind == "srv" and "_" not in name) or (kind == "action" and service_of_action):
        return _service(full_name)
    return message_class(registry.struct_of(full_name), get_class)


def _service(full_name: str) -> type:
    parts = ("Request", "Response", "Event")
    _known(full_name, "Request")
    return _holder(full_name, {part: get_class(f"{full_name}_{part}") for part in parts})


def _action(full_name: str) -> type:
    _known(full_name, "Goal")
    namespace = {
        "SendGoalService": get_class(f"{full_name}_SendGoal"),
        "GetResultService": get_class(f"{full_name}_GetResult"),
        "FeedbackMessage": get_class(f"{full_name}_FeedbackMessage"),
        "CancelGoalService": get_class("action_msgs/srv/CancelGoal"),
        "GoalStatusMessage": get_class("action_msgs/msg/GoalStatusArray"),
    }
    parts: dict[str, Any] = {
        part: get_class(f"{full_name}_{part}") for part in ("Goal", "Result", "Feedback")
    }
    return _holder(full_name, {**parts, "Impl": type("Impl", (), namespace)})


def _known(full_name: str, part: str) -> None:
    """Speak of the interface a program asked for, not of a part it did not name."""
    try:
        registry.struct_of(f"{full_name}_{part}")
    except registry.UnknownInterfaceError:
        raise registry.unknown(full_name) from None


def _holder(full_name: str, namespace: dict[str, Any]) -> type:
    kind, part = ("Service", "Request") if "Request" in namespace else ("Action", "Goal")
    name = full_name.rpartition("/")[2]

    def refuse(self: object) -> None:
        raise TypeError(f"{kind} classes can not be instantiated; use {name}.{part}()")

    return type(
        name,
        (),
        {
            **namespace,
            "__module__": module_of(full_name),
            "__doc__": f"{kind} '{full_name}'.",
            "__init__": refuse,
            "_TYPE_SUPPORT": full_name,
        },
    )
