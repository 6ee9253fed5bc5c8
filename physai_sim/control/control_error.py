"""Result codes of the services that control a simulation, and the error that carries one.

Source: simulation_interfaces 1.x and 2.x, whose numbers are the same.
"""

from __future__ import annotations

from enum import IntEnum

from physai_sim.core.errors import PhysAIError


class ResultCode(IntEnum):
    """simulation_interfaces/msg/Result."""

    FEATURE_UNSUPPORTED = 0
    OK = 1
    NOT_FOUND = 2
    INCORRECT_STATE = 3
    OPERATION_FAILED = 4


class StateCode(IntEnum):
    """Of SetSimulationState."""

    ALREADY_IN_TARGET_STATE = 101
    STATE_TRANSITION_ERROR = 102
    INCORRECT_TRANSITION = 103


class EntityStateCode(IntEnum):
    """Of SetEntityState."""

    INVALID_POSE = 101


class SpawnCode(IntEnum):
    """Of SpawnEntity, and of each result of SpawnEntities."""

    NAME_NOT_UNIQUE = 101
    NAME_INVALID = 102
    UNSUPPORTED_FORMAT = 103
    NO_RESOURCE = 104
    NAMESPACE_INVALID = 105
    RESOURCE_PARSE_ERROR = 106
    MISSING_ASSETS = 107
    UNSUPPORTED_ASSETS = 108
    INVALID_POSE = 109


class WorldCode(IntEnum):
    """Of LoadWorld."""

    UNSUPPORTED_FORMAT = 101
    NO_RESOURCE = 102
    RESOURCE_PARSE_ERROR = 103
    MISSING_ASSETS = 104
    UNSUPPORTED_ASSETS = 105
    UNSUPPORTED_ELEMENTS = 106


# Of UnloadWorld and GetCurrentWorld, of SpawnEntities, and of GetAvailableWorlds.
NO_WORLD_LOADED = 101
ENTITIES_SPAWN_FAILED = 150
DEFAULT_SOURCES_FAILED = 101


class ControlError(PhysAIError):
    """A request that is refused; its text is fit to be the `error_message` of the result.

    Args:
        code: The result code of the service that was called.
        what: What went wrong, as a short clause.
        details: As of every error: where, got, expected, known.
    """

    def __init__(self, code: int, what: str, **details: object) -> None:
        self.code = int(code)
        super().__init__(what, **details)  # type: ignore[arg-type]
