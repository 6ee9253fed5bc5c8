"""What topics of other systems mean, by their types and by the names that are usual for them.

Source: REP-105 and Nav2 (`/odom`, `/cmd_vel`, `/plan`), robot_localization
(`/odometry/filtered`), Autoware (`/localization/kinematic_state`), F1TENTH (`/drive`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from physai_sim.core.errors import BagError
from physai_sim.evaluation.episode import Fault
from physai_sim.evaluation.ingest.topic_map import Role, TopicMap

TF, TF_STATIC = "/tf", "/tf_static"
TF_TYPE = "tf2_msgs/msg/TFMessage"

TYPES: Mapping[Role, tuple[str, ...]] = {
    "odometry": ("nav_msgs/msg/Odometry",),
    "pose": ("geometry_msgs/msg/PoseStamped", "geometry_msgs/msg/PoseWithCovarianceStamped"),
    "command": (
        "ackermann_msgs/msg/AckermannDriveStamped",
        "ackermann_msgs/msg/AckermannDrive",
        "geometry_msgs/msg/TwistStamped",
        "geometry_msgs/msg/Twist",
    ),
    "route": ("nav_msgs/msg/Path",),
    "instruction": ("std_msgs/msg/String",),
    "tool": ("geometry_msgs/msg/PoseStamped",),
}
"""Types that a topic may have for what it is, the best first."""

# Ends of names, the most usual first.
_NAMES: Mapping[Role, tuple[str, ...]] = {
    "odometry": ("/odom", "/odometry/filtered", "/localization/kinematic_state", "/odometry"),
    "pose": ("/amcl_pose", "/localization/pose", "/current_pose", "/ndt_pose", "/pose"),
    "command": (
        *("/ackermann_cmd", "/drive", "/cmd_vel", "/control_cmd", "/ackermann_drive"),
        *("/cmd_vel_nav", "/cmd_vel_stamped", "_cmd", "/command"),
    ),
    "route": ("/route", "/global_plan", "/received_global_plan", "/plan", "/path"),
    "instruction": ("/instruction", "/language_instruction", "/task", "/prompt"),
    "tool": ("/tool", "/tool_pose", "/tcp_pose", "/ee_pose", "/end_effector_pose"),
}
# Of these any topic of the type will do; the type alone says enough.
_BY_TYPE = frozenset({"odometry"})
_ACKERMANN = ("ackermann_msgs/msg/AckermannDriveStamped", "ackermann_msgs/msg/AckermannDrive")


def roles_of(known: Mapping[str, str], topic_map: TopicMap) -> dict[Role, str]:
    """Which topic is what.

    Args:
        known: Topics of the recording with their types.
        topic_map: Says so of some; it is followed.

    Raises:
        BagError: If the recording lacks a topic of the map, or it is of another type.
    """
    found: dict[Role, str] = {}
    for role in TYPES:
        if role in topic_map.topics:
            found[role] = _mapped(role, topic_map.topics[role], known)
        elif (name := _usual(role, known)) is not None:
            found[role] = name
    return found


def doubts(
    known: Mapping[str, str], roles: Mapping[Role, str], *, named: Collection[Role] = ()
) -> list[Fault]:
    """Topics whose names promise what their types do not hold, or that several might be.

    Args:
        known: Topics of the recording with their types.
        roles: Which topic is what.
        named: What a topic map has decided.
    """
    faults = []
    for role in ("odometry", "command"):
        usual = _NAMES[role][0] if role == "odometry" else "/cmd_vel"
        if known.get(usual, TYPES[role][0]) not in TYPES[role]:
            text = f"it is of {known[usual]}, not of {' or '.join(TYPES[role])}; it is not read"
            faults.append(Fault("wrong_type", usual, 1, text))
    if not {"odometry", "pose"} & roles.keys() and known.get(TF) != TF_TYPE:
        text = f"no pose of the robot; expected {TYPES['odometry'][0]}, {', '.join(TYPES['pose'])}"
        faults.append(Fault("missing", "", 1, f"{text} or {TF_TYPE}; found {_listed(known)}"))
    if "command" not in roles:
        text = f"no commands; expected {' or '.join(TYPES['command'])}; found {_listed(known)}"
        faults.append(Fault("missing", "", 1, text))
    return [*faults, *_rivals(known, {r: name for r, name in roles.items() if r not in named})]


def _rivals(known: Mapping[str, str], roles: Mapping[Role, str]) -> list[Fault]:
    """Topics that might as well have been taken: of a second robot, say."""
    faults = []
    for role, name in roles.items():
        end = next((end for end in _NAMES[role] if name.endswith(end)), None)
        others = [
            other
            for other, kind in known.items()
            if end and other != name and _is_like(other, name, end) and kind == known[name]
        ]
        if others:
            text = (
                f"taken as {role}, though {', '.join(sorted(others))} might be; a topic map says"
            )
            faults.append(Fault("ambiguous", name, len(others), text))
    return faults


def _is_like(other: str, name: str, end: str) -> bool:
    return other.endswith(end) and other.count("/") == name.count("/")


def _mapped(role: Role, name: str, known: Mapping[str, str]) -> str:
    if name not in known:
        what = f"the recording has no such topic, which the topic map names as {role}"
        raise BagError(what, got=name, known=[f"{n} ({kind})" for n, kind in known.items()])
    if known[name] not in TYPES[role]:
        what = f"the topic map names it as {role}, which its type does not fit"
        raise BagError(what, where=name, got=known[name], expected=" or ".join(TYPES[role]))
    return name


def _usual(role: Role, known: Mapping[str, str]) -> str | None:
    ranked = []
    for name, kind in known.items():
        if kind not in TYPES[role]:
            continue
        ends = [place for place, end in enumerate(_NAMES[role]) if name.endswith(end)]
        if ends or role in _BY_TYPE or kind in _ACKERMANN:
            place = ends[0] if ends else len(_NAMES[role])
            ranked.append((TYPES[role].index(kind), place, name.count("/"), name))
    return min(ranked)[-1] if ranked else None


def _listed(known: Mapping[str, str]) -> str:
    return ", ".join(f"{name} ({kind})" for name, kind in sorted(known.items())) or "no topic"
