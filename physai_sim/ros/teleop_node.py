"""`teleop_node`: a person plays with the keyboard of a terminal, and sees what the cameras see.

It is the policy node with the policy `keyboard`: run it in a terminal of its own, while the
simulation runs in another. Enter and Backspace begin another episode, Q ends it.
"""

from __future__ import annotations

import sys

from physai_sim.ros.policy_node import PolicyNode
from physai_sim.ros.running import run_node


class TeleopNode(PolicyNode):
    """The policy node with a person for a policy."""

    default_policy = "keyboard"


def main(args: list[str] | None = None) -> int:
    """Run the node; gives the exit code."""
    return run_node(TeleopNode, args, "teleop")


if __name__ == "__main__":
    sys.exit(main())
