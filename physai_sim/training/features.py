"""What learners see of each world: its ground truth, in units in which numbers are about one."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from gymnasium import spaces

from physai_sim.core.features import Feature

# What counts as one, for entries whose numbers in SI units are far from it.
UNITS: Mapping[str, tuple[float, ...]] = {
    # Offset [m], heading error [rad], speed and wanted speed [m/s], way left [m].
    "lane_state": (1.0, 0.3, 8.0, 8.0, 100.0),
    "lane_curvature": (0.03, 0.03, 0.03, 0.03, 0.03),
    "tool_position_m": (0.3, 0.3, 0.3),
}
# Entries that are seen as the way from another one to them, and its unit: what matters is how far
# a target is, not where it is, and near it a few centimetres must stand out.
WAYS: Mapping[str, tuple[str, float]] = {"target_position_m": ("tool_position_m", 0.1)}
# What sensors tell and the ground truth does not. How fast a car turns, in 0.3 rad/s: its wheels
# follow the wanted curvature at a limited rate, so without this it would not know where they are.
SENSED: Mapping[str, tuple[Feature, ...]] = {"odometry": ({"odometry.12": 1.0 / 0.3},)}


def features_of(
    truth: Mapping[str, spaces.Box], sensors: Collection[str] = ()
) -> tuple[Feature, ...]:
    """What a learner sees of a world.

    Args:
        truth: The ground truth of its task: bounds of each entry.
        sensors: Names of the sensors that are read.

    Returns:
        A feature for each number of the ground truth, in the order of the entries, and those of
        the sensors.
    """
    features: list[Feature] = []
    for name, box in truth.items():
        size = math.prod(box.shape)
        start, unit = WAYS.get(name, ("", 1.0))
        if start in truth:
            features += scaled(name, [unit] * size, start=start)
        else:
            units = UNITS.get(name, ())
            features += scaled(name, units if len(units) == size else [1.0] * size)
    return (*features, *sensed(sensors))


def sensed(sensors: Collection[str]) -> tuple[Feature, ...]:
    """The features of those sensors that tell more than the ground truth."""
    return tuple(f for name, part in SENSED.items() if name in sensors for f in part)


def scaled(entry: str, units: Sequence[float], *, start: str = "") -> tuple[Feature, ...]:
    """The first numbers of an entry, each in its unit.

    Args:
        entry: Its name.
        units: What counts as one, for each number.
        start: Entry that is subtracted, number by number; none by default.
    """
    return tuple(
        {f"{entry}.{i}": 1.0 / unit, **({f"{start}.{i}": -1.0 / unit} if start else {})}
        for i, unit in enumerate(units)
    )
