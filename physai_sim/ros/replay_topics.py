"""Which topics of a bag are played back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from physai_sim.core.errors import ConfigError
from physai_sim.messages.topics import CLOCK

ANSWERS = frozenset(
    {
        "ackermann_msgs/msg/AckermannDriveStamped",
        "control_msgs/msg/GripperCommand",
        "control_msgs/msg/JointJog",
        "diagnostic_msgs/msg/DiagnosticArray",
        "geometry_msgs/msg/Twist",
        "geometry_msgs/msg/TwistStamped",
        "physai_msgs/msg/Ack",
        "physai_msgs/msg/ActionChunk",
        "trajectory_msgs/msg/JointTrajectory",
    }
)
"""Types of what a policy commands and says of itself: it would mix with what it says now."""


def played_topics(
    recorded: Mapping[str, str], wanted: Sequence[str], *, clock: bool
) -> frozenset[str]:
    """Which topics of a bag are played.

    Args:
        recorded: Topic name to full type name.
        wanted: Those asked for; empty texts do not count.
        clock: Whether the clock is one of them, if the bag has it.

    Raises:
        ConfigError: If the bag lacks one that is asked for.
    """
    asked = [topic for topic in wanted if topic]
    for topic in asked:
        if topic not in recorded:
            raise ConfigError(
                "the bag has no such topic", where="topics", got=topic, known=recorded
            )
    chosen = asked or [topic for topic, kind in recorded.items() if kind not in ANSWERS]
    own = {CLOCK.name} & recorded.keys() if clock else set()
    return frozenset(chosen) - {CLOCK.name} | own
