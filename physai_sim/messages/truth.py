"""Ground truth <-> standard messages, under `/sim/ground_truth/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Array, Pose, rotation_matrix
from physai_sim.core.truth import BodyInfo, BodyState, Contact, LightState
from physai_sim.messages import parts
from physai_sim.messages.parts import Make
from physai_sim.messages.topics import MAP_FRAME

LINK = 3  # ros_gz_interfaces/Entity.LINK
LIGHT_STATES: tuple[LightState, ...] = ("red", "yellow", "green")
"""What a traffic light shows, by its number in messages."""


def bodies_message(
    make: Make, at_ns: int, states: Mapping[str, BodyState], infos: Mapping[str, BodyInfo]
) -> Any:
    """vision_msgs/Detection3DArray: name as id, category as class, the pose of the base link."""
    head = parts.header(make, at_ns, MAP_FRAME)
    detections = []
    for name, state in states.items():
        box = make(
            "vision_msgs/msg/BoundingBox3D",
            center=parts.pose(make, state.pose_in_world),
            size=parts.vector(make, infos[name].size_m),
        )
        kind = make("vision_msgs/msg/ObjectHypothesis", class_id=infos[name].category, score=1.0)
        result = make("vision_msgs/msg/ObjectHypothesisWithPose", hypothesis=kind)
        detections.append(
            make("vision_msgs/msg/Detection3D", header=head, results=[result], bbox=box, id=name)
        )
    return make("vision_msgs/msg/Detection3DArray", header=head, detections=detections)


def bodies_from(message: Any) -> dict[str, Pose]:
    """Poses by name of a message that `bodies_message` made."""
    return {item.id: parts.pose_from(item.bbox.center) for item in message.detections}


def odometry_message(make: Make, at_ns: int, state: BodyState, *, child: str) -> Any:
    """nav_msgs/Odometry of a body in the map; the twist is in the body's own frame."""
    to_body = rotation_matrix(state.pose_in_world.rotation_xyzw).T
    numbers = [
        *state.pose_in_world.numbers,
        *(to_body @ state.linear_mps),
        *(to_body @ state.angular_radps),
    ]
    return parts.odometry(make, at_ns, numbers, parent=MAP_FRAME, child=child)


def tool_message(make: Make, at_ns: int, tool: Pose) -> Any:
    """geometry_msgs/PoseStamped of a tool in the map."""
    head = parts.header(make, at_ns, MAP_FRAME)
    return make("geometry_msgs/msg/PoseStamped", header=head, pose=parts.pose(make, tool))


def contacts_message(make: Make, at_ns: int, contacts: tuple[Contact, ...]) -> Any:
    """ros_gz_interfaces/Contacts: `body/link` names, point, normal, depth and force."""
    return make(
        "ros_gz_interfaces/msg/Contacts",
        header=parts.header(make, at_ns, MAP_FRAME),
        contacts=[_contact(make, at_ns, contact) for contact in contacts],
    )


def contacts_from(message: Any) -> tuple[Contact, ...]:
    """Contacts of a message that `contacts_message` made."""
    return tuple(_contact_from(item) for item in message.contacts)


def privileged_message(make: Make, at_ns: int, values: Mapping[str, Array]) -> Any:
    """physai_msgs/Values of named arrays: `name.0` and so on, `name.0.1` of two axes."""
    names = [
        ".".join((name, *(str(place) for place in index)))
        for name, array in values.items()
        for index in np.ndindex(array.shape)
    ]
    numbers = [float(number) for array in values.values() for number in array.ravel()]
    return parts.values(make, at_ns, numbers, names=names)


def privileged_from(message: Any) -> dict[str, Array]:
    """Named arrays of a message that `privileged_message` made."""
    numbers: dict[str, list[float]] = {}
    last: dict[str, list[str]] = {}
    for name, number in zip(message.names, message.values, strict=True):
        first, *places = name.split(".")
        numbers.setdefault(first, []).append(float(number))
        last[first] = places  # of the last number: one less than the size along each axis
    shapes = {name: tuple(int(place) + 1 for place in places) for name, places in last.items()}
    return {name: np.array(found).reshape(shapes[name]) for name, found in numbers.items()}


def conditions_message(make: Make, at_ns: int, conditions: Mapping[str, bool]) -> Any:
    """physai_msgs/Values of the parts of the goal: 1 where one holds, else 0."""
    return parts.values(make, at_ns, list(conditions.values()), names=list(conditions))


def conditions_from(message: Any) -> dict[str, bool]:
    """Conditions by name of a message that `conditions_message` made."""
    pairs = zip(message.names, message.values, strict=True)
    return {name: bool(value) for name, value in pairs}


def lights_message(make: Make, at_ns: int, lights: Mapping[str, LightState]) -> Any:
    """physai_msgs/Values of what each traffic light shows: 0 red, 1 yellow, 2 green."""
    numbers = [LIGHT_STATES.index(state) for state in lights.values()]
    return parts.values(make, at_ns, numbers, names=list(lights))


def lights_from(message: Any) -> dict[str, LightState]:
    """What each traffic light shows, of a message that `lights_message` made.

    Raises:
        BagError: If a number is none of the states.
    """
    found = {}
    for name, number in zip(message.names, message.values, strict=True):
        if number not in range(len(LIGHT_STATES)):
            expected = "0 red, 1 yellow or 2 green"
            raise BagError("no state of a traffic light", got=float(number), expected=expected)
        found[name] = LIGHT_STATES[int(number)]
    return found


def _contact(make: Make, at_ns: int, contact: Contact) -> Any:
    a, b = f"{contact.body_a}/{contact.link_a}", f"{contact.body_b}/{contact.link_b}"
    pushed = [contact.force_n * n for n in contact.normal]
    wrench = make("geometry_msgs/msg/Wrench", force=parts.vector(make, pushed))
    return make(
        "ros_gz_interfaces/msg/Contact",
        collision1=make("ros_gz_interfaces/msg/Entity", name=a, type=LINK),
        collision2=make("ros_gz_interfaces/msg/Entity", name=b, type=LINK),
        positions=[parts.vector(make, contact.position_m)],
        normals=[parts.vector(make, contact.normal)],
        depths=[contact.depth_m],
        wrenches=[
            make(
                "ros_gz_interfaces/msg/JointWrench",
                header=parts.header(make, at_ns, MAP_FRAME),
                body_1_name=make("std_msgs/msg/String", data=a),
                body_2_name=make("std_msgs/msg/String", data=b),
                body_1_wrench=wrench,
            )
        ],
    )


def _contact_from(item: Any) -> Contact:
    body_a, _, link_a = item.collision1.name.partition("/")
    body_b, _, link_b = item.collision2.name.partition("/")
    force = parts.xyz(item.wrenches[0].body_1_wrench.force)
    return Contact(
        body_a=body_a,
        link_a=link_a,
        body_b=body_b,
        link_b=link_b,
        position_m=parts.xyz(item.positions[0]),
        normal=parts.xyz(item.normals[0]),
        depth_m=float(item.depths[0]),
        force_n=sum(v * v for v in force) ** 0.5,
    )
