"""The loop of a live simulation: it owns the world, and everything that touches it runs here.

Each control step waits for the answers to the last observation where it runs in lock-step, takes
what robots are told, lets the world go on, waits until the new stamp is due, and says what is so.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from rclpy.node import Node

from physai_sim.control.barrier import LockstepBarrier
from physai_sim.control.pacing import Pacer
from physai_sim.control.post import Post
from physai_sim.control.sim_control import Scope, SimControl
from physai_sim.control.sim_state import SimState
from physai_sim.core.truth import Outcome, interrupted
from physai_sim.core.types import Observation
from physai_sim.envs.session import Session
from physai_sim.messages.episode_stream import START_NS
from physai_sim.ros.sim_stage import SimStage

IDLE_S = 0.02
LAST_WORDS_S = 5.0
"""How long slow subscribers are waited for at the end [s]."""
RUNNING = (SimState.PLAYING, SimState.PAUSED)


@dataclass(slots=True)
class Schedule:
    """What is to be played.

    Args:
        episodes: How many; 0: until it is told to stop.
        ends: Whether all ends with the last episode.
        outcomes: How those that were played have ended.
    """

    episodes: int
    ends: bool = False
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether all episodes were played."""
        return 0 < self.episodes <= len(self.outcomes)


class SimLoop:
    """Plays episodes with what comes over topics; a `SimListener`.

    Args:
        node: Who takes part in ROS.
        schedule: What is to be played.
        pacer: Keeps the pace.
        barrier: Who must answer before the world goes on; None: nobody.
        make_stage: Puts a session on topics; takes it and a function that gives the stamp [ns].
        control: Makes what requests act on, of this loop.
    """

    def __init__(
        self,
        node: Node,
        schedule: Schedule,
        *,
        pacer: Pacer,
        barrier: LockstepBarrier | None,
        make_stage: Callable[[Session, Callable[[], int]], SimStage],
        control: Callable[[SimLoop], SimControl],
    ) -> None:
        self._node, self._schedule = node, schedule
        self.pacer, self._barrier, self.post = pacer, barrier, Post()
        self._make_stage = make_stage
        self.stage: SimStage | None = None
        self._number, self._start_ns = -1, START_NS
        self._is_open, self._is_told, self._is_ended = False, False, False
        self.is_stopped, self.failure, self.thread = False, "", 0
        self.control = control(self)

    def run(self, begin: Callable[[], None]) -> None:
        """Play until all is done or somebody stops it; this thread owns the world from now on.

        Args:
            begin: Called first: brings a world, and lets it play.
        """
        self.thread = threading.get_ident()
        try:
            begin()
            while not self._is_over():
                self.post.answer()
                self._tell_first()
                if self.control.is_tick_due and not self._is_ended:
                    self._step()
                else:
                    self._idle()
            self._finish()
        finally:
            self.post.close()  # whatever went wrong, nobody waits for an answer for ever

    def _is_over(self) -> bool:
        if self._is_ended and self._schedule.ends:
            return True
        return self.is_stopped or self.control.state is SimState.QUITTING

    def now_ns(self) -> int:
        """The stamp of the present instant [ns]."""
        stage = self.stage
        return START_NS if stage is None else stage.says.stamp_ns

    def world_changed(self, session: Session | None) -> None:
        """See `SimListener`."""
        self._end(None)
        stage, self.stage = self.stage, None
        if stage is not None:
            stage.close()
        if session is not None:
            self.stage = self._make_stage(session, self.now_ns)

    def episode_started(self, observation: Observation) -> None:
        """See `SimListener`."""
        del observation
        self._end(None)
        assert self.stage is not None, "an episode has a world"
        self._number += 1
        self._start_ns = START_NS + self.control.clock.offset_ns
        self._is_open, self._is_told, self._is_ended = True, False, False
        self.stage.begin(self._number, self._start_ns)

    def time_restarted(self) -> None:
        """See `SimListener`; the present instant is said again, with its new stamp."""
        assert self.stage is not None, "there is a world whose time it is"
        self._start_ns = START_NS + self.control.clock.offset_ns
        self.stage.restart_time(self._start_ns, is_told=self._is_told)
        self.pacer.restart()
        if self._is_told:
            self._tick(is_last=self._is_ended)

    def stop(self) -> None:
        """End it after the present step; from any thread."""
        self.is_stopped = True
        if self._barrier is not None:
            self._barrier.close()

    def _idle(self) -> None:
        if self._is_ended:
            self.control.stepper.fail("all episodes were played")
        self.pacer.restart()
        self.post.answer(IDLE_S)

    def _tell_first(self) -> None:
        """Say the first instant of an episode as soon as the world is to be seen."""
        if self._is_told or self.control.state not in RUNNING:
            return
        self._is_told = True
        self.pacer.wait(self.now_ns())
        self._tell(is_last=False)

    def _step(self) -> None:
        assert self.stage is not None, "a tick is due in a world alone"
        at_rest = self._must_rest()
        if self.is_stopped:
            return
        step = self.stage.step(self.now_ns(), at_rest=at_rest)
        self.control.ticked()
        if self.control.state is SimState.PLAYING:
            self.pacer.wait(self.now_ns())
        self._tell(is_last=step.outcome is not None)
        if step.outcome is not None:
            self._end(step.outcome)
            self._next()

    def _tell(self, *, is_last: bool) -> None:
        assert self.stage is not None, "there is something to tell"
        self.stage.instant()
        self._tick(is_last=is_last)

    def _tick(self, *, is_last: bool) -> None:
        assert self.stage is not None, "there is something to tell"
        if self._barrier is not None and not is_last:
            self._barrier.expect(self.now_ns())
        self.stage.says.tick(is_last=is_last)

    def _must_rest(self) -> bool:
        """Wait for the answers; whether robots are to rest since some did not come."""
        if self._barrier is None:
            return False
        verdict = self._barrier.wait()
        if verdict.is_complete or self.is_stopped:
            self._fault(None)
            return False
        missing = "; ".join(f"{name}: {text}" for name, text in verdict.missing.items())
        what = f"no answer after {verdict.waited_ns / 1e9:.1f} s ({missing})"
        self._fault(what)
        if verdict.action == "stop":
            self.failure, self.is_stopped = f"lock-step: {what}", True
        return verdict.action == "hold"

    def _fault(self, text: str | None) -> None:
        if self.stage is not None:
            self.stage.diagnostics.set_fault("lock-step", text)
        if text is not None:
            self._node.get_logger().error(f"lock-step: {text}", throttle_duration_sec=1.0)

    def _end(self, outcome: Outcome | None) -> None:
        """End the episode that runs; without an outcome it was cut short."""
        if not self._is_open or self.stage is None:
            return
        self._is_open = False
        if outcome is not None:
            self._schedule.outcomes.append(outcome)
        self.stage.end(outcome or interrupted(self.stage.session.step_count))

    def _next(self) -> None:
        """Another episode, or none: the world then stands as it is."""
        if self._schedule.is_done:
            self._is_ended = True
            self._node.get_logger().info("all episodes were played")
            return
        self.control.reset(Scope.STATE)

    @property
    def is_done(self) -> bool:
        """Whether all episodes were played."""
        return self._is_ended

    def _finish(self) -> None:
        self._end(None)
        self.post.close()
        if self.stage is not None:
            self.stage.says.wait_for_all_acked(LAST_WORDS_S)
            self.stage.close()
        self.control.close()
