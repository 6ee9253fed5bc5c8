"""A server from its options, until it is told to end."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

import torch

from physai_sim.core.errors import ConfigError, MachineError
from policies.planning.hybrid.device import device_of
from policies.planning.hybrid.engine.engine import Engine, EngineOptions
from policies.planning.hybrid.serving.app import Server
from policies.planning.hybrid.serving.limits import Limits, check_address
from policies.planning.hybrid.serving.listening import Listener, bound
from policies.planning.hybrid.serving.prepare import Preparer
from policies.planning.hybrid.serving.source import (
    DTYPES,
    KV_DTYPES,
    STATE_DTYPES,
    Served,
    draw,
    dtype_of,
    load,
)
from policies.planning.hybrid.state.pools import StatePool
from policies.planning.hybrid.state.sizes import PoolSizes, held_bytes

PAGE = 16  # tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """What is served, where, and to how many.

    Args:
        checkpoint: A folder; or None, and `preset` is drawn.
        preset: A name; or None.
        seed: Of random weights.
        name: That clients ask for; None: the folder's or the preset's.
        host: Address to listen at.
        port: 0: any that is free.
        key: That clients must show; None: none.
        slots: Requests that run at once.
        sessions: States at the ends of turns that are kept.
        batched: Whether all answers share each step; last bits then depend on who else asks.
        device: Of the weights and states.
        dtype: Of the weights.
        state_dtype: Of states of Mamba-2.
        kv_dtype: Of keys and values; None: as the weights.
        compiled: Whether steps of decoding are one compiled program, made before it listens.
        limits: Of requests; those over `slots` wait.
    """

    checkpoint: Path | None = None
    preset: str | None = None
    seed: int = 0
    name: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    key: str | None = None
    slots: int = 4
    sessions: int = 8
    batched: bool = False
    device: str = "cpu"
    dtype: str = "float32"
    state_dtype: str = "float32"
    kv_dtype: str | None = None
    compiled: bool = False
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if (self.checkpoint is None) == (self.preset is None):
            what, expected = "what is to be served", "a CHECKPOINT, or --preset"
            got = "neither" if self.preset is None else f"both {self.checkpoint} and {self.preset}"
            raise ConfigError(what, got=got, expected=expected)
        check_address(self.host, self.key)
        if self.compiled:
            self._check_compiling()
        _ = self.types  # what is unknown is told before anything is loaded

    def _check_compiling(self) -> None:
        where = "--compiled"
        if self.device != "cpu":
            raise ConfigError("a card records its steps as graphs", where=where, got=self.device)
        if self.batched:
            what = "each number of answers would be compiled while all wait"
            raise ConfigError(what, where=where, got="--batched")
        compiler = os.environ.get("CXX", "g++")
        if which(compiler) is None:
            raise MachineError(
                "no C++ compiler", where=where, got=compiler, expected="g++, or CXX"
            )

    @property
    def types(self) -> dict[str, torch.dtype]:
        """Of the pool's tensors.

        Raises:
            UnknownNameError: If there is none of a name.
        """
        return {
            "dtype": dtype_of(self.dtype, DTYPES, where="--dtype"),
            "ssm_dtype": dtype_of(self.state_dtype, STATE_DTYPES, where="--state-dtype"),
            "kv_dtype": dtype_of(self.kv_dtype or self.dtype, KV_DTYPES, where="--kv-dtype"),
        }

    @property
    def model(self) -> str:
        """The name that clients ask for."""
        folder = "" if self.checkpoint is None else self.checkpoint.resolve().name
        return self.name or self.preset or folder


def serve(
    options: ServeOptions, *, tell: Callable[[str], None], note: Callable[[str], None]
) -> None:
    """Serve until an interrupt or SIGTERM; answers under way are told of the end.

    Args:
        options: What, and where.
        tell: Is given the address once it listens.
        note: Is given what is made meanwhile, and how much memory it takes.

    Raises:
        PhysAIError: If the model cannot be loaded, or the address is taken.
    """
    with bound(options.host, options.port) as socket:
        server = made(options, note)
        Listener(server, told=lambda url: tell(f"{options.model} listens at {url}")).serve_at(
            socket
        )


def made(options: ServeOptions, note: Callable[[str], None] = lambda text: None) -> Server:
    """The server, which does not listen yet; its engine runs.

    Args:
        options: What, and how.
        note: See `serve`.

    Raises:
        PhysAIError: If the model cannot be loaded.
    """
    served = _served(options)
    preparer = Preparer(served.tokenizer, options.limits, served.template)
    preparer.warm()
    pool = _pool(options, served)
    weights = sum(weight.nbytes for weight in served.model.parameters())
    note(
        f"{options.model}: {_size(weights)} of weights, {_size(held_bytes(pool))} of states for "
        f"{options.slots} at once and {options.sessions} ends of turns"
    )
    if options.compiled:
        note("compiling a step, which takes half a minute")
    try:
        engine = Engine(served.model, pool, _shares(options))
    except RuntimeError as error:  # of the compiler: nothing else is computed here
        what, expected = str(error).splitlines()[0], "a C++ compiler that works: g++, or CXX"
        raise MachineError(what, where="--compiled", expected=expected) from error
    return Server(engine, preparer, model=options.model, key=options.key)


def _size(count: int) -> str:
    return f"{count / 2**20:.0f} MiB" if count < 2**30 else f"{count / 2**30:.1f} GiB"


def _served(options: ServeOptions) -> Served:
    device, dtype = device_of(options.device), options.types["dtype"]
    if options.preset is not None:
        return draw(options.preset, options.seed, dtype=dtype, device=device)
    return load(Path(options.checkpoint or "."), dtype=dtype, device=device)


def _pool(options: ServeOptions, served: Served) -> StatePool:
    """Room for every slot to be full, and as much again for each session."""
    most = -(-options.limits.context_tokens // PAGE)
    pages = most * (options.slots + options.sessions)
    sizes = PoolSizes(options.slots, pages, page_size=PAGE, max_pages=most)
    device, config = device_of(options.device), served.model.config
    try:
        return StatePool(config, sizes, **options.types, device=device)
    except RuntimeError as error:  # of the allocator
        wanted = held_bytes(StatePool(config, sizes, **options.types, device="meta"))
        what, expected = f"no room for states of {wanted / 2**30:.1f} GiB", "less of one of them"
        where = "--context, --slots, --sessions"
        raise ConfigError(what, where=where, expected=expected) from error


def _shares(options: ServeOptions) -> EngineOptions:
    waiting = max(0, options.limits.requests - options.slots)
    return EngineOptions(
        waiting=waiting,
        sessions=options.sessions,
        alone=not options.batched,
        compiled=options.compiled,
    )
