"""A request that is refused, in OpenAI's words."""

from __future__ import annotations

from http import HTTPStatus

from physai_sim.core.errors import PhysAIError

# Where OpenAI's code is not the name of the status.
_CODES = {
    HTTPStatus.UNAUTHORIZED: "invalid_api_key",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_exceeded",
}
# After so many seconds it is worth another try.
RETRY_S = 1
_LATER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


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
        self._code = _CODES.get(status, status.name.lower())

    def coded(self, code: str) -> RefusalError:
        """The same with another of OpenAI's codes."""
        self._code = code
        return self

    @property
    def headers(self) -> dict[str, str]:
        """When to try again, or how to show who asks."""
        if self.status == HTTPStatus.UNAUTHORIZED:
            return {"WWW-Authenticate": "Bearer"}
        return {"Retry-After": str(RETRY_S)} if self.status in _LATER else {}

    @property
    def body(self) -> dict[str, object]:
        """The answer's JSON."""
        kind = "invalid_request_error"
        if self.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            kind = "server_error"
        elif self.status == HTTPStatus.TOO_MANY_REQUESTS:
            kind = "requests"
        error = {"message": str(self), "type": kind, "param": self.where or None}
        return {"error": {**error, "code": self._code}}
