import subprocess
import sys

import pytest

from physai_sim.core import registry
from physai_sim.ros.policy_node import PolicyNode
from physai_sim.ros.teleop_node import TeleopNode


def test_it_is_the_policy_node_with_a_person_for_a_policy():
    assert issubclass(TeleopNode, PolicyNode)
    assert TeleopNode.default_policy in registry.names("policies")


@pytest.mark.slow
def test_without_a_terminal_it_says_so_in_a_line():
    command = [sys.executable, "-m", "physai_sim.ros.teleop_node"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "there is no terminal to read keys from" in done.stderr
    assert "Traceback" not in done.stderr
