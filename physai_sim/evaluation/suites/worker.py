"""What runs in a worker process of a suite: plays episodes and scores runs, one at a time."""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
import time
import traceback
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from multiprocessing import connection as connections
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from physai_sim.core.errors import PhysAIError
from physai_sim.core.protocols import EndEpisode
from physai_sim.envs.player import Player
from physai_sim.envs.session import Session
from physai_sim.evaluation.play_episode import open_stage, play_episode
from physai_sim.evaluation.run_metrics import score_run
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.evaluation.suites.assignment import Assignment
from physai_sim.evaluation.suites.ledger import Task
from physai_sim.evaluation.suites.polite_end import PoliteEnd

_LOG = logging.getLogger(__name__)


class Order(NamedTuple):
    """What a worker is to do.

    Args:
        task: The task.
        played_s: How long the episodes of its run took [s], where they are to be scored.
    """

    task: Task
    played_s: float = 0.0


class Reply(NamedTuple):
    """What became of an order; the first reply comes unasked and says that the worker is ready.

    Args:
        outcome: How an episode ended, or "kept".
        steps: Control steps that it took.
        wall_s: How long the task took [s].
        metrics: The scores of a run.
        reason: Why the task failed; "" if it was done.
    """

    outcome: str = ""
    steps: int = 0
    wall_s: float = 0.0
    metrics: dict[str, Any] | None = None
    reason: str = ""


def serve(connection: Connection, assignments: Mapping[str, Assignment], lock: object) -> None:
    """Do what is ordered until the other end closes, or a polite end (SIGTERM) comes.

    Args:
        connection: To the owner of the worker.
        assignments: What to play, by the name of the run.
        lock: The lock of the suite's folder; it is held as long as this process lives.
    """
    del lock  # a number of an open file: nothing in this process closes it
    with suppress(EOFError, ConnectionError, KeyboardInterrupt), ExitStack() as stack:
        end = PoliteEnd()
        end.install()
        end_with_parent()
        stage = Stage(assignments)
        stack.callback(stage.close)
        connection.send(Reply())
        while True:
            order = connection.recv()
            with end.put_off():
                reply = perform(order, stage, end)
            connection.send(reply)


class Stage:
    """The world and the policy of the run that the worker is at, kept from seed to seed.

    Args:
        assignments: What may be played, by the name of the run.
    """

    def __init__(self, assignments: Mapping[str, Assignment]) -> None:
        self._assignments = assignments
        self._stack = ExitStack()
        self._run: str | None = None
        self._opened: tuple[RunRequest, Session, Player]

    def at(self, run: str) -> tuple[RunRequest, Session, Player]:
        """Open the world of a run, unless it is open.

        Raises:
            PhysAIError: If the world or the policy cannot be made.
        """
        if run != self._run:
            self.close()
            request = self.request(run)
            self._opened = request, *self._stack.enter_context(open_stage(request))
            self._run = run
        return self._opened

    def request(self, run: str) -> RunRequest:
        """What a run is asked to do."""
        return self._assignments[run].request()

    def close(self) -> None:
        """Close what is open; a policy that fails to end has played its episodes all the same."""
        self._run = None
        try:
            self._stack.close()
        except PhysAIError as error:
            _LOG.warning("%s", error)


def perform(order: Order, stage: Stage, end: PoliteEnd) -> Reply:
    """Do what is ordered; what fails is told in the reply.

    Args:
        order: What to do.
        stage: Where it is played.
        end: Allowed between the steps of an episode.

    Raises:
        KeyboardInterrupt: If the end comes; the bag that was being written is closed.
    """
    began = time.monotonic()
    try:
        reply = _done(order, stage, end)
    except EndEpisode:
        reply = Reply(reason="the policy wanted to play no more")
    except PhysAIError as error:
        reply = Reply(reason=str(error))
    except Exception as error:
        reply = Reply(reason=described(error))
    if reply.reason:
        stage.close()  # the next episode begins with a world and a policy that nothing befell
    return reply._replace(wall_s=time.monotonic() - began)


def _done(order: Order, stage: Stage, end: PoliteEnd) -> Reply:
    task = order.task
    if task.episode is None:
        return Reply(metrics=score_run(stage.request(task.run), wall_s=order.played_s))
    request, session, player = stage.at(task.run)
    last = Reply()

    def on_step(step: int, outcome: str) -> None:
        nonlocal last
        last = Reply(outcome=outcome, steps=step)
        if not outcome:
            end.check()

    play_episode(request, task.episode, session=session, player=player, on_step=on_step)
    return last


def described(error: Exception) -> str:
    """An error that nobody foresaw, in a line that says where it arose."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return f"{text} ({Path(frame.filename).name}:{frame.lineno})"


def end_with_parent() -> None:
    """End when the parent is gone, however it went: nobody else would."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        connections.wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
