"""The part of a node that makes publishers, subscriptions, services, clients, timers, rates."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

from rclpy._node_entities import EntitiesMixin
from rclpy._weak import weak_call
from rclpy.callback_groups import CallbackGroup, MutuallyExclusiveCallbackGroup
from rclpy.client import Client
from rclpy.clock import Clock
from rclpy.event_handler import PublisherEventCallbacks, SubscriptionEventCallbacks
from rclpy.guard_condition import GuardCondition
from rclpy.publisher import Publisher
from rclpy.qos import QoSProfile, qos_profile_services_default
from rclpy.qos_overriding_options import QoSOverridingOptions, apply_overrides
from rclpy.service import Service
from rclpy.subscription import Subscription
from rclpy.timer import Rate, Timer
from rclpy.type_support import check_is_valid_msg_type, check_is_valid_srv_type

NS_PER_S = 1_000_000_000


class CreateMixin(EntitiesMixin):
    """Makes entities under the node's names, and tells others that they are this node's."""

    def create_publisher(
        self,
        msg_type: type[Any],
        topic: str,
        qos_profile: QoSProfile | int,
        *,
        callback_group: CallbackGroup | None = None,
        event_callbacks: PublisherEventCallbacks | None = None,
        qos_overriding_options: QoSOverridingOptions | None = None,
        publisher_class: type[Publisher] = Publisher,
    ) -> Publisher:
        """Make a publisher.

        Args:
            msg_type: Class of its messages.
            topic: Its topic; relative to the node's namespace unless it begins with `/`.
            qos_profile: How it is offered; a number is the depth of its history.
            callback_group: Says when event callbacks may run.
            event_callbacks: What to call when something happens to it.
            qos_overriding_options: Which policies parameters may change.
            publisher_class: A subclass to make.
        """
        check_is_valid_msg_type(msg_type)
        name = self.resolve_topic_name(topic)  # type: ignore[attr-defined]
        profile = self._rcl_overridden(qos_profile, name, qos_overriding_options, Publisher)
        with self._rcl_context.directory_change():
            publisher = publisher_class(
                self._rcl_context,
                msg_type,
                name,
                qos_profile=profile,
                event_callbacks=event_callbacks or PublisherEventCallbacks(),
                callback_group=callback_group or self._rcl_default_callback_group,
            )
            self._rcl_entry.writers.add(publisher.gid)
        self._rcl_name_logger(publisher)
        self._rcl_add("_rcl_publishers", publisher)
        for handler in publisher.event_handlers:
            self.add_waitable(handler)
        return publisher

    def create_subscription(
        self,
        msg_type: type[Any],
        topic: str,
        callback: Callable[..., Any],
        qos_profile: QoSProfile | int,
        *,
        callback_group: CallbackGroup | None = None,
        event_callbacks: SubscriptionEventCallbacks | None = None,
        qos_overriding_options: QoSOverridingOptions | None = None,
        raw: bool = False,
        content_filter_options: Any = None,
    ) -> Subscription:
        """Make a subscription.

        Args:
            msg_type: Class of its messages.
            topic: Its topic; relative to the node's namespace unless it begins with `/`.
            callback: Called with each message, and with what came with it if it takes two.
            qos_profile: How it is wanted; a number is the depth of its history.
            callback_group: Says when callbacks may run.
            event_callbacks: What to call when something happens to it.
            qos_overriding_options: Which policies parameters may change.
            raw: Whether the callback gets serialised bytes.
            content_filter_options: Accepted and not applied: Cyclone DDS cannot filter.
        """
        check_is_valid_msg_type(msg_type)
        name = self.resolve_topic_name(topic)  # type: ignore[attr-defined]
        profile = self._rcl_overridden(qos_profile, name, qos_overriding_options, Subscription)
        with self._rcl_context.directory_change():
            subscription = Subscription(
                self._rcl_context,
                msg_type,
                name,
                callback,
                callback_group=callback_group or self._rcl_default_callback_group,
                qos_profile=profile,
                raw=raw,
                event_callbacks=event_callbacks or SubscriptionEventCallbacks(),
            )
            self._rcl_entry.readers.add(subscription.gid)
        self._rcl_name_logger(subscription)
        subscription.callback_group.add_entity(subscription)
        self._rcl_add("_rcl_subscriptions", subscription)
        for handler in subscription.event_handlers:
            self.add_waitable(handler)
        return subscription

    def create_client(
        self,
        srv_type: type[Any],
        srv_name: str,
        *,
        qos_profile: QoSProfile = qos_profile_services_default,
        callback_group: CallbackGroup | None = None,
    ) -> Client:
        """Make a client of a service."""
        check_is_valid_srv_type(srv_type)
        name = self.resolve_service_name(srv_name)  # type: ignore[attr-defined]
        group = callback_group or self._rcl_default_callback_group
        with self._rcl_context.directory_change():
            client = Client(
                self._rcl_context, srv_type, name, qos_profile=qos_profile, callback_group=group
            )
            self._rcl_entry.readers.add(client.end.reader.guid)
            self._rcl_entry.writers.add(client.end.writer.guid)
        client.executor = weakref.WeakMethod(self._rcl_current_executor)
        self._rcl_name_logger(client)
        group.add_entity(client)
        self._rcl_add("_rcl_clients", client)
        return client

    def create_service(
        self,
        srv_type: type[Any],
        srv_name: str,
        callback: Callable[[Any, Any], Any],
        *,
        qos_profile: QoSProfile = qos_profile_services_default,
        callback_group: CallbackGroup | None = None,
    ) -> Service:
        """Make a server; its callback takes a request and a response, and returns the response."""
        check_is_valid_srv_type(srv_type)
        name = self.resolve_service_name(srv_name)  # type: ignore[attr-defined]
        group = callback_group or self._rcl_default_callback_group
        with self._rcl_context.directory_change():
            service = Service(
                self._rcl_context,
                srv_type,
                name,
                callback,
                callback_group=group,
                qos_profile=qos_profile,
            )
            self._rcl_entry.readers.add(service.end.reader.guid)
            self._rcl_entry.writers.add(service.end.writer.guid)
        self._rcl_name_logger(service)
        group.add_entity(service)
        self._rcl_add("_rcl_services", service)
        return service

    def create_timer(
        self,
        timer_period_sec: float,
        callback: Callable[..., Any] | None,
        callback_group: CallbackGroup | None = None,
        clock: Clock | None = None,
        autostart: bool = True,
    ) -> Timer:
        """Make a timer.

        Args:
            timer_period_sec: Period [s].
            callback: Called without arguments, or with a `TimerInfo`.
            callback_group: Says when the callback may run.
            clock: By default the node's: simulated time where `use_sim_time` is set.
            autostart: Whether it runs from the start.
        """
        group = callback_group or self._rcl_default_callback_group
        timer = Timer(
            callback,
            group,
            int(float(timer_period_sec) * NS_PER_S),
            clock or self.get_clock(),  # type: ignore[attr-defined]
            context=self._rcl_context,
            autostart=autostart,
        )
        timer.on_change(weak_call(self._rcl_wake_executor))
        group.add_entity(timer)
        self._rcl_add("_rcl_timers", timer)
        return timer

    def create_guard_condition(
        self, callback: Callable[[], Any], callback_group: CallbackGroup | None = None
    ) -> GuardCondition:
        """Make a condition that the program triggers itself."""
        group = callback_group or self._rcl_default_callback_group
        guard = GuardCondition(callback, group, context=self._rcl_context)
        group.add_entity(guard)
        self._rcl_add("_rcl_guards", guard)
        return guard

    def create_rate(self, frequency: float, clock: Clock | None = None) -> Rate:
        """Make a rate: sleeps so that a loop keeps a frequency [Hz].

        Raises:
            ValueError: If the frequency is not above zero.
        """
        if frequency <= 0:
            raise ValueError("frequency must be > 0")
        group = MutuallyExclusiveCallbackGroup()
        timer = self.create_timer(1.0 / frequency, lambda: None, group, clock)
        rate = Rate(timer, context=self._rcl_context)
        self._rcl_rates[rate] = timer
        return rate

    def _rcl_overridden(
        self,
        given: QoSProfile | int,
        topic: str,
        options: QoSOverridingOptions | None,
        kind: type[Any],
    ) -> QoSProfile:
        """The quality of service, with what parameters change of it."""
        if isinstance(given, int) and given < 0:
            raise ValueError(f"history depth must be greater than or equal to zero, got {given}")
        profile = QoSProfile(depth=given) if isinstance(given, int) else given
        if not isinstance(profile, QoSProfile):
            raise TypeError(f"Expected QoSProfile or int, but received {given!r}")
        if options is None:
            return profile
        return apply_overrides(self, kind, topic, profile, options)
