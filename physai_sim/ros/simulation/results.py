"""How a service says what became of its request."""

from __future__ import annotations

from typing import Any

from physai_sim.control.control_error import ControlError, ResultCode
from physai_sim.ros.make import make
from physai_sim.ros.simulation.convert import MSG


def result(code: int = ResultCode.OK, text: str = "") -> Any:
    """A Result."""
    return make(f"{MSG}Result", result=int(code), error_message=text)


def failure(error: Exception) -> Any:
    """The Result of a request that failed: the error's own code where it has one."""
    code = error.code if isinstance(error, ControlError) else ResultCode.OPERATION_FAILED
    return result(code, str(error) or type(error).__name__)


def failed(response: Any, error: Exception) -> Any:
    """An empty response, filled with what was wrong."""
    if hasattr(response, "result"):
        response.result = failure(error)
    elif hasattr(response, "message"):
        response.message = str(error) or type(error).__name__
    return response
