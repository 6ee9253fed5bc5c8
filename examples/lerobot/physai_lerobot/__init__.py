"""`--env.type=physai` for `lerobot-eval`.

With `examples/lerobot` on `PYTHONPATH`: `lerobot-eval --env.discover_packages_path=physai_lerobot
--env.type=physai --env.task=reach --policy.path=FOLDER --eval.n_episodes=10`.
"""

from dataclasses import dataclass
from typing import Any

import gymnasium as gym
from gymnasium import spaces
from lerobot.configs.types import FeatureType, PolicyFeature
from lerobot.envs.configs import EnvConfig

from physai_sim.core.config import load_world
from physai_sim.envs.lerobot_env import LeRobotEnv

gym.register(
    "physai/lerobot-v0",
    entry_point="physai_sim.envs.lerobot_env:LeRobotEnv",
    order_enforce=False,
    disable_env_checker=True,
)


@EnvConfig.register_subclass("physai")
@dataclass
class PhysAIEnv(EnvConfig):
    """A world of physai_sim; `task` names it, its spaces say the features."""

    task: str | None = "reach"

    def __post_init__(self) -> None:
        self.fps = load_world(str(self.task)).rates.control_hz
        env = LeRobotEnv(str(self.task))
        boxes = env.observation_space.spaces
        action = env.action_space.shape
        env.close()
        self._add("action", "action", FeatureType.ACTION, action)
        self._add("agent_pos", "observation.state", FeatureType.STATE, boxes["agent_pos"].shape)
        if "environment_state" in boxes:
            shape = boxes["environment_state"].shape
            self._add("environment_state", "observation.environment_state", FeatureType.ENV, shape)
        pixels = boxes["pixels"]
        for name, box in pixels.spaces.items() if isinstance(pixels, spaces.Dict) else ():
            key = f"observation.images.{name}"
            self._add(f"pixels/{name}", key, FeatureType.VISUAL, box.shape)

    def _add(self, key: str, policy_key: str, kind: FeatureType, shape: Any) -> None:
        self.features[key] = PolicyFeature(type=kind, shape=tuple(shape))
        self.features_map[key] = policy_key

    @property
    def gym_id(self) -> str:
        """The one environment for all worlds."""
        return "physai/lerobot-v0"

    @property
    def gym_kwargs(self) -> dict[str, Any]:
        """Which world."""
        return {"world": self.task}
