"""Serves rclpy and its companions to the tests of this folder."""

import os

import pytest

from physai_sim import rosless

rosless.install()


@pytest.fixture(scope="session")
def own_domain():
    """A domain for tests that run one after the other: each worker of a run has another."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return 81 + int(worker) % 9
