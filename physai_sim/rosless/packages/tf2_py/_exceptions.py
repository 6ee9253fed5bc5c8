"""What a buffer of transforms raises."""

from __future__ import annotations


class TransformException(Exception):  # noqa: N818 - the name that programs catch
    """Any failure of a lookup; the others derive from it."""


class LookupException(TransformException):
    """A frame is not known, or the frames form a loop."""


class ConnectivityException(TransformException):
    """Two frames are in trees that no transform connects."""


class ExtrapolationException(TransformException):
    """The buffer holds no data around the requested time."""


class InvalidArgumentException(TransformException):
    """A frame id that cannot name a frame."""


class TimeoutException(TransformException):
    """A transform did not come in the time that was given."""
