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

KINDS = ("_publishers", "_subscriptions", "_clients", "_services", "_timers", "_guards")


class EntitiesMixin:
    """Entities by kind; each list is replaced, never changed, so that executors may read it."""

    _context: Any
    _entry: Any

    def _init_entities(self) -> None:
        self._default_callback_group = MutuallyExclusiveCallbackGroup()
        self._entities_lock = threading.RLock()
        self._publishers: list[Publisher] = []
        self._subscriptions: list[Subscription] = []
        self._clients: list[Client] = []
        self._services: list[Service] = []
        self._timers: list[Timer] = []
        self._guards: list[GuardCondition] = []
        self._waitables: list[Waitable] = []
        self._rates: dict[Rate, Timer] = {}
        self._owners: list[Any] = []

    @property
    def publishers(self) -> Iterator[Publisher]:
        """All publishers."""
        yield from self._publishers

    @property
    def subscriptions(self) -> Iterator[Subscription]:
        """All subscriptions."""
        yield from self._subscriptions

    @property
    def clients(self) -> Iterator[Client]:
        """All clients of services."""
        yield from self._clients

    @property
    def services(self) -> Iterator[Service]:
        """All servers of services."""
        yield from self._services

    @property
    def timers(self) -> Iterator[Timer]:
        """All timers."""
        yield from self._timers

    @property
    def guards(self) -> Iterator[GuardCondition]:
        """All guard conditions."""
        yield from self._guards

    @property
    def waitables(self) -> Iterator[Waitable]:
        """All other things that executors wait for."""
        yield from self._waitables

    def add_waitable(self, waitable: Waitable) -> None:
        """Let executors wait for something else."""
        self._add("_waitables", waitable)

    def remove_waitable(self, waitable: Waitable) -> None:
        """Do not wait for it any more."""
        self._remove("_waitables", waitable)

    def destroy_publisher(self, publisher: Publisher) -> bool:
        """Remove a publisher; False if it is not one of this node."""
        return self._destroy("_publishers", publisher)

    def destroy_subscription(self, subscription: Subscription) -> bool:
        """Remove a subscription; False if it is not one of this node."""
        return self._destroy("_subscriptions", subscription)

    def destroy_client(self, client: Client) -> bool:
        """Remove a client; False if it is not one of this node."""
        return self._destroy("_clients", client)

    def destroy_service(self, service: Service) -> bool:
        """Remove a server; False if it is not one of this node."""
        return self._destroy("_services", service)

    def destroy_timer(self, timer: Timer) -> bool:
        """Remove a timer; False if it is not one of this node."""
        return self._destroy("_timers", timer)

    def destroy_guard_condition(self, guard: GuardCondition) -> bool:
        """Remove a guard condition; False if it is not one of this node."""
        return self._destroy("_guards", guard)

    def destroy_rate(self, rate: Rate) -> bool:
        """Remove a rate and its timer; False if it is not one of this node."""
        timer = self._rates.pop(rate, None)
        if timer is None:
            return False
        rate.destroy()
        return self.destroy_timer(timer)

    def _close_entities(self) -> None:
        """Remove all, the newest first."""
        for rate in list(self._rates):
            self.destroy_rate(rate)
        for owner in list(self._owners):
            owner.destroy()
        with self._context.directory_change():
            for kind in reversed(KINDS):
                for entity in reversed(getattr(self, kind)):
                    self._destroy(kind, entity)
        self._waitables = []

    def _add(self, kind: str, entity: Any) -> None:
        with self._entities_lock:
            setattr(self, kind, [*getattr(self, kind), entity])
        self._wake_executor()

    def _remove(self, kind: str, entity: Any) -> bool:
        with self._entities_lock:
            before = getattr(self, kind)
            after = [other for other in before if other is not entity]
            setattr(self, kind, after)
        return len(after) < len(before)

    def _destroy(self, kind: str, entity: Any) -> bool:
        if not self._remove(kind, entity):
            return False
        for handler in getattr(entity, "event_handlers", ()):
            self.remove_waitable(handler)
        with self._context.directory_change():
            readers, writers = guids(entity)
            self._entry.readers -= readers
            self._entry.writers -= writers
            entity.destroy()
        self._wake_executor()
        return True

    def _own_endpoints(self, owner: Any, *, readers: list[Any], writers: list[Any]) -> None:
        """Tell others that these endpoints are this node's; `owner` ends with the node."""
        with self._context.directory_change():
            self._entry.readers |= {reader.guid for reader in readers}
            self._entry.writers |= {writer.guid for writer in writers}
        self._owners.append(owner)

    def _disown_endpoints(self, owner: Any, *, readers: list[Any], writers: list[Any]) -> None:
        """These endpoints are removed."""
        if self._entry is not None:
            with self._context.directory_change():
                self._entry.readers -= {reader.guid for reader in readers}
                self._entry.writers -= {writer.guid for writer in writers}
        self._owners = [other for other in self._owners if other is not owner]

    def _wake_executor(self) -> None:
        if (executor := self._current_executor()) is not None:
            executor.wake()

    def _current_executor(self) -> Any:
        return self.executor  # type: ignore[attr-defined]

    def _name_logger(self, entity: Any) -> None:
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
