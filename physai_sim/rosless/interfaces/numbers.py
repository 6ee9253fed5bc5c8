"""Checks of numeric arrays and sequences: what is given becomes flat memory of the right type.

Big data (pixels, points) must not be touched element by element, so everything that has its
numbers side by side already is copied as a block, or not at all.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.rosless.interfaces.definition import INTEGER_BITS, TYPE_CODES, Field

FLOAT32_MAX = 3.402823466e38
FLOAT64_MAX = 1.7976931348623157e308


def limits(base: str) -> tuple[float, float]:
    """Give the lowest and the highest number of a numeric type."""
    if base == "float32":
        return -FLOAT32_MAX, FLOAT32_MAX
    if base == "float64":
        return -FLOAT64_MAX, FLOAT64_MAX
    bits = INTEGER_BITS[base]
    return (0, 2**bits - 1) if bits > 0 else (-(2 ** (-bits - 1)), 2 ** (-bits - 1) - 1)


def sequence_check(field: Field) -> Callable[[Any], Any]:
    """Make the check of a numeric sequence; it gives an `array.array`.

    An `array.array` of the right type code is kept as it is, as rosidl does.
    """
    code, bound = TYPE_CODES[field.type.base], field.type.size
    expected = _expected(field)

    def check(value: Any) -> Any:
        if isinstance(value, array):
            assert value.typecode == code, (
                f"The '{field.name}' array.array() must have the type code of '{code}', "
                f"got '{value.typecode}'"
            )
            made: array[Any] = value
        else:
            made = _flat(field, value, expected)
        assert not bound or len(made) <= bound, f"{expected}, got length {len(made)}"
        return made

    return check


def array_check(field: Field) -> Callable[[Any], Any]:
    """Make the check of a fixed numeric array; it gives a `numpy.ndarray`.

    An array of the right dtype and size is kept as it is, as rosidl does.
    """
    dtype, size, expected = np.dtype(field.type.base), field.type.size, _expected(field)

    def check(value: Any) -> Any:
        if isinstance(value, np.ndarray) and value.dtype == dtype and value.shape == (size,):
            return value
        made = _flat(field, value, expected)
        assert len(made) == size, f"{expected}, got length {len(made)}"
        return np.frombuffer(made, dtype=dtype)

    return check


def _flat(field: Field, value: Any, expected: str) -> array[Any]:
    made: array[Any] = array(TYPE_CODES[field.type.base])
    if isinstance(value, np.ndarray):
        made.frombytes(_numbers(field, value, expected).view(np.uint8).data)
    elif isinstance(value, bytes | bytearray | memoryview):
        octets = field.type.base in ("uint8", "int8") and memoryview(value).contiguous
        assert octets, f"{expected}, got {type(value).__name__}"
        made.frombytes(value)
    else:
        _extend(made, value, expected)
    return made


def _extend(made: array[Any], value: Any, expected: str) -> None:
    plain = isinstance(value, Iterable) and not isinstance(value, str | Mapping)
    assert plain, f"{expected}, got {type(value).__name__}"
    items = list(value) if isinstance(value, Set) or not hasattr(value, "__len__") else value
    try:
        made.extend(items)
    except (TypeError, OverflowError) as error:
        raise AssertionError(f"{expected}: {error}") from error
    if made.typecode == "f" and any(map(math.isinf, made)):
        fits = not any(FLOAT32_MAX < abs(item) < math.inf for item in items)
        assert fits, f"{expected}, got {max(items, key=abs)}"


def _numbers(field: Field, value: NDArray[Any], expected: str) -> NDArray[Any]:
    """Convert an array of numpy's, refusing to change integers."""
    dtype = np.dtype(field.type.base)
    assert value.ndim == 1, f"{expected}, got an array of shape {value.shape}"
    if value.dtype != dtype:
        allowed = "iuf" if dtype.kind == "f" else "iu"
        assert value.dtype.kind in allowed, f"{expected}, got dtype {value.dtype}"
        low, high = limits(field.type.base)
        finite = value[np.isfinite(value)] if value.dtype.kind == "f" else value
        fits = not finite.size or low <= finite.min().item() <= finite.max().item() <= high
        assert fits, f"{expected}, got numbers out of range"
    return np.ascontiguousarray(value, dtype=dtype)


def _expected(field: Field) -> str:
    kind, low_high = field.type, limits(field.type.base)
    length = f" with length {'<= ' if kind.kind == 'sequence' else ''}{kind.size}"
    name = "float" if kind.base.startswith("float") else "int"
    what = {"float32": "float", "float64": "double"}.get(
        kind.base, "unsigned integer" if low_high[0] == 0 else "integer"
    )
    return (
        f"The '{field.name}' field must be a set or sequence{length if kind.size else ''} and "
        f"each value of type '{name}' and each {what} in [{low_high[0]}, {low_high[1]}]"
    )
