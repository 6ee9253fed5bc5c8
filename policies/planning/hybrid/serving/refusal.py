"""A request that is refused, in OpenAI's words."""

from __future__ import annotations

from http import HTTPStatus

from physai_sim.core.errors import PhysAIError


class RefusalError(PhysAIError):
    """A request that is not served; the client reads why in one line.

    Args:
        what: What is wrong, as a short clause.
        where: The key of the request.
        status: HTTP's.
        got: The offending value.
        expected: What would have been right.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        status: HTTPStatus = HTTPStatus.BAD_REQUEST,
        got: object = None,
        expected: str = "",
    ) -> None:
        super().__init__(what, where=where, got=got, expected=expected)
        self.status = status

    @property
    def body(self) -> dict[str, object]:
        """The answer's JSON."""
        faulty = self.status < HTTPStatus.INTERNAL_SERVER_ERROR
        kind = "invalid_request_error" if faulty else "server_error"
        code = self.status.name.lower()
        error = {"message": str(self), "type": kind, "param": self.where or None, "code": code}
        return {"error": error}
