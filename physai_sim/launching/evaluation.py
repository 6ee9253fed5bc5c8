"""Runs through a launch file in order, as `ros2 launch` does, and gives what is to be started."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from physai_sim.core.errors import ConfigError, PhysAIError, UnknownNameError
from physai_sim.launching import actions as tags
from physai_sim.launching.parameters import typed_value
from physai_sim.launching.plan import LaunchPlan, Process
from physai_sim.launching.processes import absolute_namespace, executable_process, node_process
from physai_sim.launching.scope import Scope
from physai_sim.launching.substitutions import substitute, truth
from physai_sim.launching.tags import read_launch_file

MAX_INCLUDES = 20
MAX_PROCESSES = 500


def make_plan(path: Path, arguments: Mapping[str, str]) -> LaunchPlan:
    """What a launch file starts.

    Args:
        path: The file.
        arguments: Launch arguments of the caller.

    Raises:
        PhysAIError: If the file is wrong, or an argument is missing, unknown or not a choice.
    """
    actions = read_launch_file(path)
    known = [argument.name for argument in declared_arguments(path)]
    for name in arguments:
        if name not in known:
            what = "no such launch argument"
            raise UnknownNameError(what, where=path.name, got=name, known=known)
    evaluation = _Evaluation()
    evaluation.run(actions, Scope(path.parent, dict(arguments)))
    return evaluation.plan()


def declared_arguments(path: Path) -> list[tags.Argument]:
    """The arguments that a launch file and those it includes take, each name once.

    An included file whose path hangs on an argument without a default is left out.

    Raises:
        PhysAIError: If a file is wrong.
    """
    found: dict[str, tags.Argument] = {}
    _collect(read_launch_file(path), Scope(path.parent), found, depth=0)
    return list(found.values())


def _collect(
    actions: Sequence[tags.LaunchAction],
    scope: Scope,
    found: dict[str, tags.Argument],
    *,
    depth: int,
) -> None:
    for action in actions:
        if isinstance(action, tags.Argument):
            found.setdefault(action.name, action)
            if action.default is not None and action.default.plain is not None:
                scope.variables.setdefault(action.name, action.default.plain)
        elif isinstance(action, tags.Group):
            _collect(action.actions, scope.copy(), found, depth=depth)
        elif isinstance(action, tags.Include) and depth < MAX_INCLUDES:
            try:
                path = _included(action, scope)
            except PhysAIError:
                continue
            below = scope.copy()
            below.folder = path.parent
            _collect(read_launch_file(path), below, found, depth=depth + 1)


def _included(action: tags.Include, scope: Scope) -> Path:
    path = Path(substitute(action.file, scope))
    if not path.is_file():
        raise ConfigError("no launch file", where=action.file.where, got=str(path))
    return path.resolve()


class _Evaluation:
    """Collects processes while it goes through the actions."""

    def __init__(self) -> None:
        self._processes: list[Process] = []
        self._messages: list[str] = []
        self._shutdown: str | None = None
        self._includes = 0

    def plan(self) -> LaunchPlan:
        """What has been collected."""
        return LaunchPlan(
            processes=tuple(self._processes),
            messages=tuple(self._messages),
            shutdown=self._shutdown,
        )

    def run(self, actions: Sequence[tags.LaunchAction], scope: Scope) -> None:
        """Take the actions in order, until one ends the launch."""
        for action in actions:
            if self._shutdown is None and _holds(action, scope):
                self._take(action, scope)

    def _take(self, action: tags.LaunchAction, scope: Scope) -> None:
        match action:
            case tags.Executable() | tags.Node():
                self._start(action, scope)
            case tags.Group():
                self._group(action, scope)
            case tags.Include():
                self._include(action, scope)
            case tags.Log():
                self._messages.append(substitute(action.message, scope))
            case tags.Shutdown():
                reason = action.reason
                self._shutdown = substitute(reason, scope) if reason else "the launch file says so"
            case _:
                _set(action, scope)

    def _start(self, action: tags.Executable | tags.Node, scope: Scope) -> None:
        number = len(self._processes) + 1
        if number > MAX_PROCESSES:
            expected = f"at most {MAX_PROCESSES}"
            raise ConfigError("too many processes", where=action.where, expected=expected)
        if isinstance(action, tags.Node):
            self._processes.append(node_process(action, scope, number))
        else:
            self._processes.append(executable_process(action, scope, number))

    def _group(self, action: tags.Group, scope: Scope) -> None:
        keep = {substitute(k, scope): substitute(v, scope) for k, v in action.keep}
        inner = scope
        if action.scoped:
            inner = scope.copy() if action.forwarding else Scope(scope.folder)
        inner.variables.update(keep)
        self.run(action.actions, inner)

    def _include(self, action: tags.Include, scope: Scope) -> None:
        """The variables that an included file sets hold after it too, as in ROS 2."""
        path, folder = _included(action, scope), scope.folder
        if self._includes >= MAX_INCLUDES:
            what = f"launch files include each other more than {MAX_INCLUDES} deep"
            raise ConfigError(what, where=action.where)
        values = {substitute(k, scope): substitute(v, scope) for k, v in action.arguments}
        scope.variables.update(values)
        scope.folder = path.parent
        self._includes += 1
        self.run(read_launch_file(path), scope)
        self._includes -= 1
        scope.folder = folder


def _holds(action: tags.LaunchAction, scope: Scope) -> bool:
    if action.condition is None:
        return True
    return (
        truth(substitute(action.condition, scope), where=action.condition.where) != action.negated
    )


def _set(action: tags.LaunchAction, scope: Scope) -> None:
    """Actions that change what those after them see."""
    match action:
        case tags.Argument():
            _argument(action, scope)
        case tags.Let():
            scope.variables[substitute(action.name, scope)] = substitute(action.value, scope)
        case tags.SetEnvironment():
            name = substitute(action.name, scope)
            scope.environment.pop(name, None)
            if action.value is not None:
                scope.environment[name] = substitute(action.value, scope)
        case tags.PushNamespace():
            scope.namespace = absolute_namespace(scope.namespace, action.namespace, scope)
        case tags.SetParameter():
            value = typed_value(substitute(action.value, scope), None, where=action.value.where)
            scope.parameters += ((substitute(action.name, scope), value),)


def _argument(action: tags.Argument, scope: Scope) -> None:
    if action.name not in scope.variables:
        if action.default is None:
            what = f"launch argument {action.name!r} has no default and was not given"
            raise ConfigError(what, where=action.where, expected=f"{action.name}:=VALUE")
        scope.variables[action.name] = substitute(action.default, scope)
    value = scope.variables[action.name]
    if action.choices and value not in action.choices:
        what = f"launch argument {action.name!r} is none of its choices"
        raise ConfigError(what, where=action.where, got=value, known=action.choices)
