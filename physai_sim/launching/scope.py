"""What a launch file has set so far: variables, environment, namespace, parameters."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

ParameterValue = bool | int | float | str | list[bool] | list[int] | list[float] | list[str]


@dataclass(slots=True)
class Scope:
    """State of the evaluation of a launch file; a scoped group works on a copy.

    Args:
        folder: Folder of the launch file, for `$(dirname)`.
        variables: What `$(var ...)` gives; at first the launch arguments of the caller.
        environment: Environment of the processes that are started from here on.
        namespace: Absolute ROS namespace that was pushed, or "".
        parameters: Parameters of every node from here on, in the order they were set.
        anonymous: Names that `$(anon ...)` has made; shared by all copies.
    """

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    namespace: str = ""
    parameters: tuple[tuple[str, ParameterValue], ...] = ()
    anonymous: dict[str, str] = field(default_factory=dict)

    def copy(self, variables: Mapping[str, str] | None = None) -> Scope:
        """A copy whose changes stay its own.

        Args:
            variables: The copy's variables; those of this scope if None.
        """
        return replace(
            self,
            variables=dict(self.variables if variables is None else variables),
            environment=dict(self.environment),
        )
