"""Kinds of clocks. Source: rcl, `rcl_clock_type_t`."""

from __future__ import annotations

from enum import IntEnum


class ClockType(IntEnum):
    """What a clock counts from, and who moves it."""

    UNINITIALIZED = 0
    ROS_TIME = 1
    SYSTEM_TIME = 2
    STEADY_TIME = 3
