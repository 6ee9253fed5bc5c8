"""What a parameter means, and which values it may have, as texts."""

from __future__ import annotations

from typing import Any

from physai_sim.ros.inspect.parameters import type_of


def document(descriptor: Any) -> dict[str, Any]:
    """What a `rcl_interfaces/msg/ParameterDescriptor` says; `range` is None without one."""
    ranges = [*descriptor.integer_range, *descriptor.floating_point_range]
    limits = {"min": ranges[0].from_value, "max": ranges[0].to_value} if ranges else None
    return {
        "name": descriptor.name,
        "type": type_of(descriptor.type),
        "description": descriptor.description,
        "additional_constraints": descriptor.additional_constraints,
        "read_only": descriptor.read_only,
        "dynamic_typing": descriptor.dynamic_typing,
        "range": limits and {**limits, "step": ranges[0].step},
    }


def text(told: dict[str, Any]) -> str:
    """A document as people read it."""
    lines = [f"Parameter name: {told['name']}", f"  Type: {told['type']}"]
    if told["description"]:
        lines.append(f"  Description: {told['description']}")
    lines.append("  Constraints:")
    if told["read_only"]:
        lines.append("    Read only: true")
    if (limits := told["range"]) is not None:
        lines += [f"    Min value: {limits['min']}", f"    Max value: {limits['max']}"]
        if limits["step"]:
            lines.append(f"    Step: {limits['step']}")
    if told["additional_constraints"]:
        lines.append(f"    Additional constraints: {told['additional_constraints']}")
    return "\n".join(lines)
