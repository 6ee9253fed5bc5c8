"""Keeps the sockets of a domain on the loopback.

Cyclone DDS announces the address of its interface alone, but it receives on all addresses of the
machine, and no setting changes that: who can reach the port could send messages to a reader.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

PORT_BASE, PORTS_PER_DOMAIN = 7400, 250
"""Source: OMG DDSI-RTPS 2.5, section 9.6.2."""

_OPEN = Path("/proc/self/fd")
_BIND_TO_DEVICE = getattr(socket, "SO_BINDTODEVICE", None)


def confine(domain_id: int) -> None:
    """Let the sockets of a domain in this process receive from this machine alone.

    Only Linux can do that; elsewhere nothing happens.

    Args:
        domain_id: The domain, 0 to 232.
    """
    if _BIND_TO_DEVICE is None:
        return
    for opened in sockets(domain_id):
        with contextlib.suppress(PermissionError):  # kernels before 5.7 ask for privileges
            opened.setsockopt(socket.SOL_SOCKET, _BIND_TO_DEVICE, b"lo\0")


def sockets(domain_id: int) -> Iterator[socket.socket]:
    """The UDP sockets of this process that receive on the ports of a domain; each is closed after.

    Args:
        domain_id: The domain, 0 to 232.
    """
    first = PORT_BASE + PORTS_PER_DOMAIN * domain_id
    for path in sorted(_OPEN.iterdir()) if _OPEN.is_dir() else []:
        with contextlib.suppress(OSError):  # another thread may close what was listed
            if not path.is_socket():
                continue
            with socket.socket(fileno=os.dup(int(path.name))) as found:
                is_udp = (found.family, found.type) == (socket.AF_INET, socket.SOCK_DGRAM)
                if is_udp and first <= found.getsockname()[1] < first + PORTS_PER_DOMAIN:
                    yield found
