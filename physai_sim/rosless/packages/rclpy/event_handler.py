"""Events of publishers and subscriptions: matches, deadlines, quality that does not fit.

Source: docs.ros.org, rclpy API, "event_handler"; QoS "Deadline, Liveliness, Lifespan" article.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any, ClassVar, NamedTuple

from physai_sim.rosless.dds.status import StatusWatch
from rclpy.callback_groups import CallbackGroup
from rclpy.exceptions import UnsupportedEventTypeError  # noqa: F401 - a public name of this module
from rclpy.logging import get_logger
from rclpy.qos import qos_policy_name_from_kind
from rclpy.waitable import Waitable


class QoSPublisherEventType(IntEnum):
    """What may happen to a publisher."""

    RCL_PUBLISHER_OFFERED_DEADLINE_MISSED = 0
    RCL_PUBLISHER_LIVELINESS_LOST = 1
    RCL_PUBLISHER_OFFERED_INCOMPATIBLE_QOS = 2
    RCL_PUBLISHER_INCOMPATIBLE_TYPE = 3
    RCL_PUBLISHER_MATCHED = 4


class QoSSubscriptionEventType(IntEnum):
    """What may happen to a subscription."""

    RCL_SUBSCRIPTION_REQUESTED_DEADLINE_MISSED = 0
    RCL_SUBSCRIPTION_LIVELINESS_CHANGED = 1
    RCL_SUBSCRIPTION_REQUESTED_INCOMPATIBLE_QOS = 2
    RCL_SUBSCRIPTION_MESSAGE_LOST = 3
    RCL_SUBSCRIPTION_INCOMPATIBLE_TYPE = 4
    RCL_SUBSCRIPTION_MATCHED = 5


class QoSRequestedDeadlineMissedInfo(NamedTuple):
    """Periods in which no message came."""

    total_count: int
    total_count_change: int


class QoSOfferedDeadlineMissedInfo(NamedTuple):
    """Periods in which no message was published."""

    total_count: int
    total_count_change: int


class QoSLivelinessChangedInfo(NamedTuple):
    """Publishers that are alive, and that are not any more."""

    alive_count: int
    not_alive_count: int
    alive_count_change: int
    not_alive_count_change: int


class QoSLivelinessLostInfo(NamedTuple):
    """How often this publisher did not say in time that it lives."""

    total_count: int
    total_count_change: int


class QoSRequestedIncompatibleQoSInfo(NamedTuple):
    """Publishers that offer less than is wanted; the policy of the newest."""

    total_count: int
    total_count_change: int
    last_policy_kind: int


class QoSOfferedIncompatibleQoSInfo(NamedTuple):
    """Subscriptions that want more than is offered; the policy of the newest."""

    total_count: int
    total_count_change: int
    last_policy_kind: int


class QoSMessageLostInfo(NamedTuple):
    """Messages that never came."""

    total_count: int
    total_count_change: int


class MatchedInfo(NamedTuple):
    """Counterparts that were found, and that are there now."""

    total_count: int
    total_count_change: int
    current_count: int
    current_count_change: int


class IncompatibleTypeInfo(NamedTuple):
    """Counterparts with another type."""

    total_count: int
    total_count_change: int


QoSPublisherMatchedInfo = QoSSubscriptionMatchedInfo = MatchedInfo

# DDS policy id -> bit of rclpy's QoSPolicyKind. Source: OMG DDS 1.4, 2.3.3; rmw.
_POLICY_KINDS = {2: 2, 4: 4, 8: 8, 11: 16, 13: 32, 10: 64, 12: 64}
_INVALID_POLICY = 1

# Our word for an event -> the status it comes from, and the record that tells it.
_RECORDS: dict[str, type[Any]] = {
    "offered_deadline_missed": QoSOfferedDeadlineMissedInfo,
    "requested_deadline_missed": QoSRequestedDeadlineMissedInfo,
    "liveliness_lost": QoSLivelinessLostInfo,
    "liveliness_changed": QoSLivelinessChangedInfo,
    "offered_incompatible_qos": QoSOfferedIncompatibleQoSInfo,
    "requested_incompatible_qos": QoSRequestedIncompatibleQoSInfo,
    "message_lost": QoSMessageLostInfo,
    "publication_matched": MatchedInfo,
    "subscription_matched": MatchedInfo,
}


class EventHandler(Waitable):
    """Calls back when one kind of event happens to one endpoint."""

    def __init__(
        self,
        *,
        callback_group: CallbackGroup,
        callback: Callable[[Any], Any],
        watch: StatusWatch,
        kind: str,
    ) -> None:
        super().__init__(callback_group)
        self.callback, self._watch, self._kind = callback, watch, kind

    def handles(self) -> list[int]:
        """See the base."""
        return [self._watch.handle]

    def is_ready(self, triggered: set[int]) -> bool:
        """See the base."""
        return self._watch.handle in triggered and self._watch.happened(self._kind)

    def take_data(self) -> Any:
        """See the base; None where the endpoint ended meanwhile."""
        status = self._watch.take(self._kind)
        return None if status is None else _record(self._kind, status)

    async def execute(self, taken_data: Any) -> None:
        """See the base."""
        if taken_data is None:
            return
        result = self.callback(taken_data)
        if hasattr(result, "__await__"):
            await result

    def destroy(self) -> None:
        """Nothing is held; the endpoint ends with its owner."""


def _record(kind: str, status: Any) -> Any:
    record = _RECORDS[kind]
    if "last_policy_kind" not in record._fields:
        return record(*(int(getattr(status, name)) for name in record._fields))
    policy = _POLICY_KINDS.get(int(status.last_policy_id), _INVALID_POLICY)
    return record(int(status.total_count), int(status.total_count_change), policy)


class _Callbacks:
    """What publishers' and subscriptions' callbacks share: attribute -> kind of event."""

    _kinds: ClassVar[dict[str, str]]
    incompatible_qos: Callable[[Any], Any] | None
    incompatible_type: Callable[[Any], Any] | None
    use_default_callbacks: bool

    def create_event_handlers(
        self, callback_group: CallbackGroup, end: Any, topic_name: str
    ) -> list[EventHandler]:
        """A handler for each callback that was given, and one that warns of unfit ends."""
        wanted = {kind: getattr(self, name) for name, kind in self._kinds.items()}
        unfit = self._kinds["incompatible_qos"]
        wanted[unfit] = self._of_unfit_ends(unfit, topic_name)
        wanted = {kind: callback for kind, callback in wanted.items() if callback is not None}
        if not wanted:
            return []
        watch = StatusWatch(end, list(wanted))
        return [
            EventHandler(callback_group=callback_group, callback=callback, watch=watch, kind=kind)
            for kind, callback in wanted.items()
        ]

    def _of_unfit_ends(self, kind: str, topic_name: str) -> Callable[[Any], Any] | None:
        """DDS tells of another type as of a policy that has no name in ROS."""
        of_quality, of_type = self.incompatible_qos, self.incompatible_type
        if self.use_default_callbacks:
            of_quality = of_quality or _warner(kind, topic_name)
            of_type = of_type or _type_warner(kind, topic_name)
        if of_quality is None and of_type is None:
            return None

        def tell(event: Any) -> Any:
            if event.last_policy_kind != _INVALID_POLICY:
                return of_quality and of_quality(event)
            told = IncompatibleTypeInfo(event.total_count, event.total_count_change)
            return of_type and of_type(told)

        return tell


def _warner(kind: str, topic_name: str) -> Callable[[Any], None]:
    publishes = kind.startswith("offered")
    other = "subscription requesting" if publishes else "publisher offering"
    action = "sent to it" if publishes else "received from it"

    def warn(event: Any) -> None:
        policy = qos_policy_name_from_kind(event.last_policy_kind)
        get_logger("rclpy.publisher" if publishes else "rclpy.subscription").warning(
            f"New {other} incompatible QoS on topic '{topic_name}'. No messages will be "
            f"{action}. Last incompatible policy: {policy}"
        )

    return warn


def _type_warner(kind: str, topic_name: str) -> Callable[[Any], None]:
    publishes = kind.startswith("offered")
    name, action = ("publisher", "sent to") if publishes else ("subscription", "received from")

    def warn(event: Any) -> None:
        get_logger(f"rclpy.{name}").warning(
            f"Incompatible type on topic '{topic_name}', no messages will be {action} it."
        )

    return warn


class PublisherEventCallbacks(_Callbacks):
    """What to call when something happens to a publisher.

    Args:
        deadline: A period passed without a message.
        liveliness: It did not say in time that it lives.
        incompatible_qos: A subscription wants more than is offered.
        incompatible_type: A subscription is of another type.
        matched: A subscription came or went.
        use_default_callbacks: Whether unfit quality and types are warned of in the log.
    """

    _kinds: ClassVar[dict[str, str]] = {
        "deadline": "offered_deadline_missed",
        "liveliness": "liveliness_lost",
        "incompatible_qos": "offered_incompatible_qos",
        "matched": "publication_matched",
    }

    def __init__(
        self,
        *,
        deadline: Callable[[QoSOfferedDeadlineMissedInfo], Any] | None = None,
        liveliness: Callable[[QoSLivelinessLostInfo], Any] | None = None,
        incompatible_qos: Callable[[QoSOfferedIncompatibleQoSInfo], Any] | None = None,
        incompatible_type: Callable[[Any], Any] | None = None,
        matched: Callable[[MatchedInfo], Any] | None = None,
        use_default_callbacks: bool = True,
    ) -> None:
        self.deadline, self.liveliness, self.matched = deadline, liveliness, matched
        self.incompatible_qos, self.incompatible_type = incompatible_qos, incompatible_type
        self.use_default_callbacks = use_default_callbacks


class SubscriptionEventCallbacks(_Callbacks):
    """What to call when something happens to a subscription; as for publishers."""

    _kinds: ClassVar[dict[str, str]] = {
        "deadline": "requested_deadline_missed",
        "liveliness": "liveliness_changed",
        "incompatible_qos": "requested_incompatible_qos",
        "message_lost": "message_lost",
        "matched": "subscription_matched",
    }

    def __init__(
        self,
        *,
        deadline: Callable[[QoSRequestedDeadlineMissedInfo], Any] | None = None,
        incompatible_qos: Callable[[QoSRequestedIncompatibleQoSInfo], Any] | None = None,
        liveliness: Callable[[QoSLivelinessChangedInfo], Any] | None = None,
        message_lost: Callable[[QoSMessageLostInfo], Any] | None = None,
        incompatible_type: Callable[[Any], Any] | None = None,
        matched: Callable[[MatchedInfo], Any] | None = None,
        use_default_callbacks: bool = True,
    ) -> None:
        self.deadline, self.liveliness, self.matched = deadline, liveliness, matched
        self.incompatible_qos, self.incompatible_type = incompatible_qos, incompatible_type
        self.message_lost, self.use_default_callbacks = message_lost, use_default_callbacks
