"""Quality of service that parameters may change: `qos_overrides.TOPIC.publisher.depth` and so on.

Source: design.ros2.org, "QoS settings - Configurability".
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from rclpy._qos_policies import QoSPolicyEnum
from rclpy.duration import Duration
from rclpy.exceptions import ParameterAlreadyDeclaredException
from rclpy.qos import (
    DurabilityPolicy,
    HistoryPolicy,
    LivelinessPolicy,
    QoSPolicyKind,
    QoSProfile,
    ReliabilityPolicy,
)

_ENUMS: dict[QoSPolicyKind, type[QoSPolicyEnum]] = {
    QoSPolicyKind.LIVELINESS: LivelinessPolicy,
    QoSPolicyKind.RELIABILITY: ReliabilityPolicy,
    QoSPolicyKind.HISTORY: HistoryPolicy,
    QoSPolicyKind.DURABILITY: DurabilityPolicy,
}
_DURATIONS = (
    QoSPolicyKind.LIFESPAN,
    QoSPolicyKind.DEADLINE,
    QoSPolicyKind.LIVELINESS_LEASE_DURATION,
)


class InvalidQosOverridesError(Exception):
    """The program refuses what parameters make of its quality of service."""


def __getattr__(name: str) -> Any:
    """`QosCallbackResult`, which is a message class, when it is first asked for."""
    if name in ("QosCallbackResult", "QoSCallbackResult"):
        from rcl_interfaces.msg import SetParametersResult

        return SetParametersResult
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class QoSOverridingOptions:
    """Which policies parameters may change.

    Args:
        policy_kinds: The policies.
        callback: Given the changed profile, says by a `SetParametersResult` whether it will do.
        entity_id: Tells several publishers or subscriptions of one topic apart.
    """

    def __init__(
        self,
        policy_kinds: Iterable[QoSPolicyKind],
        *,
        callback: Callable[[QoSProfile], Any] | None = None,
        entity_id: str | None = None,
    ) -> None:
        self._policy_kinds = tuple(policy_kinds)
        self._callback, self._entity_id = callback, entity_id

    @property
    def policy_kinds(self) -> tuple[QoSPolicyKind, ...]:
        """The policies."""
        return self._policy_kinds

    @property
    def callback(self) -> Callable[[QoSProfile], Any] | None:
        """Says whether a changed profile will do."""
        return self._callback

    @property
    def entity_id(self) -> str | None:
        """Tells several publishers or subscriptions of one topic apart."""
        return self._entity_id

    @classmethod
    def with_default_policies(
        cls,
        *,
        callback: Callable[[QoSProfile], Any] | None = None,
        entity_id: str | None = None,
    ) -> QoSOverridingOptions:
        """Options for history, depth and reliability."""
        kinds = (QoSPolicyKind.HISTORY, QoSPolicyKind.DEPTH, QoSPolicyKind.RELIABILITY)
        return cls(kinds, callback=callback, entity_id=entity_id)


def apply_overrides(
    node: Any, kind: type[Any], topic: str, profile: QoSProfile, options: QoSOverridingOptions
) -> QoSProfile:
    """Declare the parameters of a publisher or subscription, and give what they make of a profile.

    Args:
        node: Whose parameters they are.
        kind: Class of the entity, `Publisher` or `Subscription` or one made from these.
        topic: Full name of its topic.
        profile: What the program wants; stays as it is.
        options: Which policies parameters may change.

    Raises:
        TypeError: If the class is another.
        ValueError: If a policy of the profile is UNKNOWN, or a parameter names no choice.
        InvalidQosOverridesError: If the program refuses the result.
    """
    role, changed = _role(kind), copy.copy(profile)
    changed._policies = dict(profile._policies)
    suffix = f"_{options.entity_id}" if options.entity_id is not None else ""
    about = f"for {role} `{topic}` with id `{options.entity_id}`"
    for policy in options.policy_kinds:
        if policy is QoSPolicyKind.LIFESPAN and role == "subscription":
            continue
        key = policy.name.lower()
        name = f"qos_overrides.{topic}.{role}{suffix}.{key}"
        value = _declared(node, name, _to_parameter(changed, policy), f"{key} {about}")
        setattr(changed, key, _from_parameter(policy, value, name))
    if options.callback is not None:
        result = options.callback(changed)
        if not result.successful:
            what = f"Provided QoS overrides {about}, are not valid: {result.reason}"
            raise InvalidQosOverridesError(what)
    return changed


def _role(kind: type[Any]) -> str:
    from rclpy.publisher import Publisher
    from rclpy.subscription import Subscription

    if issubclass(kind, Publisher):
        return "publisher"
    if issubclass(kind, Subscription):
        return "subscription"
    raise TypeError("Argument `entity_type` should be a subclass of Publisher or Subscription")


def _declared(node: Any, name: str, value: Any, description: str) -> Any:
    """The value of a read-only parameter, which may have been declared before."""
    from rcl_interfaces.msg import ParameterDescriptor

    descriptor = ParameterDescriptor(description=description, read_only=True)
    try:
        return node.declare_parameter(name, value, descriptor).value
    except ParameterAlreadyDeclaredException:
        return node.get_parameter(name).value


def _to_parameter(profile: QoSProfile, policy: QoSPolicyKind) -> str | int | bool:
    value = getattr(profile, policy.name.lower())
    if isinstance(value, Duration):
        return value.nanoseconds
    if not isinstance(value, QoSPolicyEnum):
        return value  # type: ignore[no-any-return]
    if value.name == "UNKNOWN":
        raise ValueError(f"User provided QoS profile is invalid: {policy.name.lower()} is UNKNOWN")
    return value.short_key


def _from_parameter(policy: QoSPolicyKind, value: Any, name: str) -> Any:
    if policy in _DURATIONS:
        return Duration(nanoseconds=value)
    if policy not in _ENUMS:
        return value
    choices = _ENUMS[policy]
    if value not in choices.short_keys():
        known = ", ".join(choices.short_keys())
        raise ValueError(f"Unexpected QoS override {name}: `{value}`; known: {known}")
    return choices[value.upper()]
