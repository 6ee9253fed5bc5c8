"""A world as a Gymnasium environment."""

from __future__ import annotations

from typing import Any, Literal, cast

import gymnasium as gym
import numpy as np
from gymnasium import spaces
from numpy.typing import ArrayLike, NDArray

from physai_sim.core.config import WorldConfig, load_world
from physai_sim.core.errors import ConfigError
from physai_sim.core.types import Observation
from physai_sim.envs.session import Session
from physai_sim.rendering import choice

ObservationMode = Literal["state", "sensors", "all"]
ObsType = dict[str, NDArray[Any]]


class RobotTaskEnv(gym.Env[ObsType, NDArray[np.float64]]):
    """World + Robot + Sensors + Task behind Gymnasium's API.

    Observation: a flat Dict of finite boxes, fresh arrays at each step. `observations` chooses:
        "state" (default): sensors without cameras, and the task's ground truth;
        "sensors": all sensors, no ground truth, as a robot would have it;
        "all": both.
    Action: the robots' actions joined in the order of the world file, in physical units.
    Reward: the task's, in [0, 1].
    End: `terminated` on success or failure, `truncated` at the time limit; `info` has
        `is_success`, `outcome` ("running", "success", a failure or "time_limit"), `seed`, `draw`
        (what the world's `randomize` part gave), `stamp_ns`, `action_was_clipped` and `renderer`.

    Args:
        world: A name, the path of a world file, or a checked configuration.
        observations: See above.
        render_mode: "rgb_array" draws the world's view; "human" is PyBullet's window.

    Raises:
        PhysAIError: If the world is wrong, or "human" is wanted and no display answers.
    """

    metadata: dict[str, Any] = {  # noqa: RUF012 - as Gymnasium declares it
        "render_modes": ["rgb_array", "human"]
    }

    def __init__(
        self,
        world: str | WorldConfig,
        *,
        observations: ObservationMode = "state",
        render_mode: str | None = None,
    ) -> None:
        self.config = load_world(world) if isinstance(world, str) else world
        if render_mode not in (None, *self.metadata["render_modes"]):
            known = self.metadata["render_modes"]
            raise ConfigError("unknown render_mode", got=render_mode, known=known)
        if observations not in ("state", "sensors", "all"):
            known = ("state", "sensors", "all")
            raise ConfigError("unknown observations", got=observations, known=known)
        self.render_mode = render_mode
        self.session = Session(
            self.config,
            gui=render_mode == "human",
            cameras=observations != "state",
            privileged=observations != "sensors",
        )
        self.metadata = {**self.metadata, "render_fps": self.config.rates.control_hz}
        spec = self.session.spec
        self.action_space = spaces.Box(spec.action_low, spec.action_high, dtype=np.float64)
        self.observation_space = cast("spaces.Space[ObsType]", self.session.observation_space())

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[ObsType, dict[str, Any]]:
        """Start an episode.

        The first reset with a seed makes that very episode; later ones without a seed go on with
        a stream that depends on it alone.

        Args:
            seed: See above.
            options: `draw` is what an earlier episode drew (`info["draw"]`), to be used again;
                there are no others.

        Raises:
            ConfigError: If an option is unknown, or the draw is not one of this world.
        """
        super().reset(seed=seed)
        for option in options or ():
            if option != "draw":
                raise ConfigError("unknown options of reset", got=option, known=("draw",))
        if seed is None:
            seed = int(self.np_random.integers(2**31))
        first = self.session.reset(seed, (options or {}).get("draw"))
        return _flat(first), self._info(outcome="running", is_success=False)

    def step(self, action: ArrayLike) -> tuple[ObsType, float, bool, bool, dict[str, Any]]:
        """Apply an action for one control step.

        Raises:
            ActionError: If it has a wrong shape or a number that is not finite.
            EpisodeError: If the episode has ended or none has begun.
        """
        step = self.session.step(action)
        outcome = step.outcome
        info = self._info(
            outcome="running" if outcome is None else outcome.reason,
            is_success=outcome is not None and outcome.is_success,
        )
        info["action_was_clipped"] = step.action.was_clipped
        terminated = outcome is not None and outcome.terminated
        truncated = outcome is not None and outcome.truncated
        return _flat(step.observation), step.reward, terminated, truncated, info

    def render(self) -> NDArray[np.uint8] | None:
        """The world's view, shape (H, W, 3); None where PyBullet's window shows it."""
        if self.render_mode != "rgb_array":
            return None
        image: NDArray[np.uint8] = choice.render(self.session.world, self.session.view).rgb.copy()
        return image

    def close(self) -> None:
        """Free the engine; a second call does nothing."""
        self.session.close()

    def _info(self, *, outcome: str, is_success: bool) -> dict[str, Any]:
        return {
            "is_success": is_success,
            "outcome": outcome,
            "seed": self.session.seed,
            "draw": dict(self.session.draw),
            "stamp_ns": self.session.stamp_ns,
            "action_was_clipped": False,
            "renderer": choice.name_of(self.session.world),
        }


def _flat(observation: Observation) -> ObsType:
    return {**observation.sensors, **(observation.privileged or {})}
