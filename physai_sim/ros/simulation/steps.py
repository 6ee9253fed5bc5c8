"""StepSimulation and SimulateSteps: they end when all steps are done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rclpy.action import ActionServer, CancelResponse
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node
from rclpy.task import Future

from physai_sim.control.control_error import ControlError, ResultCode
from physai_sim.control.features import Feature
from physai_sim.control.sim_control import SimControl
from physai_sim.control.stepping import StepRequest
from physai_sim.core.errors import PhysAIError
from physai_sim.ros.simulation.loop_calls import LoopCalls
from physai_sim.ros.simulation.results import failed, failure, result

SERVICE, ACTION = (
    "simulation_interfaces/srv/StepSimulation",
    "simulation_interfaces/action/SimulateSteps",
)
SERVICE_FEATURES = (Feature.STEP_SIMULATION_SINGLE, Feature.STEP_SIMULATION_MULTIPLE)
ACTION_FEATURES = (Feature.STEP_SIMULATION_ACTION,)


class Steps:
    """Has the loop take steps.

    Args:
        control: Of the simulation; it is touched in the loop alone.
        calls: Awaits the loop.
    """

    def __init__(self, control: SimControl, calls: LoopCalls) -> None:
        self._control, self._calls = control, calls

    async def take(self, steps: int, hear: Callable[[StepRequest], None] | None = None) -> None:
        """Take steps; it ends when the last is done, and what came of it was published.

        Args:
            steps: How many.
            hear: Called by the loop after each.

        Raises:
            PhysAIError: If not all of them were taken.
        """
        done: Future[None] = Future()

        def heard(request: StepRequest) -> None:
            if hear is not None:
                hear(request)
            if request.is_done:
                self._calls.end(done, None)

        request = await self._calls.do(lambda: self._control.step(steps, heard))
        await done
        await self._calls.do(request.check)  # the loop answers when it has published the step


class StepAction:
    """The action SimulateSteps.

    A goal that is cancelled ends after the present step, and its result says how many there were.

    Args:
        node: Whose server it is.
        kind: Class of the action.
        steps: Takes the steps.
    """

    def __init__(self, node: Node, kind: type[Any], steps: Steps) -> None:
        self._kind, self._steps = kind, steps
        self._server = ActionServer(
            node,
            kind,
            "~/simulate_steps",
            self._execute,
            cancel_callback=lambda _: CancelResponse.ACCEPT,
            callback_group=ReentrantCallbackGroup(),
        )

    async def _execute(self, handle: Any) -> Any:
        message, steps = self._kind.Result(), int(handle.request.steps)

        def hear(request: StepRequest) -> None:
            if not request.fault and handle.is_active:
                completed, remaining = request.completed, request.remaining
                feedback = self._kind.Feedback()
                feedback.completed_steps, feedback.remaining_steps = completed, remaining
                handle.publish_feedback(feedback)
            request.is_canceled |= handle.is_cancel_requested

        try:
            if handle.is_cancel_requested:
                what = f"0 of {steps} steps were taken: canceled"
                raise ControlError(ResultCode.OPERATION_FAILED, what)
            await self._steps.take(steps, hear)
        except PhysAIError as error:
            message.result = failure(error)
            if handle.is_cancel_requested:
                handle.canceled()
            else:
                handle.abort()
        else:
            message.result = result()
            handle.succeed()
        return message


def step_service(steps: Steps) -> Callable[[Any, Any], Any]:
    """The callback of StepSimulation."""

    async def answer(request: Any, response: Any) -> Any:
        try:
            await steps.take(int(request.steps))
        except PhysAIError as error:
            return failed(response, error)
        response.result = result()
        return response

    return answer
