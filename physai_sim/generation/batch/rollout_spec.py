"""What an episode looks like to those who record a rollout of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from physai_sim.core.types import EpisodeSpec, SensorSpec
from physai_sim.envs.session import Session


@dataclass(frozen=True, slots=True)
class RolloutSpec:
    """How the spec of a rollout differs from that of the session in which it is played.

    Args:
        config_hash: Of the world that the rollout shows.
        cameras: In place of the world's own, by name.
    """

    config_hash: str
    cameras: Mapping[str, SensorSpec]

    def of(self, session: Session) -> EpisodeSpec:
        """The spec of the rollout."""
        known = session.spec.sensors
        others = {name: sensor for name, sensor in known.items() if sensor.camera is None}
        sensors = {**others, **self.cameras}
        return replace(session.spec, config_hash=self.config_hash, sensors=sensors)
