"""From the tags `node` and `executable` to processes: the words that `ros2 launch` would use."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import yaml

from physai_sim.core.errors import ConfigError
from physai_sim.launching.actions import Executable, Node, Options, Parameter, ParameterFile
from physai_sim.launching.packages import find_program
from physai_sim.launching.parameters import parameter_file, parameter_value
from physai_sim.launching.plan import ParameterText, Process
from physai_sim.launching.scope import Scope
from physai_sim.launching.substitutions import substitute, truth
from physai_sim.launching.templates import Template, parse_template

OUTPUTS = ("screen", "log", "both", "own_log", "full")
MAX_BYTES = 1_000_000
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAMESPACE = re.compile(r"/|(/[A-Za-z_][A-Za-z0-9_]*)+")
Words = list["str | ParameterText"]


def executable_process(action: Executable, scope: Scope, number: int) -> Process:
    """The process of an `executable`."""
    words: Words = [substitute(word, scope) for word in action.command]
    if not words:
        raise ConfigError("empty command", where=action.where)
    label = substitute(action.name, scope) if action.name else os.path.basename(str(words[0]))
    return _process(words, f"{label}-{number}", action.options, scope)


def node_process(action: Node, scope: Scope, number: int) -> Process:
    """The process of a `node`, with the arguments that tell it what it is called and given."""
    program = substitute(action.program, scope)
    words: Words = [program]
    if action.package:
        package = substitute(action.package, scope)
        words = [*find_program(package, program, where=action.program.where)]
    words += [substitute(word, scope) for word in action.arguments]
    if action.ros_arguments:
        words += ["--ros-args", *(substitute(word, scope) for word in action.ros_arguments)]
    words += ["--ros-args", *_ros_words(action, scope)]
    label = substitute(action.label, scope) if action.label else os.path.basename(program)
    return _process(words, f"{label}-{number}", action.options, scope)


def absolute_namespace(base: str, namespace: Template | None, scope: Scope) -> str:
    """A namespace below the one that was pushed, unless it is absolute; "" if there is none.

    Raises:
        ConfigError: If ROS would not take it.
    """
    if namespace is None:
        return base
    text = substitute(namespace, scope)
    joined = text if text.startswith("/") else f"{base.rstrip('/')}/{text}"
    joined = joined.rstrip("/") or "/"
    if not _NAMESPACE.fullmatch(joined):
        expected = "words of letters, digits and _, with / between"
        raise ConfigError("bad namespace", where=namespace.where, got=text, expected=expected)
    return joined


def _ros_words(action: Node, scope: Scope) -> Words:
    words: Words = []
    name = substitute(action.name, scope) if action.name else None
    if action.name and not _NAME.fullmatch(name or ""):
        expected = "letters, digits and _"
        raise ConfigError("bad node name", where=action.name.where, got=name, expected=expected)
    namespace = absolute_namespace(scope.namespace, action.namespace, scope)
    if name:
        words += ["-r", f"__node:={name}"]
    if namespace:
        words += ["-r", f"__ns:={namespace}"]
    for key, value in scope.parameters:
        flow = yaml.safe_dump(value, default_flow_style=True, width=MAX_BYTES)
        words += ["-p", f"{key}:={flow.removesuffix(chr(10)).removesuffix(chr(10) + '...')}"]
    node = f"{namespace.rstrip('/')}/{name}" if name and namespace else "/**"
    for given in action.parameters:
        words += ["--params-file", _parameters(given, node, scope)]
    for before, after in action.remaps:
        words += ["-r", f"{substitute(before, scope)}:={substitute(after, scope)}"]
    return words


def _parameters(given: Parameter | ParameterFile, node: str, scope: Scope) -> str | ParameterText:
    if isinstance(given, Parameter):
        values = {substitute(given.name, scope): parameter_value(given, scope)}
        return ParameterText(parameter_file(node, values))
    path, where = Path(substitute(given.path, scope)), given.path.where
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        expected = f"a file of at most {MAX_BYTES} bytes"
        raise ConfigError("no parameter file", where=where, got=str(path), expected=expected)
    if not given.substitutes:
        return os.path.abspath(path)
    text = path.read_text(encoding="utf-8")
    return ParameterText(substitute(parse_template(text, where=path.name), scope))


def _process(words: Words, name: str, options: Options, scope: Scope) -> Process:
    prefix = scope.variables.get("launch-prefix", "")
    if options.prefix:
        prefix = substitute(options.prefix, scope)
    respawn = options.respawn
    return Process(
        name=name,
        command=(*shlex.split(prefix), *words),
        environment={**scope.environment, **_environment(options, scope)},
        folder=substitute(options.folder, scope) if options.folder else None,
        shell=options.shell,
        tty=options.tty,
        output=_output(options.output, scope),
        respawn=truth(substitute(respawn, scope), where=respawn.where) if respawn else False,
        respawn_delay_s=options.respawn_delay_s,
        respawn_retries=options.respawn_retries,
        sigterm_s=_timeout(options.sigterm_s, "sigterm_timeout", scope),
        sigkill_s=_timeout(options.sigkill_s, "sigkill_timeout", scope),
        ends_launch=options.ends_launch,
    )


def _environment(options: Options, scope: Scope) -> dict[str, str]:
    return {
        substitute(name, scope): substitute(value, scope) for name, value in options.environment
    }


def _output(output: Template | None, scope: Scope) -> str:
    text = substitute(output, scope) if output else "log"
    if text not in OUTPUTS:
        where = output.where if output else ""
        raise ConfigError("unknown output", where=where, got=text, known=OUTPUTS)
    return scope.environment.get("OVERRIDE_LAUNCH_PROCESS_OUTPUT", text)


def _timeout(own: float | None, variable: str, scope: Scope) -> float:
    """A time-out of the process, or the one that was set for the launch."""
    if own is not None:
        return own
    text = scope.variables.get(variable, "5")
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.0 <= seconds < float("inf"):
        raise ConfigError("not a time-out", where=variable, got=text, expected="seconds, >= 0")
    return seconds
