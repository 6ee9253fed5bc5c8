"""A Body: one loaded model, rigid or jointed, with its frames, joints and motors by name.

Legend: J movable joints, in the order of the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.geometry import Array, Pose
from physai_sim.core.truth import BodyInfo, BodyState
from physai_sim.simulation.engine import bullet

_MODES = {
    "position": (bullet.POSITION_CONTROL, "targetPositions"),
    "velocity": (bullet.VELOCITY_CONTROL, "targetVelocities"),
}


@dataclass(frozen=True, slots=True)
class Joint:
    """A movable joint as the engine reports it.

    Args:
        index: The engine's number.
        name: Its name in the model.
        lower: Least position [rad or m].
        upper: Greatest position [rad or m]; less than `lower` where there is no limit.
        max_force: Greatest force or torque of its motor [N or N m].
        max_velocity: Greatest speed [rad/s or m/s].
        child_link: The link that it moves.
    """

    index: int
    name: str
    lower: float
    upper: float
    max_force: float
    max_velocity: float
    child_link: str


class Body:
    """A model in a World; made by the World, valid until its next reset.

    Args:
        client: Physics client.
        body_id: The engine's number for the body.
        name: Its name in the World.
        info: What it is.
    """

    def __init__(self, client: int, body_id: int, name: str, info: BodyInfo) -> None:
        self.client, self.id, self.name, self.info = client, body_id, name, info
        self.base_link = bullet.getBodyInfo(body_id, physicsClientId=client)[0].decode()
        self.links: dict[str, int] = {self.base_link: -1}
        self.joints: dict[str, Joint] = {}
        self.parents: dict[str, str] = {}  # of each link but the base
        self._read_joints()
        self.link_names = {index: link for link, index in self.links.items()}
        self._indices = [joint.index for joint in self.joints.values()]
        # A model that is fixed to the world, and a mass of zero, both read as zero here.
        self.is_fixed = bullet.getDynamicsInfo(body_id, -1, physicsClientId=client)[0] == 0.0
        self._base_in_inertial = self._inertial_offset().inverse()
        self._motors: dict[tuple[int, ...], dict[str, Any]] = {}
        self.puts = 0  # grows when the body is put somewhere, which no step of physics shows
        # Of its box as it was loaded, in the base link's frame; the World sets it for models.
        self.middle_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
        if self._indices:  # the engine's default motors would hold every joint still
            zero = [0.0] * len(self._indices)
            self.set_motors(tuple(self.joints), "velocity", targets=zero, forces=zero)

    def _read_joints(self) -> None:
        for index in range(bullet.getNumJoints(self.id, physicsClientId=self.client)):
            raw = bullet.getJointInfo(self.id, index, physicsClientId=self.client)
            link = raw[12].decode()
            self.links[link] = index
            self.parents[link] = next(n for n, at in self.links.items() if at == raw[16])
            if raw[2] != bullet.JOINT_FIXED:
                name = raw[1].decode()
                self.joints[name] = Joint(index, name, raw[8], raw[9], raw[10], raw[11], link)

    def _inertial_offset(self) -> Pose:
        raw = bullet.getDynamicsInfo(self.id, -1, physicsClientId=self.client)
        return Pose(raw[3], raw[4])

    def base_pose(self) -> Pose:
        """Pose of the base link's frame in the world (the engine answers its inertial frame)."""
        raw = bullet.getBasePositionAndOrientation(self.id, physicsClientId=self.client)
        pose = Pose(*raw)
        return pose if self._base_in_inertial == Pose() else pose.compose(self._base_in_inertial)

    def bounds(self) -> tuple[Array, Array]:
        """Corners of the box along the world's axes around all links now, (3,) each [m]."""
        return bounds(self.client, self.id)

    def middle(self) -> Pose:
        """Pose of the middle of its box in the world."""
        return self.base_pose().compose(Pose(self.middle_m))

    def state(self) -> BodyState:
        """Pose and velocity of the base link's frame, in the world frame."""
        centre = bullet.getBasePositionAndOrientation(self.id, physicsClientId=self.client)
        linear, angular = bullet.getBaseVelocity(self.id, physicsClientId=self.client)
        pose = Pose(*centre).compose(self._base_in_inertial)
        (px, py, pz), (cx, cy, cz), (wx, wy, wz) = pose.position_m, centre[0], angular
        rx, ry, rz = px - cx, py - cy, pz - cz
        moved = (
            linear[0] + wy * rz - wz * ry,
            linear[1] + wz * rx - wx * rz,
            linear[2] + wx * ry - wy * rx,
        )
        return BodyState(pose, moved, angular)

    def link_pose(self, link: str) -> Pose:
        """Pose of a link's frame in the world.

        Raises:
            UnknownNameError: If the body has no such link.
        """
        index = self.link_index(link)
        if index == -1:
            return self.base_pose()
        raw = bullet.getLinkState(self.id, index, physicsClientId=self.client)
        return Pose(raw[4], raw[5])

    def link_index(self, link: str) -> int:
        """The engine's number of a link, -1 for the base."""
        if link not in self.links:
            raise UnknownNameError("no such link", where=self.name, got=link, known=self.links)
        return self.links[link]

    def joint_states(self) -> tuple[Array, Array]:
        """Positions and velocities of all movable joints, (J,) each [rad or m, per second]."""
        raw = bullet.getJointStates(self.id, self._indices, physicsClientId=self.client)
        values = np.array([state[:2] for state in raw], dtype=np.float64).reshape(-1, 2)
        return values[:, 0], values[:, 1]

    def reset_joints(self, positions: Mapping[str, float], velocity: float = 0.0) -> None:
        """Put joints somewhere at once, without physics; for the start of an episode only."""
        self.puts += 1
        for name, value in positions.items():
            bullet.resetJointState(
                self.id, self.joints[name].index, value, velocity, physicsClientId=self.client
            )

    def reset_base(self, pose: Pose, linear_mps: Sequence[float] = (0.0, 0.0, 0.0)) -> None:
        """Put the base link's frame somewhere at once, without physics."""
        self.puts += 1
        centre = pose.compose(self._base_in_inertial.inverse())
        bullet.resetBasePositionAndOrientation(
            self.id, centre.position_m, centre.rotation_xyzw, physicsClientId=self.client
        )
        bullet.resetBaseVelocity(self.id, linear_mps, (0, 0, 0), physicsClientId=self.client)

    def set_state(self, state: BodyState) -> None:
        """Put the base link's frame somewhere with a velocity, without physics; see `state`."""
        self.reset_base(state.pose_in_world)
        centre = bullet.getBasePositionAndOrientation(self.id, physicsClientId=self.client)[0]
        arm = np.subtract(centre, state.pose_in_world.position_m)
        linear = np.asarray(state.linear_mps) + np.cross(state.angular_radps, arm)
        bullet.resetBaseVelocity(
            self.id, linear.tolist(), state.angular_radps, physicsClientId=self.client
        )

    def set_motors(
        self,
        joints: Sequence[str],
        mode: Literal["position", "velocity"],
        *,
        targets: Sequence[float],
        forces: Sequence[float],
        max_velocities: Sequence[float] | None = None,
    ) -> None:
        """Command motors; they keep the command until the next.

        Args:
            joints: Names, in the order of the values.
            mode: What the targets are.
            targets: Positions or velocities [rad or m, per second].
            forces: Greatest force or torque of each [N or N m].
            max_velocities: Greatest speed of each on the way to its position, where it matters.
        """
        indices = tuple(self.joints[name].index for name in joints)
        engine_mode, key = _MODES[mode]
        self._motors.pop(indices, None)  # the newest command is replayed last
        command: dict[str, Any] = {"controlMode": engine_mode, key: targets, "forces": forces}
        if max_velocities is not None:
            command["max_velocities"] = max_velocities
        self._motors[indices] = command
        self._send(indices, command)

    def set_frictions(self, frictions: Mapping[str, float]) -> None:
        """Set lateral friction of links [1], and let nothing else slow the body down.

        The engine's own damping of 0.04 per second would brake a coasting car by a third in 10 s.
        """
        for link, friction in frictions.items():
            bullet.changeDynamics(
                self.id,
                self.links[link],
                lateralFriction=friction,
                rollingFriction=0.0,
                spinningFriction=0.0,
                restitution=0.0,
                linearDamping=0.0,
                angularDamping=0.0,
                jointDamping=0.0,
                physicsClientId=self.client,
            )

    def set_grip(self, frictions: Mapping[str, float]) -> None:
        """Set lateral friction of links [1]; everything else of them stays."""
        for link, friction in frictions.items():
            bullet.changeDynamics(
                self.id, self.links[link], lateralFriction=friction, physicsClientId=self.client
            )

    def add_mass(self, mass_kg: float) -> None:
        """Make the base link heavier; its inertia grows in proportion, its centre stays."""
        raw = bullet.getDynamicsInfo(self.id, -1, physicsClientId=self.client)
        share = (raw[0] + mass_kg) / raw[0]
        bullet.changeDynamics(
            self.id,
            -1,
            mass=raw[0] + mass_kg,
            localInertiaDiagonal=[share * value for value in raw[2]],
            physicsClientId=self.client,
        )

    def motors(self) -> dict[tuple[int, ...], dict[str, Any]]:
        """The commands that the motors hold: the engine does not save them with its state."""
        return dict(self._motors)

    def restore_motors(self, motors: dict[tuple[int, ...], dict[str, Any]]) -> None:
        """Give every motor the command it had in `motors`."""
        self._motors = dict(motors)
        for indices, command in motors.items():
            self._send(indices, command)

    def _send(self, indices: tuple[int, ...], command: dict[str, Any]) -> None:
        if "max_velocities" not in command:
            bullet.setJointMotorControlArray(
                self.id, indices, physicsClientId=self.client, **command
            )
            return
        limits = command["max_velocities"]  # the call for arrays does not take this argument
        for k, index in enumerate(indices):
            bullet.setJointMotorControl2(
                self.id,
                index,
                command["controlMode"],
                targetPosition=command["targetPositions"][k],
                force=command["forces"][k],
                maxVelocity=limits[k],
                physicsClientId=self.client,
            )


def bounds(client: int, body_id: int) -> tuple[Array, Array]:
    """Corners of the box along the world's axes around all links, (3,) each [m]."""
    count = bullet.getNumJoints(body_id, physicsClientId=client)
    boxes = [bullet.getAABB(body_id, link, physicsClientId=client) for link in range(-1, count)]
    corners = np.array(boxes)
    return corners[:, 0].min(axis=0), corners[:, 1].max(axis=0)
