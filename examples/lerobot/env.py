"""The worlds of physai_sim as an EnvHub repository: this file alone, with physai_sim installed.

`lerobot.envs.factory.make_env("you/your-repository", n_envs=2, trust_remote_code=True)` loads it.
"""

from physai_sim.envs.lerobot_env import make_env

__all__ = ["make_env"]
