"""A program is reached from this machine alone."""

import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]

PROGRAM = """
    import socket
    import rclpy
    from physai_sim.rosless.dds import loopback

    rclpy.init()
    node = rclpy.create_node("node")
    for opened in loopback.sockets(rclpy.get_default_context().get_domain_id()):
        device = opened.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, 16)
        print("confined", opened.getsockname()[1], device)
    print("ready")
    rclpy.spin(node)
"""


def _open_by(process):
    """Address and port of each socket of the internet that a process holds."""
    inodes = {str(link.readlink()) for link in Path(f"/proc/{process}/fd").iterdir()}
    for kind in ("udp", "udp6", "tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{kind}").read_text().splitlines()[1:]:
            words = line.split()
            if f"socket:[{words[9]}]" in inodes:
                address, _, port = words[1].partition(":")
                yield address, int(port, 16)


def test_every_socket_is_of_the_loopback_or_confined_to_it(start):
    program = start(PROGRAM)
    program.sees("ready")
    loopback = "0100007F"
    elsewhere = [port for address, port in _open_by(program.process.pid) if address != loopback]
    for port in elsewhere:
        assert f"confined {port} b'lo\\x00'" in program.text
    assert len(elsewhere) == 2
