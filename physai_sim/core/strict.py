"""The one base of all configuration: frozen, no unknown keys, no silent conversion of types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from physai_sim.core.errors import ConfigError
from physai_sim.core.yaml_source import KeyPath, YamlSource

ModelT = TypeVar("ModelT", bound="StrictModel")


class StrictModel(BaseModel):
    """A frozen configuration object; numbers must be finite, and `"1"` is not `1`."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, validate_default=True
    )


def parse(model: type[ModelT], data: object, *, where: str) -> ModelT:
    """Turn plain data into a frozen configuration object, or say in one line why it is not one.

    Args:
        model: The configuration class.
        data: What `yaml.safe_load` gave: mappings, lists, strings, numbers.
        where: What to name in the error, for example `reach.yaml: task`.

    Raises:
        ConfigError: If a key is unknown or missing, or a value has the wrong type or range.
            `ConfigError.path` holds the keys that lead to the offender.
    """
    try:
        return model.model_validate(_tuples(data))
    except ValidationError as error:
        details = error.errors()
        # A misspelt key is also a missing one; the spelling is the cause, so it is what is told.
        unknown = (detail for detail in details if detail["type"] == "extra_forbidden")
        raise _config_error(model, next(unknown, details[0]), where) from None


def parse_at(model: type[ModelT], source: YamlSource, path: KeyPath = ()) -> ModelT:
    """As `parse`, of what stands at a path of a YAML file; errors say the line.

    Raises:
        ConfigError: As `parse`.
    """
    data: Any = source.data
    for part in path:
        data = data[part]
    try:
        return parse(model, data, where=source.where(path))
    except FieldError as error:
        where = source.where((*path, *error.path))
        raise ConfigError(
            error.what, where=where, got=error.got, expected=error.expected, known=error.known
        ) from None


class FieldError(ConfigError):
    """A ConfigError that knows the path of keys to the offending value."""

    def __init__(self, what: str, *, path: tuple[str | int, ...], **facts: Any) -> None:
        self.path = path
        super().__init__(what, **facts)


def plain(value: object) -> Any:
    """A value as JSON has it: tuples and arrays as lists all the way down."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def _tuples(data: object) -> object:
    """Lists as tuples all the way down, since strict tuple fields refuse lists."""
    if isinstance(data, Mapping):
        return {key: _tuples(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return tuple(_tuples(value) for value in data)
    return data


def _config_error(model: type[StrictModel], detail: ErrorDetails, where: str) -> FieldError:
    path = tuple(part for part in detail["loc"] if part != "[key]")
    place = f"{where}: {'.'.join(str(part) for part in path)}" if path else where
    kind, got = detail["type"], detail["input"]
    if kind == "extra_forbidden":
        known = _fields_at(model, path[:-1])
        return FieldError("unknown key", path=path, where=place, got=path[-1], known=known)
    if kind == "missing":
        return FieldError("missing key", path=path, where=place, expected="a value for it")
    if kind == "value_error":  # raised by a validator of ours: its text says everything
        text = detail["msg"].removeprefix("Value error, ")
        return FieldError(text, path=path, where=place)
    what = "wrong value" if got is not None else "no value"
    return FieldError(what, path=path, where=place, got=got, expected=_wanted(detail))


def _wanted(detail: ErrorDetails) -> str:
    """What pydantic would have accepted, in the words of YAML."""
    if detail["type"] in ("dict_type", "mapping_type", "model_type"):
        return "a mapping of keys"
    return re.sub(r"^\w+ should (be )?", lambda m: "" if m[1] else "to ", detail["msg"])


def _fields_at(model: type[StrictModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys allowed at `path`, following mappings and nested models."""
    current: Any = model
    for part in path:
        if isinstance(current, type) and issubclass(current, BaseModel):
            field = current.model_fields.get(str(part))
            current = field.annotation if field else None
        else:
            current = _argument(current)
        current = _unwrapped(current)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return tuple(current.model_fields)
    return ()


def _argument(annotation: Any) -> Any:
    """The value type of a mapping or sequence annotation."""
    arguments = [a for a in getattr(annotation, "__args__", ()) if a is not Ellipsis]
    return arguments[-1] if arguments else None


def _unwrapped(annotation: Any) -> Any:
    """`X` out of `X | None` and of `Annotated[X, ...]`; anything else as it is."""
    arguments = getattr(annotation, "__args__", ())
    if type(None) in arguments:
        return _unwrapped(next(a for a in arguments if a is not type(None)))
    return annotation.__origin__ if hasattr(annotation, "__metadata__") else annotation
