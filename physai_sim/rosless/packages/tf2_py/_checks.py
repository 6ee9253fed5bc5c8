"""Which transforms and frame ids a buffer takes."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tf2_py._exceptions import InvalidArgumentException
from tf2_py._message import Content

_SQUARED_LENGTH_TOLERANCE = 10e-3  # tf2's, of a quaternion's squared length around one


def check_frame_id(frame: str, what: str) -> None:
    """Refuse an id that names no frame in tf2.

    Raises:
        InvalidArgumentException: If it is empty or begins with a slash.
    """
    if not frame:
        reason = "in tf2 frame_ids cannot be empty"
    elif frame.startswith("/"):
        reason = "in tf2 frame_ids cannot start with a '/'"
    else:
        return
    raise InvalidArgumentException(f'Invalid argument "{frame}" passed to {what} - {reason}')


def faults(content: Content, authority: str) -> Iterator[str]:
    """Why a transform cannot be taken, in tf2's terms; nothing if it can."""
    frame, child, _, translation, rotation = content
    whose = f'from authority "{authority}"'
    ignoring = f'Ignoring transform for child_frame_id "{child}" {whose} because of'
    if frame == child:
        yield (
            f"TF_SELF_TRANSFORM: Ignoring transform {whose} with frame_id and child_frame_id "
            f'"{child}" because they are the same'
        )
    if not child:
        yield f"TF_NO_CHILD_FRAME_ID: Ignoring transform {whose} because child_frame_id not set"
    if not frame:
        yield (
            f'TF_NO_FRAME_ID: Ignoring transform with child_frame_id "{child}" {whose} because '
            "frame_id not set"
        )
    numbers = (*translation, *rotation)
    if not all(map(math.isfinite, numbers)):
        kind = "a nan value" if any(map(math.isnan, numbers)) else "an infinite value"
        yield f"TF_NAN_INPUT: {ignoring} {kind} in the transform {_shown(translation, rotation)}"
    elif abs(sum(part * part for part in rotation) - 1.0) >= _SQUARED_LENGTH_TOLERANCE:
        text = f"{ignoring} an invalid quaternion in the transform {_shown(rotation)}"
        yield f"TF_DENORMALIZED_QUATERNION: {text}"


def _shown(*groups: tuple[float, ...]) -> str:
    return " ".join(f"({' '.join(f'{number:f}' for number in group)})" for group in groups)
