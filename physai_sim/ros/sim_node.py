"""`sim_node`: owns a world, says on topics what is sensed and true, and does what robots are told.

Parameters: `world`, a name or path; `set`, KEY=VALUE changes of the world file; `seed`;
`episodes`, 0 for no end; `end`, whether the program ends with the last episode; `autostart`,
whether it is activated at once, and not only configured (it is a managed node);
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
from collections.abc import Callable
from pathlib import Path

from rclpy.lifecycle import TransitionCallbackReturn

from physai_sim.control.diagnostics import Level, Pace, Status
from physai_sim.control.pacing import Pacer
from physai_sim.control.sim_control import SimControl
from physai_sim.core.config import WorldConfig, load_world
from physai_sim.core.errors import PhysAIError
from physai_sim.envs.session import Session
from physai_sim.ros.company import refuse_doubles, wait_for_listeners
from physai_sim.ros.health import Health
from physai_sim.ros.lockstep import make_barrier, node_key
from physai_sim.ros.run_folder import RunFolder, request_of
from physai_sim.ros.running import BAD_INPUT, run_node
from physai_sim.ros.sim_life import SimLife
from physai_sim.ros.sim_loop import Schedule, SimLoop
from physai_sim.ros.sim_parameters import SimParameters
from physai_sim.ros.sim_stage import SimStage, StageOptions
from physai_sim.ros.simulation_services import SimulationServices


class SimNode(SimLife):
    """A live simulation; everything of the world runs in a thread of its own."""

    def __init__(self) -> None:
        super().__init__("sim")
        self.exit_code: int | None = None
        self._asked = asked = SimParameters.declared_by(self)
        refuse_doubles(self)
        self.config = load_world(asked.world, asked.set)
        self._barrier = make_barrier(self, asked)
        self._schedule = Schedule(asked.episodes, ends=asked.end)
        self._pacer = Pacer(asked.real_time_factor)
        self._folder: RunFolder | None = None
        self.loop = SimLoop(
            *(self, self._schedule),
            pacer=self._pacer,
            barrier=self._barrier,
            make_stage=self._made_stage,
            control=self._made_control,
        )
        self._services_of_simulation = SimulationServices(self, self.loop.control, self.loop.post)
        self._health = Health(self, self.statuses)
        self._thread = threading.Thread(target=self._run, name="simulation")
        self._thread.start()

    def _made_control(self, loop: SimLoop) -> SimControl:
        roots = [Path(root) for root in self._asked.roots]
        return SimControl(self._opened, loop, roots=roots, seed=self._asked.seed)

    def _opened(self, config: WorldConfig) -> Session:
        gui = not self._asked.headless
        return Session(config, gui=gui, privileged=True, record_contacts=True)

    def _made_stage(self, session: Session, now_ns: Callable[[], int]) -> SimStage:
        if self._asked.out and self._folder is None:
            self._folder = RunFolder(request_of(self._asked, self.config), session)
        options = StageOptions(
            stamped=self._asked.use_stamped_vel,
            link_frames=self._asked.publish_link_tf,
            barrier=self._barrier,
            folder=self._folder,
        )
        return SimStage(self, session, options, now_ns=now_ns)

    def _run(self) -> None:
        """The thread of the simulation."""
        was_run = self._went_well(lambda: self.loop.run(self._begin))
        if not (self._went_well(self._finish_folder) and was_run):
            self.exit_code = BAD_INPUT
        else:
            self.exit_code = 0 if not self.loop.failure and self._is_good_enough() else 1

    def _went_well(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except Exception as error:
            told = str(error) if isinstance(error, PhysAIError) else traceback.format_exc()
            self.get_logger().fatal(f"the simulation failed: {told}")
            return False
        return True

    def _begin(self) -> None:
        """Configure, wait for those who must be there, and activate."""
        asked = self._asked
        if self.trigger_configure() is not TransitionCallbackReturn.SUCCESS:
            raise self.trouble or PhysAIError("the world cannot be built", got=asked.world)
        names = [node_key(self, name) for name in asked.wait_for]
        wait_for_listeners(self, names, asked.wait_s, is_over=lambda: self.loop.is_stopped)
        if asked.autostart and not self.loop.is_stopped:
            self.trigger_activate()

    def _finish_folder(self) -> None:
        if self._folder is None:
            return
        failure = self.loop.failure
        ended = "done" if self.loop.is_done else "interrupted"
        self._folder.finish(f"failed: {failure}" if failure else ended)
        self.get_logger().info(f"metrics: {Path(self._asked.out) / 'metrics.json'}")

    def _is_good_enough(self) -> bool:
        outcomes = self._schedule.outcomes
        successes = sum(outcome.is_success for outcome in outcomes)
        return successes >= self._asked.require_success * len(outcomes)

    def now_ns(self) -> int:
        """The stamp of the present instant [ns]."""
        return self.loop.now_ns()

    def statuses(self) -> list[Status]:
        """How the simulation is, as `/diagnostics` says."""
        stage = self.loop.stage
        if stage is None:
            return [Status("simulation", Level.WARN, "no world")]
        wanted, pacer = self._asked.real_time_factor, self._pacer
        return stage.diagnostics.statuses(Pace(wanted, pacer.real_time_factor, pacer.overruns))

    def close(self) -> None:
        """End the simulation, with all that was recorded."""
        self.loop.stop()
        self._thread.join()
        self.destroy_node()


def main(args: list[str] | None = None) -> int:
    """Run the node; gives the exit code."""
    return run_node(SimNode, args, "sim")


if __name__ == "__main__":
    sys.exit(main())
