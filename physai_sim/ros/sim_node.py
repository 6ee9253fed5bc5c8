"""`sim_node`: owns a world, says on topics what is sensed and true, and does what robots are told.

Parameters: `world`, a name or path; `set`, KEY=VALUE changes of the world file; `seed`;
`episodes`, 0 for no end; `end`, whether the program ends with the last episode; `autostart`;
`real_time_factor`, 0 for as fast as it goes; `lockstep`, nodes (or topics, with a leading slash)
that must answer each tick; `lockstep_timeout_s`; `lockstep_policy`, of stop, hold and continue;
`wait_for`, nodes that must listen before the first step; `wait_s`; `headless`;
`use_stamped_vel`; `publish_link_tf`; `out` and `overwrite`, the folder of a scored run;
`require_success`, the least share of successes, else the exit code is 1; `roots`, folders that
worlds and models may be loaded from.
"""

from __future__ import annotations

import sys
import threading
import traceback
from pathlib import Path
from typing import Any

from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.node import Node

from physai_sim.control.barrier import LockstepBarrier
from physai_sim.control.diagnostics import Level, Pace, Status
from physai_sim.control.pacing import Pacer
from physai_sim.control.sim_control import SimControl
from physai_sim.core.config import WorldConfig, load_world
from physai_sim.core.errors import PhysAIError
from physai_sim.core.timing import NS_PER_S
from physai_sim.envs.session import Session
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.messages import parts, topics
from physai_sim.ros.company import refuse_doubles, wait_for_listeners
from physai_sim.ros.health import Health
from physai_sim.ros.live_topics import live_name
from physai_sim.ros.make import message_class
from physai_sim.ros.profiles import rclpy_profile
from physai_sim.ros.run_folder import RunFolder
from physai_sim.ros.running import run_node
from physai_sim.ros.sim_loop import Schedule, SimLoop
from physai_sim.ros.sim_parameters import SimParameters
from physai_sim.ros.sim_stage import SimStage, StageOptions
from physai_sim.ros.simulation_services import SimulationServices


class SimNode(Node):
    """A live simulation; everything of the world runs in a thread of its own."""

    def __init__(self) -> None:
        super().__init__("sim")
        self.exit_code: int | None = None
        self._asked = SimParameters.declared_by(self)
        refuse_doubles(self)
        self._config = load_world(self._asked.world, self._asked.set)
        self._barrier = self._made_barrier()
        self._schedule = Schedule(
            self._asked.episodes, autostart=self._asked.autostart, ends=self._asked.end
        )
        self._pacer = Pacer(self._asked.real_time_factor)
        self._folder: RunFolder | None = None
        self._loop = SimLoop(
            *(self, self._schedule),
            pacer=self._pacer,
            barrier=self._barrier,
            make_stage=self._made_stage,
            control=self._made_control,
        )
        if self._barrier is not None:
            self._hear_answers(self._barrier)
        self._services = SimulationServices(self, self._loop.control, self._loop.post)
        self._health = Health(self, self.statuses)
        self._thread = threading.Thread(target=self._run, name="simulation")
        self._thread.start()

    def _made_barrier(self) -> LockstepBarrier | None:
        asked = self._asked
        names = [name if name.startswith("/") else self._node_key(name) for name in asked.lockstep]
        if not names:
            return None
        timeout_ns = int(asked.lockstep_timeout_s * NS_PER_S)
        return LockstepBarrier(names, timeout_ns=timeout_ns, policy=asked.lockstep_policy)

    def _hear_answers(self, barrier: LockstepBarrier) -> None:
        def on_ack(message: Any) -> None:
            stamp_ns = parts.stamp_ns(message.header.stamp)
            name = str(message.node).strip("/")
            barrier.ack(name, stamp_ns=stamp_ns, commands=int(message.commands))

        topic = topics.ACK
        kind, profile = message_class(topic.type_name), rclpy_profile(topic.qos)
        # A group of its own: an answer must not wait behind a slow service.
        group = MutuallyExclusiveCallbackGroup()
        self.create_subscription(
            kind, live_name(topic.name), on_ack, profile, callback_group=group
        )

    def _made_control(self, loop: SimLoop) -> SimControl:
        roots = [Path(root) for root in self._asked.roots]
        return SimControl(self._opened, loop, roots=roots, seed=self._asked.seed)

    def _opened(self, config: WorldConfig) -> Session:
        gui = not self._asked.headless
        return Session(config, gui=gui, privileged=True, record_contacts=True)

    def _made_stage(self, session: Session, now_ns: Any) -> SimStage:
        if self._asked.out and self._folder is None:
            self._folder = RunFolder(self._request(), session)
        options = StageOptions(
            stamped=self._asked.use_stamped_vel,
            link_frames=self._asked.publish_link_tf,
            barrier=self._barrier,
            folder=self._folder,
        )
        return SimStage(self, session, options, now_ns=now_ns)

    def _request(self) -> RunRequest:
        asked = self._asked
        return RunRequest(
            config=self._config,
            policy="live",
            episodes=max(1, asked.episodes),
            seed=asked.seed,
            out=Path(asked.out),
            mode="overwrite" if asked.overwrite else "new",
            settings=asked.set,
        )

    def _run(self) -> None:
        """The thread of the simulation."""
        code = 0
        try:
            self._loop.run(self._config, self._wait)
        except Exception as error:
            self._tell_failure(error)
            code = 2
        try:
            self._finish_folder()
        except Exception as error:
            self._tell_failure(error)
            code = 2
        is_good = not self._loop.failure and self._is_good_enough()
        self.exit_code = code or (0 if is_good else 1)

    def _tell_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, PhysAIError) else traceback.format_exc()
        self.get_logger().fatal(f"the simulation failed: {told}")

    def _finish_folder(self) -> None:
        if self._folder is None:
            return
        failure = self._loop.failure
        ended = "done" if self._loop.is_done else "interrupted"
        self._folder.finish(f"failed: {failure}" if failure else ended)
        self.get_logger().info(f"metrics: {Path(self._asked.out) / 'metrics.json'}")

    def _wait(self) -> None:
        asked = self._asked
        names = [self._node_key(name) for name in asked.wait_for]
        wait_for_listeners(self, names, asked.wait_s, is_over=lambda: self._loop.is_stopped)

    def _is_good_enough(self) -> bool:
        outcomes = self._schedule.outcomes
        successes = sum(outcome.is_success for outcome in outcomes)
        return successes >= self._asked.require_success * len(outcomes)

    def _node_key(self, name: str) -> str:
        """A node's full name without the leading slash, which would mean a topic."""
        return f"{self.get_namespace().strip('/')}/{name}".strip("/")

    def now_ns(self) -> int:
        """The stamp of the present instant [ns]."""
        return self._loop.now_ns()

    def statuses(self) -> list[Status]:
        """How the simulation is, as `/diagnostics` says."""
        stage = self._loop.stage
        if stage is None:
            return [Status("simulation", Level.WARN, "no world")]
        pacer = self._pacer
        wanted = self._asked.real_time_factor
        return stage.diagnostics.statuses(Pace(wanted, pacer.real_time_factor, pacer.overruns))

    def close(self) -> None:
        """End the simulation, with all that was recorded."""
        self._loop.stop()
        self._thread.join()
        self.destroy_node()


def main(args: list[str] | None = None) -> int:
    """Run the node; gives the exit code."""
    return run_node(SimNode, args, "sim")


if __name__ == "__main__":
    sys.exit(main())
