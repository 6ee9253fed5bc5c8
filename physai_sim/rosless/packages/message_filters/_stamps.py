"""When a message is from."""

from __future__ import annotations

from typing import Any

from rclpy.clock import ROSClock
from rclpy.logging import get_logger
from rclpy.time import Time


def stamp_of(msg: Any, logger_name: str, *, allow_headerless: bool) -> Time | None:
    """The stamp in a message's header.

    Args:
        msg: The message.
        logger_name: Who warns of a message without a header.
        allow_headerless: Take the present ROS time for such a message.

    Returns:
        None for a message without a header where that is not allowed.
    """
    stamp = getattr(getattr(msg, "header", None), "stamp", None)
    if stamp is not None:
        return stamp if hasattr(stamp, "nanoseconds") else Time.from_msg(stamp)
    if allow_headerless:
        return ROSClock().now()
    get_logger(logger_name).warning(
        f"{type(msg).__name__} has no header with a stamp, so it cannot be filtered and is left "
        "out. 'allow_headerless' gives such messages the time of their arrival."
    )
    return None
