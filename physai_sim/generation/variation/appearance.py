"""Named looks of a world: light, weather, surface, texture and camera, joined by `+`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.rollouts import Expansion
from physai_sim.core.scene_config import LightConfig
from physai_sim.core.strict import plain
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.variation.camera import moved_cameras
from physai_sim.generation.variation.lighting import LIGHTINGS
from physai_sim.generation.variation.paths import check_looks
from physai_sim.generation.variation.physics import with_physics
from physai_sim.generation.variation.surface import SURFACES
from physai_sim.generation.variation.texture import textured
from physai_sim.generation.variation.weather import WEATHERS, under
from physai_sim.generation.variation.world_settings import with_settings

# Which names each factor knows, and what it is where a name leaves it out.
NAMED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "lighting": (tuple(LIGHTINGS), "noon"),
    "weather": (tuple(WEATHERS), "clear"),
    "surface": (tuple(SURFACES), "dry"),
}
# Factors that draw from a number, and differ from world to world: `texture_3`, `camera_1`.
DRAWN: Mapping[str, Callable[[WorldConfig, int], tuple[str, ...]]] = {
    "texture": textured,
    "camera": moved_cameras,
}
_CLEAR = ("visibility_m=null", "rain=0.0", "snow=0.0", "wetness=0.0", "cover=0.0")


def presets() -> tuple[str, ...]:
    """All names of a light, a weather and a surface: 9 x 5 x 4."""
    return tuple("+".join(parts) for parts in product(*(names for names, _ in NAMED.values())))


def appearance(name: str, config: WorldConfig | None = None) -> Expansion:
    """A look by its name; what it says of light, weather and surface replaces the world's own.

    Args:
        name: Such as "night+rain+wet", "golden_hour" or "noon+snow+texture_3+camera_1"; what it
            leaves out of the first three is noon, clear and dry.
        config: The world of the one episode, which textures and cameras are made for.

    Raises:
        UnknownNameError: If a part is unknown.
        ConfigError: If a factor is named twice, or a texture or camera has no world.
    """
    chosen = _chosen(name)
    parts = {factor: chosen.get(factor, default) for factor, (_, default) in NAMED.items()}
    settings = list(_looks(**parts))
    for factor in [factor for factor in DRAWN if factor in chosen]:
        if config is None:
            what = f"a {factor} is made for a world"
            raise ConfigError(what, where=f"appearance {name!r}", expected="the world too")
        parts[factor] = chosen[factor]
        settings += DRAWN[factor](config, int(chosen[factor].rpartition("_")[2]))
    return Expansion("appearance", "+".join(parts.values()), tuple(settings))


def changed(source: SourceEpisode, expansion: Expansion) -> SourceEpisode:
    """A source as an expansion wants it, on top of what its episode drew.

    Args:
        source: The episode.
        expansion: Of appearance: every state stays as it is, to the bit. Of physics: one change.

    Raises:
        ConfigError: If the expansion touches what its kind must leave alone.
        UnknownNameError: If it names what the world has not.
    """
    where = f"expansion {expansion.name!r}"
    if expansion.kind == "physics":
        return with_physics(source, expansion)
    if expansion.actions is not None or (expansion.kind == "none" and expansion.settings):
        what = f"an expansion of kind {expansion.kind!r} that changes more"
        raise ConfigError(what, where=where, expected="kind 'physics'")
    if expansion.kind == "none":
        return source
    base = concrete(source)
    check_looks(base, expansion.settings, where=where)
    return replace(source, config=with_settings(base, expansion.settings), draw={})


def _chosen(name: str) -> dict[str, str]:
    """Part by factor, each once."""
    chosen: dict[str, str] = {}
    for part in name.split("+"):
        factor = _factor_of(part, name)
        if factor in chosen:
            what = f"the {factor} is named twice"
            raise ConfigError(what, where=f"appearance {name!r}", got=part)
        chosen[factor] = part
    return chosen


def _factor_of(part: str, name: str) -> str:
    stem, _, number = part.rpartition("_")
    if stem in DRAWN and number.isascii() and number.isdigit():
        return stem
    found = [factor for factor, (names, _) in NAMED.items() if part in names]
    if not found:
        known = [n for names, _ in NAMED.values() for n in names] + [f"{f}_0" for f in DRAWN]
        raise UnknownNameError("no such look", where=f"appearance {name!r}", got=part, known=known)
    return found[0]


def _looks(*, lighting: str, weather: str, surface: str) -> tuple[str, ...]:
    """Settings of the whole light and weather."""
    light: LightConfig = under(LIGHTINGS[lighting], WEATHERS[weather])
    told = {key: plain(value) for key, value in light.model_dump().items()}
    lights = (f"scene.light.{key}={_yaml(value)}" for key, value in told.items())
    clear = (f"scene.weather.{setting}" for setting in _CLEAR)
    # A later setting of a key replaces an earlier one.
    return _last_of_each((*lights, *clear, *WEATHERS[weather].air, *SURFACES[surface]))


def _last_of_each(settings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{k}={v}" for k, v in dict(s.split("=", 1) for s in settings).items())


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
