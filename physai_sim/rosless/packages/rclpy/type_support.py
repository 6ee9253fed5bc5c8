"""Whether a class is a message, a service or an action of a ROS package."""

from __future__ import annotations

from typing import Any

from rclpy.exceptions import NoTypeSupportImportedException


def check_for_type_support(msg_or_srv_type: Any) -> None:
    """Check that a class comes from the definition of an interface.

    Raises:
        AttributeError: If it does not.
        NoTypeSupportImportedException: If its definition is missing.
    """
    try:
        support = msg_or_srv_type._TYPE_SUPPORT
    except AttributeError as error:
        error.args = (
            f"{error} This might be a ROS 1 message type but it should be a ROS 2 message type.",
        )
        raise
    if support is None:
        raise NoTypeSupportImportedException()


def check_is_valid_msg_type(msg_type: Any) -> None:
    """Check that a class is that of a message.

    Raises:
        AttributeError, NoTypeSupportImportedException: See `check_for_type_support`.
        RuntimeError: If it is a service or an action.
    """
    check_for_type_support(msg_type)
    if not hasattr(msg_type, "get_fields_and_field_types"):
        raise RuntimeError(
            f"The message type provided is not valid ({msg_type}),"
            " this might be a service or action"
        )


def check_is_valid_srv_type(srv_type: Any) -> None:
    """Check that a class is that of a service.

    Raises:
        AttributeError, NoTypeSupportImportedException: See `check_for_type_support`.
        RuntimeError: If it is a message or an action.
    """
    check_for_type_support(srv_type)
    if None in (getattr(srv_type, "Request", None), getattr(srv_type, "Response", None)):
        raise RuntimeError(
            f"The service type provided is not valid ({srv_type}),"
            " this might be a message or action"
        )
