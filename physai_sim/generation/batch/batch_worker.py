"""What runs in a worker process of a batch: makes groups of rollouts, one at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection

from physai_sim.core.errors import PhysAIError
from physai_sim.evaluation.suites.ledger import Task
from physai_sim.evaluation.suites.polite_end import PoliteEnd
from physai_sim.evaluation.suites.worker import Order, Reply, described, end_with_parent
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.batch.groups import Group, groups_of
from physai_sim.generation.batch.maker import Maker


def serve(connection: Connection, batch: BatchRequest, lock: object) -> None:
    """Do what is ordered until the other end closes, or a polite end (SIGTERM) comes.

    Args:
        connection: To the owner of the worker.
        batch: What is made.
        lock: The lock of its folder; it is held as long as this process lives.
    """
    del lock  # a number of an open file: nothing in this process closes it
    # Each process draws on a processor of its own; threads of the driver would share them anew.
    os.environ.setdefault("LP_NUM_THREADS", "1")
    with suppress(EOFError, ConnectionError, KeyboardInterrupt), ExitStack() as stack:
        end = PoliteEnd()
        end.install()
        end_with_parent()
        maker = stack.enter_context(Maker(batch, end.check))
        groups = groups_of(batch)
        connection.send(Reply())
        while True:
            order: Order = connection.recv()
            with end.put_off():
                reply = perform(order.task, groups, maker)
            connection.send(reply)


def perform(task: Task, groups: Mapping[str, tuple[Group, ...]], maker: Maker) -> Reply:
    """Make a group; what fails is told in the reply.

    Args:
        task: Which group of which source.
        groups: Of each source.
        maker: Who makes it.

    Raises:
        KeyboardInterrupt: If an end comes; nothing is left of what was not whole.
    """
    began = time.monotonic()
    assert task.episode is not None, "a batch has no scores"
    try:
        frames = maker.make(groups[task.run][task.episode])
        reply = Reply("made" if frames else "kept", steps=frames)
    except PhysAIError as error:
        reply = Reply(reason=str(error))
    except Exception as error:
        reply = Reply(reason=described(error))
    if reply.reason:
        maker.close()  # the next group begins with a world that nothing befell
    return reply._replace(wall_s=time.monotonic() - began)
