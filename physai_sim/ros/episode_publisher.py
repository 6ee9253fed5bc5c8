"""Publishes a running episode: the clock, what was sensed, what is true, and the tick."""

from __future__ import annotations

from typing import Any

from rclpy.node import Node

from physai_sim.control.diagnostics import Diagnostics
from physai_sim.core.truth import Outcome
from physai_sim.core.types import Provenance
from physai_sim.envs.session import Session
from physai_sim.messages import parts, topics
from physai_sim.messages.episode_stream import EpisodeStream
from physai_sim.ros.link_frames import link_transforms
from physai_sim.ros.live_topics import LiveTopics
from physai_sim.ros.make import make, message_class


class EpisodePublisher:
    """All that a simulation says, on topics.

    Args:
        node: Who says it.
        session: The world.
        diagnostics: Is told of readings and stamps.
        link_frames: Whether `/tf` holds the links of robots, as robot_state_publisher would.
        keeps: Whether what makes an observation also reaches who comes late.
    """

    def __init__(
        self,
        node: Node,
        session: Session,
        diagnostics: Diagnostics,
        *,
        link_frames: bool,
        keeps: bool = False,
    ) -> None:
        self._session, self._diagnostics = session, diagnostics
        kept = topics.observation_topics(session.spec, raw_images=True) if keeps else ()
        self._live, self._links = LiveTopics(node, keeps={one.name for one in kept}), link_frames
        self._stamps: dict[str, int] = {}
        self._number, self._start_ns = 0, 0
        lights = [topics.LIGHTS] if session.world.signals else []
        for topic in (*self._stream().topics(), *lights, topics.EPISODE_OUTCOME, topics.TICK):
            self._live.announce(topic, message_class(topic.type_name))

    def begin(self, number: int, start_ns: int, provenance: Provenance) -> None:
        """Say what holds for an episode.

        Args:
            number: Since the simulation started.
            start_ns: Simulated time of its first instant [ns].
            provenance: Where it comes from.
        """
        self._number, self._start_ns, self._stamps = number, start_ns, {}
        self._now = self._stream()
        session = self._session
        self._now.start(
            session.episode_truth(),
            provenance,
            descriptions=session.descriptions(),
            fixed_bases=session.fixed_bases(),
        )

    def restart_time(self, start_ns: int) -> None:
        """Say all that follows with stamps that count from another start of the episode [ns]."""
        moved_ns = start_ns - self._start_ns
        self._stamps = {name: at_ns + moved_ns for name, at_ns in self._stamps.items()}
        self._start_ns = self._now.start_ns = start_ns

    def instant(self) -> None:
        """Say what was sensed since the last stamp, and what is true at this one."""
        session = self._session
        now = session.step_truth()
        if now.bodies.keys() - self._now.infos.keys():  # one was spawned
            self._now.infos = session.episode_truth().bodies
        self._now.truth(now)
        for sample in session.samples:
            self._now.reading(sample.sensor, sample.stamp_ns, sample.reading)
            self._stamps[sample.sensor] = sample.stamp_ns + self._start_ns
            self._diagnostics.reading(sample.sensor)
        if self._links and self._live.wants(topics.TF):
            moved = link_transforms(make, session.stage.robots, self.stamp_ns)
            self._live.publish(
                topics.TF, self.stamp_ns, make(topics.TF.type_name, transforms=moved)
            )

    def tick(self, *, is_last: bool) -> None:
        """Say that the observation of this stamp is whole."""
        message = make(
            topics.TICK.type_name,
            header=parts.header(make, self.stamp_ns, ""),
            index=self._session.step_count,
            episode=self._number,
            is_last=is_last,
            sensors=list(self._stamps),
            stamps=[parts.stamp(make, at_ns) for at_ns in self._stamps.values()],
        )
        self._diagnostics.published(self.stamp_ns)
        self._live.publish(topics.TICK, self.stamp_ns, message)

    def action(self, values: Any, at_ns: int) -> None:
        """Say which action holds from a stamp of the episode on."""
        self._now.action(at_ns, values)

    def end(self, outcome: Outcome) -> None:
        """Say how the episode ended."""
        self._now.end(self._session.stamp_ns, outcome)
        message = make(
            topics.EPISODE_OUTCOME.type_name,
            header=parts.header(make, self.stamp_ns, ""),
            episode=self._number,
            seed=self._session.seed,
            reason=outcome.reason,
            is_success=outcome.is_success,
            terminated=outcome.terminated,
            truncated=outcome.truncated,
            steps=outcome.steps,
        )
        self._live.publish(topics.EPISODE_OUTCOME, self.stamp_ns, message)

    @property
    def stamp_ns(self) -> int:
        """Simulated time of the present instant [ns]."""
        return self._start_ns + self._session.stamp_ns

    def close(self) -> None:
        """Take everything off the topics."""
        self._live.close()

    def wait_for_all_acked(self, timeout_s: float) -> None:
        """Wait until every reliable subscriber has all that was said."""
        self._live.wait_for_all_acked(timeout_s)

    def _stream(self) -> EpisodeStream:
        return EpisodeStream(
            self._session.spec,
            make,
            self._live.publish,
            start_ns=self._start_ns,
            raw_images=True,
            number=self._number,
            commands=False,
            wants=self._live.wants,
        )
