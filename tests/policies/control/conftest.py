import os

import pytest

from policies.control._terminal import Terminal


@pytest.fixture
def terminal(seat):
    """The seat's terminal as a policy holds it."""
    opened = Terminal(os.dup(seat.slave))
    yield opened
    opened.close()
