"""What is to be started: the flat result of a launch file and its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParameterText:
    """A parameter file that is written when its process starts; its path becomes the word."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One process.

    Args:
        name: What its lines begin with, such as `sim_node-1`.
        command: The words, the program first.
        environment: All of its environment.
        folder: Where it runs; where the launcher does if None.
        shell: A shell reads the command.
        tty: Its output is a terminal.
        output: screen, log, both, own_log or full.
        respawn: It is started again when it ends.
        respawn_delay_s: How long after [s].
        respawn_retries: How often at most; -1 for no limit.
        sigterm_s: How long after SIGINT follows SIGTERM [s].
        sigkill_s: How long after SIGTERM follows SIGKILL [s].
        ends_launch: When it ends, so does the launch, with its exit code.
    """

    name: str
    command: tuple[str | ParameterText, ...]
    environment: Mapping[str, str]
    folder: str | None = None
    shell: bool = False
    tty: bool = False
    output: str = "log"
    respawn: bool = False
    respawn_delay_s: float = 0.0
    respawn_retries: int = -1
    sigterm_s: float = 5.0
    sigkill_s: float = 5.0
    ends_launch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchPlan:
    """Processes in the order in which they start, and what is to be said first.

    Args:
        shutdown: Reason of a `shutdown` tag: what was started before it is ended at once.
    """

    processes: tuple[Process, ...]
    messages: tuple[str, ...] = ()
    shutdown: str | None = None
