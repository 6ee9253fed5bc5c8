"""The managed life of a simulation: configured, a world stands; active, it plays.

Source: design article "Managed nodes" (design.ros2.org).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn

from physai_sim.control.sim_state import SimState
from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import PhysAIError
from physai_sim.ros.sim_loop import SimLoop

PATIENCE_S = 60.0
"""A large world takes seconds to build, and the present step is ended first [s]."""


class SimLife(LifecycleNode):
    """Brings transitions to the loop, which alone may touch the world.

    Attributes:
        loop: The loop.
        config: The world that is built when the node is configured.
        trouble: Why the last transition failed; None if it did not.
    """

    loop: SimLoop
    config: WorldConfig
    trouble: PhysAIError | None = None

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Build the world; it stands at its start."""
        del state
        return self._attempt(lambda: self.loop.control.start(self.config))

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Let it play."""
        del state
        return self._attempt(lambda: self._become(SimState.PLAYING))

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Let it pause."""
        del state
        return self._attempt(lambda: self._become(SimState.PAUSED))

    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        """Free the world with all that it says and hears."""
        del state
        return self._attempt(self.loop.control.unload)

    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        """End the program, with all that was recorded."""
        del state
        self.loop.stop()
        return TransitionCallbackReturn.SUCCESS

    def _become(self, wanted: SimState) -> None:
        if self.loop.control.state is not wanted:  # a service may have seen to it
            self.loop.control.set_state(wanted)

    def _attempt(self, work: Callable[[], Any]) -> TransitionCallbackReturn:
        self.trouble = None
        try:
            if threading.get_ident() == self.loop.thread:
                work()
            else:
                self.loop.post.ask(work, timeout_s=PATIENCE_S)
        except PhysAIError as error:
            self.trouble = error
            self.get_logger().error(str(error))
            return TransitionCallbackReturn.FAILURE
        return TransitionCallbackReturn.SUCCESS
