"""Nobody beyond this machine reaches the sockets of a domain."""

import os
import socket
import sys

import pytest

from physai_sim.rosless.dds import loopback

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux binds to a device")


def test_all_sockets_that_listen_everywhere_receive_from_the_loopback_alone(place, own_domain):
    found = 0
    for opened in loopback.sockets(own_domain):
        found += 1
        device = opened.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, 16)
        assert device.rstrip(b"\0") == b"lo"
    assert found == 2  # discovery and data


def test_other_sockets_stay_as_they_are(own_domain):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mine:
        mine.bind(("127.0.0.1", 0))
        loopback.confine(own_domain)
        assert mine.getsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, 16) == b""


def test_looking_for_sockets_leaves_no_descriptor_open(place, own_domain):
    before = len(os.listdir("/proc/self/fd"))
    assert list(loopback.sockets(own_domain))
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_wider_range_is_not_confined(join, own_domain, monkeypatch):
    monkeypatch.setenv("ROS_AUTOMATIC_DISCOVERY_RANGE", "SUBNET")
    domain = own_domain + 9
    join(domain)
    devices = {s.getsockopt(socket.SOL_SOCKET, 25, 16) for s in loopback.sockets(domain)}
    assert devices == {b""}
