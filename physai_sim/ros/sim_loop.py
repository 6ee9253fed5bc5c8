"""The loop of a live simulation: it owns the world, and everything that touches it runs here.

Each control step waits for the answers to the last observation where it runs in lock-step, takes
what robots are told, lets the world go on, waits until the new stamp is due, and says what is so.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rclpy.node import Node

from physai_sim.control.barrier import LockstepBarrier
from physai_sim.control.diagnostics import Diagnostics
from physai_sim.control.pacing import Pacer
from physai_sim.control.post import Post
from physai_sim.core.geometry import Array
from physai_sim.core.truth import Outcome
from physai_sim.envs.session import Session
from physai_sim.messages.episode_stream import START_NS
from physai_sim.ros.episode_publisher import EpisodePublisher
from physai_sim.ros.intakes import Intakes
from physai_sim.ros.run_folder import RunFolder

IDLE_S = 0.02


@dataclass(slots=True)
class Plan:
    """What a live run is to be.

    Args:
        seed: Of the first episode; the next ones count up.
        episodes: How many; 0: until it is told to stop.
        folder: What is left behind; None: nothing.
    """

    seed: int
    episodes: int
    folder: RunFolder | None = None
    outcomes: list[Outcome] = field(default_factory=list)


class SimLoop:
    """Plays episodes with what comes over topics.

    Args:
        session: The world.
        says: Publishes what happens.
        intakes: What robots are told.
        plan: What is to be played.
        pacer: Keeps the pace.
        barrier: Who must answer before the world goes on; None: nobody.
    """

    def __init__(
        self,
        node: Node,
        session: Session,
        says: EpisodePublisher,
        intakes: Intakes,
        *,
        plan: Plan,
        pacer: Pacer,
        barrier: LockstepBarrier | None,
        diagnostics: Diagnostics,
    ) -> None:
        self.session, self.plan, self.pacer, self.post = session, plan, pacer, Post()
        self._node, self._says, self._intakes = node, says, intakes
        self._barrier, self._diagnostics = barrier, diagnostics
        self._start_ns, self._number, self._asked = START_NS, -1, False
        self._last: Array | None = None
        self.is_running, self.is_paused = False, False
        self.stop_requested = False
        self.failure = ""
