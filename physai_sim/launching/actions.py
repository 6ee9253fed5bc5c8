"""What a launch file says, tag by tag, before anything is substituted in it."""

from __future__ import annotations

from dataclasses import dataclass

from physai_sim.launching.templates import Template

ParameterLiteral = bool | int | float | Template | tuple["bool | int | float | Template", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchAction:
    """Base of all tags.

    Args:
        where: Its place, for errors.
        condition: The text of `if` or `unless`, if there is one.
        negated: The condition is that of `unless`.
    """

    where: str
    condition: Template | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument(LaunchAction):
    """`arg`: a variable that the caller may set; without a default it must."""

    name: str
    default: Template | None
    description: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Let(LaunchAction):
    """`let`: sets a variable."""

    name: Template
    value: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEnvironment(LaunchAction):
    """`set_env`, and `unset_env` where there is no value."""

    name: Template
    value: Template | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PushNamespace(LaunchAction):
    """`push_ros_namespace`: puts the nodes that follow in the scope into a namespace."""

    namespace: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class SetParameter(LaunchAction):
    """`set_parameter`: a parameter of all nodes that follow in the scope."""

    name: Template
    value: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Log(LaunchAction):
    """`log`: says something."""

    message: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Shutdown(LaunchAction):
    """`shutdown`: ends the launch."""

    reason: Template | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(LaunchAction):
    """`group`: tags with a condition in common and, if scoped, with settings of their own.

    Args:
        scoped: What is set within does not hold after the group.
        forwarding: What was set before holds within.
        keep: Variables that hold within all the same; a name and a value each.
    """

    actions: tuple[LaunchAction, ...]
    scoped: bool
    forwarding: bool
    keep: tuple[tuple[Template, Template], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Include(LaunchAction):
    """`include`: another launch file, with arguments; a name and a value each."""

    file: Template
    arguments: tuple[tuple[Template, Template], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What `executable` and `node` have in common.

    Args:
        output: Where its lines go: screen, log, both, own_log or full.
        respawn: A condition: start it again when it ends.
        respawn_delay_s: How long to wait before that [s].
        respawn_retries: How often at most; -1 for no limit.
        sigterm_s: How long after SIGINT follows SIGTERM [s]; None for the launch's own.
        sigkill_s: How long after SIGTERM follows SIGKILL [s]; None for the launch's own.
        ends_launch: `on_exit: shutdown`: when it ends, all else is ended.
    """

    output: Template | None
    respawn: Template | None
    respawn_delay_s: float
    respawn_retries: int
    sigterm_s: float | None
    sigkill_s: float | None
    environment: tuple[tuple[Template, Template], ...]
    folder: Template | None
    prefix: Template | None
    shell: bool
    tty: bool
    ends_launch: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Executable(LaunchAction):
    """`executable`: any program."""

    command: tuple[Template, ...]
    name: Template | None
    options: Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One `param` with a name; those of nested ones are joined by dots.

    Args:
        kind: The `type` it says, if any.
    """

    where: str
    name: Template
    value: ParameterLiteral
    kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterFile:
    """One `param` with `from`: a file, in which substitutions are made if it says so."""

    path: Template
    substitutes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Node(LaunchAction):
    """`node`: a program of a package, with a name, parameters and remaps."""

    package: Template | None
    program: Template
    name: Template | None
    label: Template | None
    namespace: Template | None
    arguments: tuple[Template, ...]
    ros_arguments: tuple[Template, ...]
    parameters: tuple[Parameter | ParameterFile, ...]
    remaps: tuple[tuple[Template, Template], ...]
    options: Options
