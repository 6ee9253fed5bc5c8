"""What runs in a worker process: some of a vector's environments, stepped one after another."""

from __future__ import annotations

import contextlib
import signal
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import gymnasium as gym
import numpy as np
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from gymnasium.vector.utils import iterate, write_to_shared_memory

from physai_sim.core.errors import PhysAIError

Maker = Callable[[], gym.Env[Any, Any]]
# States of random generators, one for each environment.
Streams = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker process is started with.

    Args:
        makers: Functions that make its K environments.
        first: Index of the first of them in the vector.
        autoreset_mode: When ended episodes are followed by new ones.
        memory: Observations of the whole vector, shared by all its processes.
        streams: Where the random generators go on; none for fresh ones.
    """

    makers: Sequence[Maker]
    first: int
    autoreset_mode: AutoresetMode
    memory: Any
    streams: Streams = ()


class Call(NamedTuple):
    """A call of a method of `SyncVectorEnv`."""

    method: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = {}  # noqa: RUF012 - never written to


class Reply(NamedTuple):
    """Answer to one call.

    Args:
        result: What it returned, less the observations, which lie in the shared memory.
        error: What it raised.
        trace: Where it raised that, in words.
        streams: Where the random generators stand now; none where the last reply holds.
    """

    result: Any = None
    error: Exception | None = None
    trace: str = ""
    streams: Streams = ()

    def value(self) -> Any:
        """The result; raises the error if there is one."""
        if self.error is not None:
            raise self.error from RuntimeError(self.trace)
        return self.result


def serve(connection: Connection, job: Job) -> None:
    """Answer calls until the other end of the connection closes.

    The first reply comes unasked: it says that the environments are made, or why not.
    """
    # Ctrl-C reaches all processes of a terminal; the one that owns the vector decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, ConnectionError):
        try:
            envs = _Envs(job.makers, copy=False, autoreset_mode=job.autoreset_mode)
        except Exception as error:
            _send(connection, _failed(error))
            return
        with contextlib.closing(envs):
            envs.restore(job.streams)
            _send(connection, Reply(streams=envs.streams()))
            while True:
                _send(connection, _answer(envs, job, connection.recv()))


class _Envs(SyncVectorEnv[Any, Any]):
    """Hands on what each environment tells as it is; the vector puts it together."""

    _told: Streams = ()

    def _add_info(
        self, vector_infos: dict[Any, Any], env_info: dict[str, Any], env_num: int
    ) -> dict[Any, Any]:
        vector_infos.setdefault(env_num, {}).update(env_info)
        return vector_infos

    def streams(self) -> Streams:
        """Where the random generators stand; none where they stand as they were told last."""
        now = [dict(env.unwrapped.np_random.bit_generator.state) for env in self.envs]
        has_news, self._told = now != self._told, now
        return now if has_news else ()

    def restore(self, streams: Streams) -> None:
        """Let the random generators go on from there."""
        for env, state in zip(self.envs, streams, strict=False):
            generator: Any = np.random.Generator(np.random.PCG64())
            generator.bit_generator.state = state
            env.unwrapped.np_random = generator


def _answer(envs: _Envs, job: Job, call: Call) -> Reply:
    try:
        result = getattr(envs, call.method)(*call.args, **call.kwargs)
    except Exception as error:
        return _failed(error, envs.streams())
    if call.method in ("reset", "step"):
        observations, *result = result
        for index, one in enumerate(iterate(envs.observation_space, observations), job.first):
            write_to_shared_memory(envs.single_observation_space, index, one, job.memory)
    return Reply(result, streams=envs.streams())


def _failed(error: Exception, streams: Streams = ()) -> Reply:
    # Not every class of exception can be made anew at the other end; these can.
    if not isinstance(error, PhysAIError) and type(error).__module__ != "builtins":
        error = RuntimeError(f"{type(error).__name__}: {error}")
    return Reply(error=error, trace=traceback.format_exc(), streams=streams)


def _send(connection: Connection, reply: Reply) -> None:
    try:
        connection.send(reply)
    except ConnectionError:
        raise
    except Exception as error:  # not every object can travel
        connection.send(_failed(TypeError(f"cannot leave its process: {error}"), reply.streams))
