"""The entities of a node: publishers, subscriptions, services, timers; and their end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.client import Client
from rclpy.guard_condition import GuardCondition
from rclpy.publisher import Publisher
from rclpy.service import Service
from rclpy.subscription import Subscription
from rclpy.timer import Rate, Timer
from rclpy.waitable import Waitable

KINDS = (
    "_rcl_publishers",
    "_rcl_subscriptions",
    "_rcl_clients",
    "_rcl_services",
    "_rcl_timers",
    "_rcl_guards",
)


class EntitiesMixin:
    """Entities by kind; each list is replaced, never changed, so that executors may read it."""

    _rcl_context: Any
    _rcl_entry: Any

    def _rcl_init_entities(self) -> None:
        self._rcl_default_callback_group = MutuallyExclusiveCallbackGroup()
        self._rcl_entities_lock = threading.RLock()
        self._rcl_publishers: list[Publisher] = []
        self._rcl_subscriptions: list[Subscription] = []
        self._rcl_clients: list[Client] = []
        self._rcl_services: list[Service] = []
        self._rcl_timers: list[Timer] = []
        self._rcl_guards: list[GuardCondition] = []
        self._rcl_waitables: list[Waitable] = []
        self._rcl_rates: dict[Rate, Timer] = {}
        self._rcl_owners: list[Any] = []

    @property
    def publishers(self) -> Iterator[Publisher]:
        """All publishers but that of its log, which programs did not make."""
        yield from (each for each in self._rcl_publishers if each.topic != "/rosout")

    @property
    def subscriptions(self) -> Iterator[Subscription]:
        """All subscriptions."""
        yield from self._rcl_subscriptions

    @property
    def clients(self) -> Iterator[Client]:
        """All clients of services."""
        yield from self._rcl_clients

    @property
    def services(self) -> Iterator[Service]:
        """All servers of services."""
        yield from self._rcl_services

    @property
    def timers(self) -> Iterator[Timer]:
        """All timers."""
        yield from self._rcl_timers

    @property
    def guards(self) -> Iterator[GuardCondition]:
        """All guard conditions."""
        yield from self._rcl_guards

    @property
    def waitables(self) -> Iterator[Waitable]:
        """All other things that executors wait for."""
        yield from self._rcl_waitables

    def add_waitable(self, waitable: Waitable) -> None:
        """Let executors wait for something else."""
        self._rcl_add("_rcl_waitables", waitable)

    def remove_waitable(self, waitable: Waitable) -> None:
        """Do not wait for it any more."""
        self._rcl_remove("_rcl_waitables", waitable)

    def destroy_publisher(self, publisher: Publisher) -> bool:
        """Remove a publisher; False if it is not one of this node."""
        return self._rcl_destroy("_rcl_publishers", publisher)

    def destroy_subscription(self, subscription: Subscription) -> bool:
        """Remove a subscription; False if it is not one of this node."""
        return self._rcl_destroy("_rcl_subscriptions", subscription)

    def destroy_client(self, client: Client) -> bool:
        """Remove a client; False if it is not one of this node."""
        return self._rcl_destroy("_rcl_clients", client)

    def destroy_service(self, service: Service) -> bool:
        """Remove a server; False if it is not one of this node."""
        return self._rcl_destroy("_rcl_services", service)

    def destroy_timer(self, timer: Timer) -> bool:
        """Remove a timer; False if it is not one of this node."""
        return self._rcl_destroy("_rcl_timers", timer)

    def destroy_guard_condition(self, guard: GuardCondition) -> bool:
        """Remove a guard condition; False if it is not one of this node."""
        return self._rcl_destroy("_rcl_guards", guard)

    def destroy_rate(self, rate: Rate) -> bool:
        """Remove a rate and its timer; False if it is not one of this node."""
        timer = self._rcl_rates.pop(rate, None)
        if timer is None:
            return False
        rate.destroy()
        return self.destroy_timer(timer)

    def _rcl_close_entities(self) -> None:
        """Remove all, the newest first."""
        for rate in list(self._rcl_rates):
            self.destroy_rate(rate)
        for owner in list(self._rcl_owners):
            owner.destroy()
        with self._rcl_context.directory_change():
            for kind in reversed(KINDS):
                for entity in reversed(getattr(self, kind)):
                    self._rcl_destroy(kind, entity)
        self._rcl_waitables = []

    def _rcl_add(self, kind: str, entity: Any) -> None:
        with self._rcl_entities_lock:
            setattr(self, kind, [*getattr(self, kind), entity])
        self._rcl_wake_executor()

    def _rcl_remove(self, kind: str, entity: Any) -> bool:
        with self._rcl_entities_lock:
            before = getattr(self, kind)
            after = [other for other in before if other is not entity]
            setattr(self, kind, after)
        return len(after) < len(before)

    def _rcl_destroy(self, kind: str, entity: Any) -> bool:
        if not self._rcl_remove(kind, entity):
            return False
        for handler in getattr(entity, "event_handlers", ()):
            self.remove_waitable(handler)
        with self._rcl_context.directory_change():
            readers, writers = guids(entity)
            self._rcl_entry.readers -= readers
            self._rcl_entry.writers -= writers
            entity.destroy()
        self._rcl_wake_executor()
        return True

    def _rcl_own_endpoints(self, owner: Any, *, readers: list[Any], writers: list[Any]) -> None:
        """Tell others that these endpoints are this node's; `owner` ends with the node."""
        with self._rcl_context.directory_change():
            self._rcl_entry.readers |= {reader.guid for reader in readers}
            self._rcl_entry.writers |= {writer.guid for writer in writers}
        self._rcl_owners.append(owner)

    def _rcl_disown_endpoints(self, owner: Any, *, readers: list[Any], writers: list[Any]) -> None:
        """These endpoints are removed."""
        if self._rcl_entry is not None:
            with self._rcl_context.directory_change():
                self._rcl_entry.readers -= {reader.guid for reader in readers}
                self._rcl_entry.writers -= {writer.guid for writer in writers}
        self._rcl_owners = [other for other in self._rcl_owners if other is not owner]

    def _rcl_wake_executor(self) -> None:
        if (executor := self._rcl_current_executor()) is not None:
            executor.wake()

    def _rcl_current_executor(self) -> Any:
        return self.executor  # type: ignore[attr-defined]

    def _rcl_name_logger(self, entity: Any) -> None:
        entity._logger_name = self.get_logger().name  # type: ignore[attr-defined]


def guids(entity: Any) -> tuple[set[bytes], set[bytes]]:
    """Identities of an entity's DDS readers and writers."""
    end = getattr(entity, "end", None)
    if end is not None:
        return {end.reader.guid}, {end.writer.guid}
    if isinstance(entity, Subscription):
        return {entity.gid}, set()
    if isinstance(entity, Publisher):
        return set(), {entity.gid}
    return set(), set()
