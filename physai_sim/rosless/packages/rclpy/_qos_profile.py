"""The profile: all policies of an endpoint. Source: docs.ros.org, rclpy API, "qos"."""

from __future__ import annotations

import warnings
from typing import Any, Generic, TypeVar

from rclpy._qos_policies import (
    DurabilityPolicy,
    HistoryPolicy,
    LivelinessPolicy,
    ReliabilityPolicy,
)
from rclpy.duration import Duration

T = TypeVar("T")

_DEFAULTS: dict[str, Any] = {
    "history": HistoryPolicy.KEEP_LAST,
    "depth": 10,
    "reliability": ReliabilityPolicy.RELIABLE,
    "durability": DurabilityPolicy.VOLATILE,
    "lifespan": Duration(),
    "deadline": Duration(),
    "liveliness": LivelinessPolicy.SYSTEM_DEFAULT,
    "liveliness_lease_duration": Duration(),
    "avoid_ros_namespace_conventions": False,
}
POLICIES = tuple(_DEFAULTS)
"""Names of all policies, in the order in which profiles are written."""


class InvalidQoSProfileException(Exception):  # noqa: N818 - rclpy's name
    """A profile lacks what it needs."""

    def __init__(self, message: str) -> None:
        super().__init__(f"Invalid QoSProfile: {message}")


class _Policy(Generic[T]):
    """A policy of a profile, checked when it is set; one of an enumeration may be a number."""

    def __init__(self, kind: type[T]) -> None:
        self._kind = kind

    def __set_name__(self, owner: type[QoSProfile], name: str) -> None:
        self._name = name

    def __get__(self, profile: Any, owner: type[QoSProfile] | None = None) -> T:
        return self if profile is None else profile._policies[self._name]  # type: ignore[return-value]

    def __set__(self, profile: QoSProfile, value: T) -> None:
        profile._policies[self._name] = self._checked(value)

    def _checked(self, value: T) -> T:
        by_number = issubclass(self._kind, int) and self._kind not in (int, bool)
        if not isinstance(value, int if by_number else self._kind):
            raise AssertionError(
                f"QoSProfile.{self._name} must be {self._kind.__name__}, got {value!r}"
            )
        return self._kind(value) if by_number else value  # type: ignore[call-arg]


class _Depth(_Policy[int]):
    """The depth, which only makes sense above zero where the last messages are kept."""

    def __set__(self, profile: QoSProfile, value: int) -> None:
        if profile.history == HistoryPolicy.KEEP_LAST and value == 0:
            warnings.warn(
                "A zero depth with KEEP_LAST doesn't make sense; no data could be stored. "
                "This will be interpreted as SYSTEM_DEFAULT",
                stacklevel=3,
            )
        super().__set__(profile, value)


class QoSProfile:
    """How messages are offered or wanted. A duration of zero sets no limit.

    Args:
        history: Which messages are kept; KEEP_LAST where only a depth is given.
        depth: How many, with KEEP_LAST.
        **others: The other policies by name: `reliability` (whether lost messages are sent again),
            `durability` (whether latecomers get what was published before), `lifespan` (after
            which a message is dropped), `deadline` (within which the next must come), `liveliness`
            (how a publisher shows that it lives), `liveliness_lease_duration` (within which),
            `avoid_ros_namespace_conventions` (whether the topic has its plain name in DDS).

    Raises:
        InvalidQoSProfileException: If neither history nor depth is given, or KEEP_LAST without.
        AssertionError: If a value is of another type.
        TypeError: If there is no such policy.
    """

    __slots__ = ("_policies",)

    history = _Policy(HistoryPolicy)
    depth = _Depth(int)
    reliability = _Policy(ReliabilityPolicy)
    durability = _Policy(DurabilityPolicy)
    lifespan = _Policy(Duration)
    deadline = _Policy(Duration)
    liveliness = _Policy(LivelinessPolicy)
    liveliness_lease_duration = _Policy(Duration)
    avoid_ros_namespace_conventions = _Policy(bool)

    def __init__(
        self,
        history: HistoryPolicy | None = None,
        depth: int | None = None,
        reliability: ReliabilityPolicy | None = None,
        durability: DurabilityPolicy | None = None,
        **others: Any,
    ) -> None:
        if history is None and depth is None:
            raise InvalidQoSProfileException("History and/or depth settings are required.")
        if unknown := sorted(others.keys() - _DEFAULTS.keys()):
            raise TypeError(f"QoSProfile has no policy {', '.join(unknown)}; known: {POLICIES}")
        if history is None:
            history = HistoryPolicy.KEEP_LAST
        if history == HistoryPolicy.KEEP_LAST and depth is None:
            raise InvalidQoSProfileException("History set to KEEP_LAST without a depth setting.")
        self._policies: dict[str, Any] = {}
        given = {"history": history, "depth": depth, "reliability": reliability, **others}
        given["durability"] = durability
        for name, default in _DEFAULTS.items():
            value = given.get(name)
            setattr(self, name, default if value is None else value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, QoSProfile) and self._policies == other._policies

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!s}" for name in POLICIES)
        return f"{type(self).__name__}({values})"

    __repr__ = __str__
