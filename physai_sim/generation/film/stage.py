"""Opens the world of a source once, for rollouts that differ from it in looks alone or in nothing.

Why the looks are taken from a world that has them: whatever decides how a body looks, its world
knows; nothing has to be told here of what an appearance may change.
"""

from __future__ import annotations

from types import TracebackType

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import ConfigError
from physai_sim.core.types import SensorSpec
from physai_sim.envs.session import Session
from physai_sim.generation.resimulation import cameras_in, concrete, open_session
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.rendering import choice
from physai_sim.simulation.dressed_world import DressedWorld, Looks, looks_of
from physai_sim.simulation.world import World

Cameras = dict[str, SensorSpec]


class Stage:
    """The world of a source, which can be seen in the looks of others.

    Args:
        source: What is to be played there.

    Attributes:
        session: Where it is played.
    """

    def __init__(self, source: SourceEpisode) -> None:
        self.source, self.session = source, open_session(source)
        self._config = concrete(source)
        self._placed = ""

    @property
    def can_dress(self) -> bool:
        """Whether the renderer can show a world in other looks; the engine's own cannot."""
        return choice.renderer_of(self.session.world).name == "raster"

    def seen_as(self, variant: SourceEpisode) -> tuple[World, Cameras]:
        """The world as a variant of the source is seen, and the cameras of the variant.

        Args:
            variant: The source itself, or one that differs from it in looks.

        Raises:
            ConfigError: If its bodies do not stand as those of the source.
        """
        config = concrete(variant)
        if config == self._config:
            return self.session.world, cameras_of_session(self.session)
        if self._differs_in_light(config):
            own = looks_of(self.session.world)
            looks = Looks(config.scene, own.shapes, own.materials, own.lamps)
            return self._dressed(looks, config), cameras_of_session(self.session)
        other = open_session(variant)
        try:
            other.reset(variant.seed)
            self._require_same_start(other, variant)
            return self._dressed(looks_of(other.world), config), cameras_of_session(other)
        finally:
            other.close()

    def _differs_in_light(self, config: WorldConfig) -> bool:
        """Whether nothing but light and weather, which no body knows of, is another one."""
        lit = {"light": config.scene.light, "weather": config.scene.weather}
        scene = self._config.scene.model_copy(update=lit)
        return self._config.model_copy(update={"scene": scene}) == config

    def _dressed(self, looks: Looks, config: WorldConfig) -> DressedWorld:
        dressed = DressedWorld(self.session.world, looks)
        choice.assign(dressed, config.renderer)
        return dressed

    def _require_same_start(self, other: Session, variant: SourceEpisode) -> None:
        if not self._placed:
            self.session.reset(self.source.seed)
            self._placed = self.session.world.state_hash()
        if other.world.state_hash() != self._placed:
            what = "a variant of looks whose bodies stand otherwise than in its source"
            raise ConfigError(what, where=variant.name)

    def close(self) -> None:
        """Close the world; a second call does nothing."""
        self.session.close()

    def __enter__(self) -> Stage:
        """The stage itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()


def cameras_of_session(session: Session) -> Cameras:
    """The colour cameras of an open world, and its view, by name."""
    return {name: sensor for name, (sensor, _) in cameras_in(session).items()}
