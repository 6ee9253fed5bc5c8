"""Where a server listens, and how it ends."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import anyio
import uvicorn

from physai_sim.core.errors import ConfigError
from policies.planning.hybrid.serving.app import Server

# Time for the last words of answers under way, before connections are cut.
GRACE_S = 5
_QUIET = "warning"


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """An address, taken before the weights are loaded; nobody is let in yet.

    Raises:
        ConfigError: If it cannot be had.
    """
    where = f"{host}:{port}"
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(found[0], found[1])
    except (OSError, UnicodeError) as error:
        raise ConfigError(f"no such address ({error})", where=where) from error
    with taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(found[4])
        except (OSError, OverflowError) as error:
            raise ConfigError(f"cannot listen there ({error})", where=where) from error
        yield taken


class Listener(uvicorn.Server):
    """Tells when it listens; when it ends, so do the answers, each with a word to its client.

    Args:
        server: Its routes and engine.
        told: Is given the URL of the API.
    """

    def __init__(self, server: Server, *, told: Callable[[str], None]) -> None:
        super().__init__(
            uvicorn.Config(
                server.app(),
                lifespan="off",
                ws="none",
                log_level=_QUIET,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_S,
            )
        )
        self._server, self._told = server, told
        self._is_ended = False

    def serve_at(self, taken: socket.socket) -> None:
        """Serve until an interrupt or SIGTERM, which is raised again in the end."""
        try:
            self.run(sockets=[taken])
        finally:
            self._server.close()
        if self._is_ended:  # raised again by the library, unless whoever started us ignores it
            raise KeyboardInterrupt

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal that ends it."""
        self._is_ended = True
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Let clients in."""
        await super().startup(sockets)
        for taken in sockets or ():
            host, port = taken.getsockname()[:2]
            self._told(f"http://{f'[{host}]' if ':' in host else host}:{port}/v1")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in, end the answers, and wait until they are sent."""
        self._server.refuse()
        await anyio.to_thread.run_sync(self._server.close)
        await super().shutdown(sockets)
