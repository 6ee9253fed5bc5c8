"""Episodes: the one loop, and the Gymnasium environments around it.

Importing this module registers `physai/NAME-v0` for every world that is found.
"""

from physai_sim.envs.make import make, make_vec, register_worlds
from physai_sim.envs.robot_task_env import RobotTaskEnv

__all__ = ["RobotTaskEnv", "make", "make_vec", "register_worlds"]

register_worlds()
