"""Reads the engine's own state out, for recordings and metrics."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from physai_sim.core.geometry import Pose
from physai_sim.core.strict import StrictModel
from physai_sim.core.truth import BodyState, Contact, EpisodeTruth, StepTruth
from physai_sim.simulation.body import Body
from physai_sim.simulation.contacts import contacts_of
from physai_sim.tasks.base import Stage, Task

# Bodies of these categories never move and are not worth a message at each stamp.
STATIC = ("ground", "road", "kerb", "building")


class ContactLog:
    """Contacts of all robots since it was cleared, the strongest of each pair of links.

    Args:
        stage: Whose robots to watch.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._strongest: dict[tuple[str, str, str, str], Contact] = {}

    def clear(self) -> None:
        """Forget everything."""
        self._strongest = {}

    def collect(self) -> None:
        """Add what touches now; called after every physics step."""
        for name in self._stage.robots:
            for contact in contacts_of(self._stage.world, self._stage.world.bodies[name]):
                key = (contact.body_a, contact.link_a, contact.body_b, contact.link_b)
                kept = self._strongest.get(key)
                if kept is None or kept.force_n < contact.force_n:
                    self._strongest[key] = contact

    def newest(self) -> tuple[Contact, ...]:
        """What was collected, in a fixed order."""
        return tuple(self._strongest[key] for key in sorted(self._strongest))


def movable(stage: Stage) -> dict[str, Body]:
    """Bodies that may be elsewhere at another instant, by name."""
    bodies = stage.world.bodies.items()
    return {name: body for name, body in bodies if body.info.category not in STATIC}


def tool_poses(stage: Stage) -> dict[str, Pose]:
    """Where the tool of each robot that has one is, in the world, by robot."""
    poses = {name: robot.end_effector_pose() for name, robot in stage.robots.items()}
    return {name: pose for name, pose in poses.items() if pose is not None}


def step_truth(
    stage: Stage, task: Task[Any], *, contacts: tuple[Contact, ...], reward: float
) -> StepTruth:
    """Ground truth of this instant.

    Args:
        stage: What the task acts on.
        task: What is to be done.
        contacts: Of robots since the last control stamp.
        reward: Of the step that led here.
    """
    time_ns = stage.world.time_ns
    states: dict[str, BodyState] = {name: body.state() for name, body in movable(stage).items()}
    return StepTruth(
        stamp_ns=time_ns,
        bodies=states,
        contacts=contacts,
        end_effectors=tool_poses(stage),
        reward=reward,
        is_success=task.is_success(stage),
        privileged=task.privileged(stage),
        conditions=task.conditions(stage),
        lights={name: signal.state(time_ns) for name, signal in stage.world.signals.items()},
    )


def episode_truth(
    stage: Stage, task: Task[Any], *, roads: StrictModel | None = None
) -> EpisodeTruth:
    """Ground truth that holds for the whole episode.

    Args:
        stage: What the task acts on.
        task: What is to be done.
        roads: The `roads:` part of the world file.
    """
    facts, bodies = task.facts(stage), stage.world.bodies
    return EpisodeTruth(
        bodies={name: replace(body.info, middle_m=body.middle_m) for name, body in bodies.items()},
        route=facts.route,
        lane_width_m=facts.lane_width_m,
        goal=facts.goal,
        roads=None if roads is None else roads.model_dump(mode="json", exclude_none=True),
        lights={name: signal.info for name, signal in stage.world.signals.items()},
    )
