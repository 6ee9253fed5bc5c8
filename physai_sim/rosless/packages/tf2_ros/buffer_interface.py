"""What every buffer offers: look up, ask, and transform objects with a header."""

from __future__ import annotations

from typing import Any, NoReturn

from geometry_msgs.msg import TransformStamped
from rclpy.duration import Duration
from rclpy.time import Time
from std_msgs.msg import Header

from tf2_ros.transform_registration import (
    ConvertRegistration,
    TransformRegistration,
    TypeException,
    convert,
)

__all__ = [
    "BufferInterface",
    "ConvertRegistration",
    "NotImplementedException",
    "Stamped",
    "TransformRegistration",
    "TypeException",
    "convert",
]

NO_WAIT = Duration()


class NotImplementedException(Exception):  # noqa: N818 - the name that programs catch
    """A subclass of BufferInterface lacks a look-up.

    Attributes:
        errstr: The text.
    """

    def __init__(self) -> None:
        self.errstr = "CanTransform or LookupTransform not implemented"
        super().__init__(self.errstr)


def Stamped(obj: Any, stamp: Any, frame_id: str) -> Any:  # noqa: N802 - tf2's name
    """The object with a header of this stamp and frame."""
    obj.header = Header(frame_id=frame_id, stamp=stamp)
    return obj


class BufferInterface:
    """Transforms objects with the look-ups that a subclass gives.

    Source: docs.ros.org, package tf2_ros_py, class BufferInterface.
    """

    def __init__(self) -> None:
        self.registration = TransformRegistration()

    def transform(
        self,
        object_stamped: Any,
        target_frame: str,
        timeout: Duration = NO_WAIT,
        new_type: Any = None,
    ) -> Any:
        """An object with a header in another frame, at its own stamp.

        Args:
            object_stamped: Its type must be registered, as `tf2_geometry_msgs` does on import.
            target_frame: The frame to transform into.
            timeout: How long to wait for the transform.
            new_type: Convert the result to this type.

        Raises:
            TypeException: If the type is not registered.
            TransformException: If the transform is not there in time.
        """
        do_transform = self.registration.get(type(object_stamped))
        header = object_stamped.header
        found = self.lookup_transform(target_frame, header.frame_id, header.stamp, timeout)
        return _as_type(do_transform(object_stamped, found), new_type)

    def transform_full(
        self,
        object_stamped: Any,
        target_frame: str,
        target_time: Time,
        fixed_frame: str,
        timeout: Duration = NO_WAIT,
        new_type: Any = None,
    ) -> Any:
        """An object with a header in another frame at another time.

        Args:
            object_stamped: Its type must be registered, as `tf2_geometry_msgs` does on import.
            target_frame: The frame to transform into.
            target_time: The time of the target frame.
            fixed_frame: The frame that stands still between the two times.
            timeout: How long to wait for the transform.
            new_type: Convert the result to this type.

        Raises:
            TypeException: If the type is not registered.
            TransformException: If the transform is not there in time.
        """
        do_transform = self.registration.get(type(object_stamped))
        header = object_stamped.header
        found = self.lookup_transform_full(
            target_frame, target_time, header.frame_id, header.stamp, fixed_frame, timeout
        )
        return _as_type(do_transform(object_stamped, found), new_type)

    def lookup_transform(
        self, target_frame: str, source_frame: str, time: Time, timeout: Duration = NO_WAIT
    ) -> TransformStamped:
        """The transform of data in `source_frame` into `target_frame`; a subclass gives it."""
        _missing(target_frame, source_frame, time, timeout)

    def lookup_transform_full(
        self,
        target_frame: str,
        target_time: Time,
        source_frame: str,
        source_time: Time,
        fixed_frame: str,
        timeout: Duration = NO_WAIT,
    ) -> TransformStamped:
        """The transform between two frames at two times; a subclass gives it."""
        _missing(target_frame, target_time, source_frame, source_time, fixed_frame, timeout)

    def can_transform(
        self, target_frame: str, source_frame: str, time: Time, timeout: Duration = NO_WAIT
    ) -> bool:
        """Whether `lookup_transform` would succeed; a subclass tells."""
        _missing(target_frame, source_frame, time, timeout)

    def can_transform_full(
        self,
        target_frame: str,
        target_time: Time,
        source_frame: str,
        source_time: Time,
        fixed_frame: str,
        timeout: Duration = NO_WAIT,
    ) -> bool:
        """Whether `lookup_transform_full` would succeed; a subclass tells."""
        _missing(target_frame, target_time, source_frame, source_time, fixed_frame, timeout)


def _as_type(result: Any, new_type: Any) -> Any:
    return result if new_type is None else convert(result, new_type)


def _missing(*arguments: Any) -> NoReturn:
    del arguments
    raise NotImplementedException
