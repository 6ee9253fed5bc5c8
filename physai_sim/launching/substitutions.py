"""What each substitution of a launch file gives; the table is the list of those known."""

from __future__ import annotations

import math
import os
import socket
from collections.abc import Callable, Sequence
from uuid import uuid4

from physai_sim.core.errors import ConfigError, PhysAIError, UnknownNameError
from physai_sim.launching.expressions import evaluate
from physai_sim.launching.packages import find_prefix, find_program, find_share
from physai_sim.launching.scope import Scope
from physai_sim.launching.templates import Call, Template

TRUE, FALSE = ("true", "1"), ("false", "0")
# Substitutions of other launch systems and versions, and why they are not here.
_REFUSED = {
    "command": "it would run any program while the file is read",
    "optenv": "ROS 2 writes $(env NAME default)",
    "find": "ROS 2 writes $(find-pkg-share PACKAGE)",
    "arg": "ROS 2 writes $(var NAME)",
}
Function = Callable[[Scope, Sequence[str], str], str]


# A default or a branch that is not taken is not looked at.
_LAZY = {"var": (1, 2), "env": (1, 2), "if": (2, 3)}


def substitute(template: Template, scope: Scope) -> str:
    """The text of a template.

    Raises:
        PhysAIError: If a substitution is unknown, is not given what it needs, or finds nothing.
    """
    parts = template.parts
    return "".join(p if isinstance(p, str) else _called(p, scope, template.where) for p in parts)


def truth(text: str, *, where: str) -> bool:
    """A condition's value: true, 1, false or 0, in any case.

    Raises:
        ConfigError: If the text is none of them.
    """
    word = text.strip().lower()
    if word not in TRUE + FALSE:
        raise ConfigError("not a condition", where=where, got=text, expected="true, false, 1 or 0")
    return word in TRUE


def _called(call: Call, scope: Scope, where: str) -> str:
    if call.name in _LAZY:
        least, most = _LAZY[call.name]
        _check_count(call, least, most, where)
        return _lazily(call, scope, where)
    if call.name not in _TABLE:
        reason = _REFUSED.get(call.name)
        what = f"substitution is not run ({reason})" if reason else "unknown substitution"
        raise UnknownNameError(what, where=where, got=call.name, known={*_TABLE, *_LAZY})
    least, most, function = _TABLE[call.name]
    _check_count(call, least, most, where)
    return function(scope, [substitute(argument, scope) for argument in call.arguments], where)


def _check_count(call: Call, least: int, most: int, where: str) -> None:
    if not least <= len(call.arguments) <= most:
        raise ConfigError(
            f"$({call.name}): wrong number of arguments",
            where=where,
            got=len(call.arguments),
            expected=f"{least}" if least == most else f"{least} to {most}",
        )


def _lazily(call: Call, scope: Scope, where: str) -> str:
    first, *rest = call.arguments
    text = substitute(first, scope)
    if call.name == "if":
        rest = rest[:1] if truth(text, where=where) else rest[1:]
    else:
        values = scope.variables if call.name == "var" else scope.environment
        if text in values:
            return values[text]
        if not rest:
            kind = "variable" if call.name == "var" else "environment variable"
            known = values if call.name == "var" else ()
            what = f"{kind} is not set"
            raise UnknownNameError(what, where=where, got=text, known=known)
    return substitute(rest[0], scope) if rest else ""


def _anonymous(scope: Scope, words: Sequence[str], where: str) -> str:
    """A name no other process has, the same each time within a launch."""
    [name] = words
    made = f"{name}_{socket.gethostname()}_{os.getpid()}_{uuid4().hex[:12]}"
    return scope.anonymous.setdefault(name, "".join(c if c.isalnum() else "_" for c in made))


def _equal(scope: Scope, words: Sequence[str], where: str) -> str:
    """Booleans and numbers compare by value, all else as text."""
    left, right = (word.lower() for word in words)
    if {left, right} <= {*TRUE, *FALSE}:
        return _text((left in TRUE) == (right in TRUE))
    try:
        return _text(math.isclose(float(left), float(right)))
    except ValueError:
        return _text(words[0] == words[1])


def _both(scope: Scope, words: Sequence[str], where: str) -> str:
    values = [truth(word, where=where) for word in words]
    return _text(all(values))


def _either(scope: Scope, words: Sequence[str], where: str) -> str:
    values = [truth(word, where=where) for word in words]
    return _text(any(values))


def _program(scope: Scope, words: Sequence[str], where: str) -> str:
    """The path of a program; one that has none, being a module, is refused."""
    program = find_program(words[1], words[0], where=where)
    if len(program) > 1:
        what = "the program has no file where the package is not installed by colcon"
        raise PhysAIError(what, where=where, got=words[0], expected="a node with pkg and exec")
    return program[0]


def _text(value: bool) -> str:  # noqa: FBT001
    return str(value).lower()


_TABLE: dict[str, tuple[int, int, Function]] = {
    "dirname": (0, 0, lambda scope, words, where: str(scope.folder)),
    "eval": (1, 1, lambda scope, words, where: evaluate(words[0], where=where)),
    "not": (1, 1, lambda scope, words, where: _text(not truth(words[0], where=where))),
    "and": (2, 2, _both),
    "or": (2, 2, _either),
    "equals": (2, 2, _equal),
    "not-equals": (2, 2, lambda *given: _text(_equal(*given) == "false")),
    "anon": (1, 1, _anonymous),
    "exec-in-pkg": (2, 2, _program),
    "find-pkg-share": (1, 1, lambda scope, words, where: str(find_share(words[0], where=where))),
    "find-pkg-prefix": (1, 1, lambda scope, words, where: str(find_prefix(words[0], where=where))),
}
