"""Episodes of other systems: one for each stretch between resets of the clock."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.datasets.bag_file_streams import StreamTopic
from physai_sim.evaluation.episode import Episode, Fault, Stream
from physai_sim.evaluation.ingest.commands import commands_of
from physai_sim.evaluation.ingest.conventions import TF, TF_STATIC, TF_TYPE, roles_of
from physai_sim.evaluation.ingest.foreign_facts import facts_of, kind_of
from physai_sim.evaluation.ingest.foreign_poses import poses_of, sound_rows
from physai_sim.evaluation.ingest.recorded_time import RecordedTime
from physai_sim.evaluation.ingest.row_faults import sound_numbers
from physai_sim.evaluation.ingest.stamps import Stamps
from physai_sim.evaluation.ingest.topic_map import Role, TopicMap
from physai_sim.evaluation.ingest.track import Part
from physai_sim.messages import episode as episode_messages


def is_wanted(topic: StreamTopic, known: Mapping[str, str], topic_map: TopicMap) -> bool:
    """Whether episodes are made of a topic's messages."""
    roles = roles_of(known, topic_map)
    if topic.name in roles.values():
        return True
    is_tf = topic.name in (TF, TF_STATIC) and topic.type_name == TF_TYPE
    return is_tf and not {"odometry", "pose"} & roles.keys()


class ForeignEpisode:
    """The episode of a stretch of a recording of another system.

    Args:
        parts: Its messages by topic.
        roles: Which topic is what.
        topic_map: What the recording does not say.
    """

    def __init__(
        self, parts: Mapping[str, Part], roles: Mapping[Role, str], topic_map: TopicMap
    ) -> None:
        self._parts, self._map = parts, topic_map
        self._roles = {role: name for role, name in roles.items() if name in parts}
        self._time = RecordedTime(parts.values())

    def episode(self, *, name: str, lost: str | None) -> Episode:
        """Put it together.

        Args:
            name: What the recording is called.
            lost: What the bag has lost.
        """
        poses = poses_of(self._parts, self._roles, self._map, self._time)
        commands = commands_of(self._parts, self._roles, self._map, self._time)
        stamps, tools, tool_faults = self._tools(poses.stamps_ns)
        robot, is_car = self._map.robot, kind_of(self._map, self._roles) == "car"
        start_ns = int(stamps[0]) if len(stamps) else self._time.first_ns
        return Episode(
            facts=facts_of(self._map, commands, self._instruction(), name=name, is_car=is_car),
            stamps_ns=stamps - start_ns,
            rewards=np.zeros(0),
            success=np.zeros(0, dtype=np.bool_),
            odometry={robot: poses.rows} if is_car or len(poses.rows) else {},
            tools=tools,
            contacts=(),
            action_stamps_ns=commands.stamps_ns - start_ns,
            actions=commands.actions,
            route=self._route(),
            outcome=None,
            lost=lost,
            streams=self._streams(),
            faults=(*poses.faults, *commands.faults, *tool_faults),
            start_ns=start_ns,
        )

    def _tools(self, stamps: Stamps) -> tuple[Stamps, dict[str, Array], list[Fault]]:
        """Poses of the tool at the rows, or the rows that they make where there are no others."""
        name = self._roles.get("tool")
        if name is None or not len(self._parts[name]):
            return stamps, {}, []
        part = self._parts[name]
        found = sound_rows(name, self._time.stamps(part), part.rows)
        if not len(stamps):
            return found.stamps_ns, {self._map.robot: found.rows}, found.faults
        places = np.searchsorted(found.stamps_ns, stamps, side="right") - 1
        held = np.vstack([found.rows, np.full((1, 7), np.nan)])  # place -1: none was told yet
        return stamps, {self._map.robot: held[places]}, found.faults

    def _route(self) -> Array:
        """The longest path that was told: planners tell what is left of it again and again."""
        name = self._roles.get("route")
        messages = self._parts[name].objects if name is not None else []
        longest = max(messages, key=lambda message: len(message.poses), default=None)
        if longest is None:
            return np.zeros((0, 3))
        rows = np.array(episode_messages.route_from(longest), dtype=np.float64).reshape(-1, 3)
        rows = rows[sound_numbers(rows).is_kept]
        return _headed(rows)

    def _instruction(self) -> str:
        name = self._roles.get("instruction")
        texts = [str(m.data) for m in self._parts[name].objects] if name is not None else []
        return next((text for text in texts if text.strip()), "")

    def _streams(self) -> dict[str, Stream]:
        parts = self._parts.items()
        return {topic: part.stream for topic, part in parts if len(part.stream.logged_ns)}


def _headed(rows: Array) -> Array:
    """A path whose points have the heading of the path where they bear none."""
    if len(rows) < 2 or np.any(rows[:, 2]):
        return rows
    slopes = np.gradient(rows[:, :2], axis=0)
    return np.column_stack([rows[:, :2], np.arctan2(slopes[:, 1], slopes[:, 0])])
