"""A `config.json` as it stands, and errors that name its settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from physai_sim.core.errors import CheckpointError

FILE = "config.json"
# No size of a model that there is comes near it, and what is made of sizes fits into memory.
MOST = 1 << 24


def read_settings(folder: Path) -> Mapping[str, Any]:
    """Read `config.json` as it is.

    Raises:
        CheckpointError: If it cannot be read, or is no JSON object.
    """
    path = folder / FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CheckpointError(
            f"cannot be read: {error.strerror}", where=str(path), expected="a model's folder"
        ) from None
    except (ValueError, RecursionError) as error:
        raise CheckpointError("not JSON", where=str(path), got=str(error)) from None
    if not isinstance(values, dict):
        raise CheckpointError("not a JSON object", where=str(path), got=type(values).__name__)
    return values


class Settings:
    """The settings of one file; what is missing is told with the file's name."""

    def __init__(self, where: str, values: Mapping[str, Any]) -> None:
        self.where, self.values = where, values

    def whole(self, *names: str, most: int = MOST) -> int:
        """A whole number of at least one under the first of these names that is there."""
        value = self.first(*names)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise self.wrong(names[0], value, f"a whole number from 1 to {most}")
        return value

    def number(self, name: str, default: float) -> float:
        """A number above zero."""
        value = self.values.get(name, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < 1e30:
            raise self.wrong(name, value, "a number above 0")
        return float(value)

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self.wrong(name, value, "true or false")
        return value

    def group(self, *names: str) -> Mapping[str, Any]:
        """An object under the first of these names that is there; nothing where none is."""
        name = next((n for n in names if self.values.get(n) is not None), names[0])
        value = self.values.get(name)
        if not isinstance(value, dict | None):
            raise self.wrong(name, value, "an object")
        return value or {}

    def first(self, *names: str) -> Any:
        """The value under the first of these names that is there."""
        for name in names:
            if self.values.get(name) is not None:
                return self.values[name]
        raise CheckpointError(
            "a setting is missing", where=self.where, expected=" or ".join(names)
        )

    def hold(self, fixed: Mapping[str, tuple[Any, ...]]) -> None:
        """Refuse what this model does not do."""
        for name, allowed in fixed.items():
            value = self.values.get(name, allowed[0])
            if value not in allowed:
                raise self.wrong(name, value, f"{allowed[0]!r}, which is all this model does")

    def wrong(self, name: str, got: object, expected: str) -> CheckpointError:
        """An error about one setting."""
        return CheckpointError(
            "not what this model can read",
            where=f"{self.where}: {name}",
            got="null" if got is None else str(got)[:80],
            expected=expected,
        )
