"""Has the simulation's loop do what callbacks ask, while no thread of the executor waits for it.

In lock-step the loop waits for commands and acknowledgements, which threads of the executor take
in. If these waited for the loop in turn, a few requests at once would hold everything up.
"""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable
from typing import Any, TypeVar

from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node
from rclpy.task import Future

from physai_sim.control.post import Post

T = TypeVar("T")


class LoopCalls:
    """Awaits the loop.

    Args:
        node: Whose callbacks await.
        post: Brings requests to the loop.
    """

    def __init__(self, node: Node, post: Post) -> None:
        self._post = post
        # Executors of some releases of rclpy look at a coroutine that waits only when something
        # else wakes them.
        self._wake = node.create_guard_condition(_wake_only, ReentrantCallbackGroup())

    async def do(self, work: Callable[[], T]) -> T:
        """Have the loop do something between two of its steps; gives its result.

        Raises:
            EpisodeError: If the loop has ended.
            Exception: What `work` raises.
        """
        answer: Future[Any] = Future()

        def settle(done: concurrent.futures.Future[T]) -> None:
            error = done.exception()
            if error is None:
                self.end(answer, done.result())
            else:
                answer.set_exception(error)
                self._wake.trigger()

        self._post.send(work).add_done_callback(settle)
        result: Any = await answer
        found: T = result
        return found

    def end(self, future: Future[T], value: T) -> None:
        """Let who awaits a future go on; from any thread."""
        future.set_result(value)
        self._wake.trigger()


def _wake_only() -> None:
    """Nothing is to be done but to look anew."""
