"""`policy_node`: any registered policy reasons over what topics bring and commands the robot.

Parameters: `policy`, a name or `file.py:Class`; `world`, whose expert plays where no policy is
named; `lockstep`, whether the simulation waits for every answer; `simulation`, the node that owns
the world; `stall_s`, how long the policy may think before it is reported [s].

Subscriptions store; a worker thread thinks; what it decides is published with the stamp of the
observation that it answers: as commands, and exactly, on `~/chunk`. A policy that raises commands
nothing more in its episode, and what one that stalls says too late is refused: either way the
robot's watchdog brings it to rest, diagnostics say so, and the node lives on.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

from rclpy.node import Node

from physai_sim.control.diagnostics import Level, Status
from physai_sim.control.observations import Gathered, ObservationAssembler, Tick
from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.core.protocols import EndEpisode
from physai_sim.core.timing import NS_PER_S, stamp_of
from physai_sim.core.types import EpisodeSpec, Observation
from physai_sim.envs.player import Player, make_policy
from physai_sim.messages import episode, parts, topics
from physai_sim.messages.chunks import chunk_message
from physai_sim.ros.health import Health
from physai_sim.ros.make import make, message_class
from physai_sim.ros.policy_topics import PolicyTopics, private_name
from physai_sim.ros.policy_worker import PolicyWorker
from physai_sim.ros.profiles import rclpy_profile, wanted_as_offered
from physai_sim.ros.running import run_node

CHUNK = "~/chunk"
"""How this node, called `policy`, names the topic `topics.CHUNK`."""


class PolicyNode(Node):
    """Answers every tick of the simulation with commands."""

    default_policy = ""

    def __init__(self) -> None:
        super().__init__("policy")
        self.exit_code: int | None = None
        name = self._policy_name()
        self._policy = make_policy(name, where="policy")
        self._lockstep = bool(self.declare_parameter("lockstep", False).value)  # noqa: FBT003
        self._simulation = str(self.declare_parameter("simulation", "sim").value)
        stall_s = float(self.declare_parameter("stall_s", 5.0).value)
        self._stall_ns = int(stall_s * NS_PER_S)
        self._lock = threading.Lock()
        self._assembler = ObservationAssembler(privileged=self._policy.needs_privileged)
        self._episodes: dict[int, tuple[EpisodeSpec, int]] = {}
        self._playing: tuple[EpisodeSpec, int] | None = None
        self._failed = ""
        self._player: Player | None = None
        self._world = ""
        self._topics: PolicyTopics | None = None
        self._worker = PolicyWorker(self._answer)
        self._health = Health(self, self._statuses)
        self._ack = self.create_publisher(
            message_class(topics.ACK.type_name), self._named(topics.ACK), 100
        )
        # From the start, so that a recorder has found it before the first chunk.
        self._chunks = self.create_publisher(
            message_class(topics.CHUNK.type_name), CHUNK, rclpy_profile(topics.CHUNK.qos)
        )
        self._listen(topics.EPISODE, self._on_episode)
        self.get_logger().info(f"policy {name}")

    def _policy_name(self) -> str:
        policy = str(self.declare_parameter("policy", self.default_policy).value)
        world = str(self.declare_parameter("world", "").value)
        if policy:
            return policy
        if not world:
            what = "no policy was given"
            raise ConfigError(what, where="policy", expected="a name, or a world with an expert")
        return load_world(world).expert

    def _on_episode(self, message: Any) -> None:
        record, spec = json.loads(message.data), episode.spec_from(message)
        self._listen_to(spec)
        number = int(record["episode"])
        with self._lock:
            # By the order in which they came: a simulation that is started again counts anew.
            self._episodes.pop(number, None)
            self._episodes[number] = (spec, int(record["seed"]))
            while len(self._episodes) > 2:
                del self._episodes[next(iter(self._episodes))]
        self._hand_over()

    def _listen_to(self, spec: EpisodeSpec) -> None:
        """Listen to the sensors of an episode, unless those of its world are listened to."""
        before, self._world = self._world, spec.config_hash
        if before == self._world:
            return
        if self._topics is not None:
            self._topics.close()
        with self._lock:
            self._assembler = ObservationAssembler(privileged=self._policy.needs_privileged)
        self._topics = PolicyTopics(
            *(self, spec, self._simulation),
            reliable=self._lockstep,
            on_reading=self._on_reading,
            on_truth=self._on_truth if self._policy.needs_privileged else None,
        )
        if not before:
            # Last, so that who waits for it knows that all the others are there.
            self._listen(topics.TICK, self._on_tick)

    def _on_reading(self, sensor: str, stamp_ns: int, value: Any) -> None:
        with self._lock:
            self._assembler.reading(sensor, stamp_ns, value)
        self._hand_over()

    def _on_truth(self, stamp_ns: int, values: Any) -> None:
        with self._lock:
            self._assembler.truth(stamp_ns, values)
        self._hand_over()

    def _on_tick(self, message: Any) -> None:
        stamps = {
            name: parts.stamp_ns(stamp)
            for name, stamp in zip(message.sensors, message.stamps, strict=True)
        }
        tick = Tick(
            parts.stamp_ns(message.header.stamp),
            int(message.index),
            int(message.episode),
            stamps,
            is_last=bool(message.is_last),
        )
        with self._lock:
            self._assembler.tick(tick)
        self._hand_over()

    def _hand_over(self) -> None:
        """Give the worker the newest observation that is whole."""
        with self._lock:
            gathered = self._assembler.take(self._episodes)
        if gathered is not None:
            self._worker.submit(gathered)

    def _answer(self, gathered: Gathered) -> None:
        """In the worker's thread: think, command, acknowledge."""
        tick, count = gathered.tick, 0
        try:
            if self._begin(tick.episode) and not tick.is_last and not self._failed:
                count = self._act(gathered)
        except EndEpisode as ended:
            self._leave(ended)
        except Exception as error:
            self._failed = f"{type(error).__name__}: {error}"
            self.get_logger().error(f"the policy failed and commands nothing more: {error}")
        self._acknowledge(tick, count)

    def _begin(self, number: int) -> bool:
        """Reset the policy where the tick is of a new episode; False if it is not known."""
        with self._lock:
            known = self._episodes.get(number)
        if known is None or known is self._playing:
            return known is not None
        spec, seed = known
        self._playing, self._failed = known, ""
        self._player = Player(self._policy, spec)
        self._player.reset(seed, spec=spec)
        if self._topics is not None:
            self._topics.restart()
        return True

    def _act(self, gathered: Gathered) -> int:
        assert self._player is not None  # `_begin` has made it
        assert self._playing is not None
        assert self._topics is not None
        spec, tick = self._playing[0], gathered.tick
        observation = Observation(
            stamp_of(tick.index, spec.control_hz),
            gathered.readings,
            spec.instruction,
            gathered.privileged,
        )
        action, asked = self._player.act(observation), self._player.asked
        if asked is not None:
            at_ns, asked_ns, names = tick.stamp_ns, observation.stamp_ns, spec.action_names
            self._chunks.publish(chunk_message(make, at_ns, asked, asked_ns=asked_ns, names=names))
        return self._topics.command(action, tick.stamp_ns, gathered.readings, chunk=asked)

    def _acknowledge(self, tick: Tick, count: int) -> None:
        head = parts.header(make, tick.stamp_ns, "")
        name = self.get_fully_qualified_name()
        self._ack.publish(make(topics.ACK.type_name, header=head, node=name, commands=count))

    def _leave(self, ended: EndEpisode) -> None:
        """A person at the keyboard wants no more, or another episode."""
        if ended.wish == "stop":
            self.exit_code = 0
            return
        kind = message_class("physai_msgs/srv/ResetEpisode")
        client = self.create_client(kind, f"{self._simulation}/reset_episode")
        client.call_async(kind.Request())

    def _statuses(self) -> list[Status]:
        busy_ns = self._worker.busy_ns()
        values = {"skipped": str(self._assembler.skipped), "dropped": str(self._worker.dropped)}
        if self._failed:
            return [Status("policy", Level.ERROR, self._failed, values)]
        if busy_ns > self._stall_ns:
            told = f"stalled: it has been thinking for {busy_ns / NS_PER_S:.1f} s"
            return [Status("policy", Level.ERROR, told, values)]
        return [Status("policy", Level.OK, "answers", values)]

    def _listen(self, topic: topics.Topic, callback: Any) -> None:
        kind, name = message_class(topic.type_name), self._named(topic)
        profile = wanted_as_offered(self, name, topic.qos)
        self.create_subscription(kind, name, callback, profile)

    def _named(self, topic: topics.Topic) -> str:
        return private_name(topic.name, self._simulation)

    def close(self) -> None:
        """Stop the worker, and let the policy give back what it holds."""
        self._worker.close()
        if hasattr(self._policy, "close"):
            self._policy.close()
        self.destroy_node()


def main(args: list[str] | None = None) -> int:
    """Run the node; gives the exit code."""
    return run_node(PolicyNode, args, "policy")


if __name__ == "__main__":
    sys.exit(main())
