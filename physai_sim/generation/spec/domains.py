"""Action domains: how wide an action is, by the name of who acts.

Legend: A action size.
"""

from __future__ import annotations

from collections.abc import Mapping

from physai_sim.core.errors import ConfigError, UnknownNameError

# Source: Cosmos 3, action conventions (poses are 3 of translation and 6 of rotation).
COSMOS_WIDTHS: Mapping[str, int] = {
    "av": 9,
    "camera_pose": 9,
    "bridge_orig_lerobot": 10,
    "droid_lerobot": 10,
    "robomind-franka": 10,
    "umi": 10,
    "fractal": 10,
    "robomind-ur": 10,
    "robomind-franka-dual": 20,
    "yam": 20,
    "maniparena": 20,
    "agibotworld": 29,
    "robotwin": 14,
    "behavior1k": 23,
    "pusht": 2,
    "hand_pose": 57,
}
# `physai/MODEL/ACTION`, as `robots.NAME.model` and `.action` say in a world file.
OWN_WIDTHS: Mapping[str, int] = {
    "physai/sedan/acceleration_curvature": 2,
    "physai/sedan/steering_speed": 2,
    "physai/racecar/acceleration_curvature": 2,
    "physai/racecar/steering_speed": 2,
    "physai/panda/joint_delta": 8,
    "physai/panda/end_effector_delta": 7,
    "physai/kuka_iiwa/joint_delta": 7,
    "physai/kuka_iiwa/end_effector_delta": 6,
}


def width_of(domain: str, own: Mapping[str, int] | None = None, *, where: str = "") -> int:
    """How wide an action of a domain is, A.

    Args:
        domain: Its name.
        own: Further domains: `domains` in the `physai` part of a sample.
        where: What errors name.

    Raises:
        UnknownNameError: If there is no such domain.
    """
    known = {**COSMOS_WIDTHS, **OWN_WIDTHS, **(own or {})}
    if domain not in known:
        raise UnknownNameError("no such action domain", where=where, got=domain, known=known)
    return known[domain]


def check_width(
    domain: str, width: int, own: Mapping[str, int] | None = None, *, where: str = ""
) -> None:
    """Refuse actions of another width than their domain's.

    Raises:
        UnknownNameError: If there is no such domain.
        ConfigError: If the width is another.
    """
    right = width_of(domain, own, where=where)
    if width != right:
        what = f"wrong width of an action of {domain}"
        raise ConfigError(what, where=where, got=width, expected=f"{right}")
