"""Serves simulation_interfaces in the private namespace of a node: 22 services and SimulateSteps.

Beside them is `~/reset_episode` of physai_msgs, since the standard has no place for a seed.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node

from physai_sim import __version__
from physai_sim.control.features import Feature
from physai_sim.control.post import Post
from physai_sim.control.sim_control import SimControl
from physai_sim.control.spawn_models import FORMATS
from physai_sim.core.errors import PhysAIError
from physai_sim.ros.make import make, message_class
from physai_sim.ros.simulation import steps
from physai_sim.ros.simulation.convert import MSG
from physai_sim.ros.simulation.loop_calls import LoopCalls
from physai_sim.ros.simulation.results import failed, result
from physai_sim.ros.simulation.table import TABLE, Entry

FEATURES = "simulation_interfaces/srv/GetSimulatorFeatures"
CUSTOM_INFO = (
    f"physai_sim {__version__}: what is STOPPED can be paused, to step from the first instant; "
    "~/reset_episode takes a seed."
)


class SimulationServices:
    """The services of a simulation; those whose classes are not installed are left out.

    Args:
        node: Whose they are.
        control: What they are about; it belongs to the loop.
        post: Brings requests to the loop.
    """

    def __init__(self, node: Node, control: SimControl, post: Post) -> None:
        self._node, self._control = node, control
        self._calls, self._group = LoopCalls(node, post), ReentrantCallbackGroup()
        self._features: set[Feature] = set()
        self._missing: list[str] = []
        for entry in TABLE:
            self._serve(entry.type_name, entry.name, self._answer(entry), entry.features)
        self._serve(FEATURES, "~/get_simulator_features", self._tell_features)
        self._serve_steps()
        if self._missing:
            names = ", ".join(self._missing)
            node.get_logger().warning(f"not installed, and so not served: {names}")

    def _serve_steps(self) -> None:
        taken = steps.Steps(self._control, self._calls)
        callback = self._careful(steps.step_service(taken))
        self._serve(steps.SERVICE, "~/step_simulation", callback, steps.SERVICE_FEATURES)
        kind = self._installed(steps.ACTION)
        if kind is not None:
            self._action = steps.StepAction(self._node, kind, taken)
            self._features.update(steps.ACTION_FEATURES)

    def _serve(
        self,
        type_name: str,
        name: str,
        callback: Callable[[Any, Any], Any],
        features: tuple[Feature, ...] = (),
    ) -> None:
        kind = self._installed(type_name)
        if kind is not None:
            self._node.create_service(kind, name, callback, callback_group=self._group)
            self._features.update(features)

    def _installed(self, type_name: str) -> type[Any] | None:
        try:
            return message_class(type_name)
        except (ImportError, AttributeError):
            self._missing.append(type_name)
            return None

    def _answer(self, entry: Entry) -> Callable[[Any, Any], Any]:
        control = self._control

        async def answer(request: Any, response: Any) -> Any:
            if hasattr(response, "result"):
                response.result = result()
            if entry.in_loop:
                await self._calls.do(lambda: entry.handler(control, request, response))
            else:
                entry.handler(control, request, response)
            return response

        return self._careful(answer)

    def _careful(self, answer: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """A callback that always answers: whatever is raised becomes the result."""

        async def callback(request: Any, response: Any) -> Any:
            try:
                return await answer(request, response)
            except PhysAIError as error:
                return failed(type(response)(), error)
            except Exception as error:
                trace = traceback.format_exc()
                self._node.get_logger().error(f"{type(request).__name__} failed: {trace}")
                return failed(type(response)(), error)

        return callback

    def _tell_features(self, request: Any, response: Any) -> Any:
        del request
        response.features = make(
            f"{MSG}SimulatorFeatures",
            features=sorted(int(feature) for feature in self._features),
            spawn_formats=list(FORMATS),
            custom_info=CUSTOM_INFO,
        )
        return response
