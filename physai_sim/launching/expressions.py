"""The Python expressions of `$(eval ...)`, without anything that could run code.

`ros2 launch` hands the text to Python's `eval`. Here literals, lists, comparisons, arithmetic,
boolean operators and `x if y else z` are understood: what launch files ask for, and no calls.
"""

from __future__ import annotations

import ast
import operator
import warnings
from collections.abc import Callable
from typing import Any

from physai_sim.core.errors import ConfigError

MAX_LENGTH = 2000
MAX_RESULT = 10_000
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Not: operator.not_,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda item, items: item in items,
    ast.NotIn: lambda item, items: item not in items,
}


def evaluate(text: str, *, where: str) -> str:
    """The value of an expression as text, such as `True` for `'a' == 'a'`.

    Raises:
        ConfigError: If it is no expression, uses what is not understood, or has no value.
    """
    if len(text) > MAX_LENGTH:
        raise ConfigError("the expression is too long", where=where, expected=f"<= {MAX_LENGTH}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes in texts, which nobody here can change
            return str(_value(ast.parse(text.strip(), mode="eval").body))
    except SyntaxError as error:
        reason = f"not an expression: {error.msg}"
    except (RecursionError, MemoryError):
        reason = "nested too deeply"
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        reason = f"no value: {error}"
    raise ConfigError(f"$(eval): {reason}", where=where, got=text) from None


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.Constant) and not isinstance(node.value, bytes | complex):
        return node.value
    if isinstance(node, ast.List):
        return [_value(item) for item in node.elts]
    if isinstance(node, ast.IfExp):
        return _value(node.body if _value(node.test) else node.orelse)
    return _operation(node)


def _operation(node: ast.expr) -> Any:
    if isinstance(node, ast.BoolOp):
        return _joined(node)
    if isinstance(node, ast.Compare):
        return _compared(node)
    if isinstance(node, ast.UnaryOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_value(node.operand))
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _calculated(node)
    raise ValueError(f"{ast.unparse(node)} is not understood: no calls, names or attributes")


def _joined(node: ast.BoolOp) -> Any:
    """`and` and `or` look no further than they need, as in Python."""
    value: Any = None
    for part in node.values:
        value = _value(part)
        if bool(value) is isinstance(node.op, ast.Or):
            break
    return value


def _compared(node: ast.Compare) -> bool:
    left = _value(node.left)
    for sign, part in zip(node.ops, node.comparators, strict=True):
        right = _value(part)
        if not _OPERATORS[type(sign)](left, right):
            return False
        left = right
    return True


def _calculated(node: ast.BinOp) -> Any:
    left, right = _value(node.left), _value(node.right)
    if isinstance(node.op, ast.Mult):
        sizes = [len(v) for v in (left, right) if isinstance(v, str | list)]
        if (
            sizes
            and sizes[0] * max(v for v in (left, right, 1) if isinstance(v, int)) > MAX_RESULT
        ):
            raise ValueError("the result is too large")
    if isinstance(node.op, ast.Mod) and isinstance(left, str):
        raise ValueError("text is not formatted with %")
    return _OPERATORS[type(node.op)](left, right)
