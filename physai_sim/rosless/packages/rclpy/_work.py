"""What an executor runs: which entities of nodes may become ready, and the task of each.

Source for the order (timers, messages, guards, waitables, replies, requests): rclpy's executor.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from rclpy.client import Client
from rclpy.guard_condition import GuardCondition
from rclpy.service import Service
from rclpy.subscription import Subscription
from rclpy.task import Task
from rclpy.timer import Timer, TimerInfo
from rclpy.waitable import Waitable

Work = tuple[Task[Any], Any, Any]
"""A task to call, its entity, its node."""
Candidate = tuple[Any, Any, tuple[int, ...]]
"""An entity that may become ready, its node, the DDS conditions that say so."""


def gather(executor: Any, nodes: list[Any]) -> tuple[list[Candidate], list[tuple[Timer, Any]]]:
    """Entities and timers whose callbacks could start now."""
    candidates: list[Candidate] = []
    timers: list[tuple[Timer, Any]] = []
    can_execute = executor.can_execute
    for node in nodes:
        timers += [(timer, node) for timer in node.timers if can_execute(timer)]
        for entities in (node.subscriptions, node.guards):
            candidates += [(e, node, (e.handle,)) for e in entities if can_execute(e)]
        candidates += [(w, node, tuple(w.handles())) for w in node.waitables if can_execute(w)]
        for others in (node.clients, node.services):
            candidates += [(e, node, (e.handle,)) for e in others if can_execute(e)]
    return candidates, timers


def is_ready(candidate: Candidate, triggered: set[int]) -> bool:
    """Whether an entity is ready, when these conditions are met."""
    entity, _, handles = candidate
    if isinstance(entity, Waitable):
        return entity.is_ready(triggered)
    return handles[0] in triggered


def make_work(executor: Any, entity: Any, node: Any) -> Task[Any]:
    """The task that takes what is ready and calls back; until then the entity waits no more."""
    entity._executor_event = True
    return Task(_run, (executor, entity, node), executor=executor)


async def _run(executor: Any, entity: Any, node: Any) -> None:
    group = entity.callback_group
    if executor.is_shut_down or not group.beginning_execution(entity):
        entity._executor_event = False
        executor.wake()
        return
    thread = executor.work_began()
    try:
        call = _taken(entity)
        entity._executor_event = False
        executor.wake_if_waiting()
        if call is not None:
            await call()
    finally:
        entity._executor_event = False
        group.ending_execution(entity)
        executor.work_ended(thread)


def _taken(entity: Any) -> Callable[[], Awaitable[Any]] | None:
    """Take what is ready; gives what then calls back, or None if another thread was faster."""
    for kind, take in _TAKERS.items():
        if isinstance(entity, kind):
            return take(entity)
    raise TypeError(f"an executor cannot run {type(entity).__name__}")


def _take_timer(timer: Timer) -> Callable[[], Awaitable[Any]] | None:
    if not timer.is_ready():
        return None
    info = timer.call()
    callback = timer.callback
    if callback is None:
        return None
    names = _info_parameters(callback)
    return lambda: call_or_await(callback, **dict.fromkeys(names, info))


def _info_parameters(callback: Callable[..., Any]) -> list[str]:
    """Names of a timer callback's parameters that are annotated as TimerInfo."""
    wanted = (TimerInfo, "TimerInfo", "rclpy.timer.TimerInfo")
    try:
        found = inspect.signature(callback).parameters
    except ValueError:  # written in C
        return []
    return [name for name, parameter in found.items() if parameter.annotation in wanted]


def _take_message(subscription: Subscription) -> Callable[[], Awaitable[Any]] | None:
    taken = subscription.take_message()
    if taken is None:
        return None
    arguments = subscription.arguments(taken)
    return lambda: call_or_await(subscription.callback, *arguments)


def _take_guard(guard: GuardCondition) -> Callable[[], Awaitable[Any]] | None:
    callback = guard.callback
    if not guard.take() or callback is None:
        return None
    return lambda: call_or_await(callback)


def _take_waitable(waitable: Waitable) -> Callable[[], Awaitable[Any]] | None:
    taken = waitable.take_data()
    return lambda: waitable.execute(taken)


def _take_reply(client: Client) -> Callable[[], Awaitable[Any]] | None:
    taken = client.take_response()
    if taken is None:
        return None
    future, response = taken

    async def deliver() -> None:
        if not future.done():
            future._set_executor(client.executor())  # it runs the callbacks that wait
            future.set_result(response)

    return deliver


def _take_request(service: Service) -> Callable[[], Awaitable[Any]] | None:
    taken = service.take_request()
    if taken is None:
        return None
    request, header = taken

    async def answer() -> None:
        response = await call_or_await(service.callback, request, service.srv_type.Response())
        service.send_response(response, header)

    return answer


async def call_or_await(callback: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function, and wait for what it gives where that is a coroutine."""
    result = callback(*args, **kwargs)
    return await result if inspect.isawaitable(result) else result


_TAKERS: dict[type[Any], Callable[[Any], Callable[[], Awaitable[Any]] | None]] = {
    Subscription: _take_message,
    Timer: _take_timer,
    Client: _take_reply,
    Service: _take_request,
    Waitable: _take_waitable,
    GuardCondition: _take_guard,
}


async def await_or_execute(callback: Any, *args: Any, **kwargs: Any) -> Any:
    """Rclpy's name for `call_or_await`."""
    return await call_or_await(callback, *args, **kwargs)
