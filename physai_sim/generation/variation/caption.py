"""Captions in JSON: what is seen, what happens, in which light and weather, from where.

Why: generators of video are trained on structured captions, and follow plain sentences less well.
These are made from what the engine knows, by rules: offline, and equal for equal episodes.
"""

from __future__ import annotations

import json
from typing import Any

from physai_sim.core.config import WorldConfig
from physai_sim.core.rollouts import Expansion
from physai_sim.core.strict import StrictModel
from physai_sim.generation.variation.caption_subjects import Subject, action_of, subjects_of
from physai_sim.generation.variation.caption_words import LOOKS, VEILED, sentence_of
from physai_sim.generation.variation.film_facts import FilmFacts

_LEFT_OPEN = "as the source has it"


class Caption(StrictModel):
    """What a video shows.

    Attributes:
        summary: All of it in one sentence.
        subjects: Bodies that are seen, the largest first.
        actions: What they do, in whole sentences.
        setting: Where it is.
        lighting: Time of day, and how light falls.
        weather: What is in the air.
        surface: What lies on ground, roads and tables.
        camera: Where it is seen from, and how that moves.
    """

    summary: str
    subjects: tuple[Subject, ...] = ()
    actions: tuple[str, ...] = ()
    setting: str = _LEFT_OPEN
    lighting: str = _LEFT_OPEN
    weather: str = _LEFT_OPEN
    surface: str = _LEFT_OPEN
    camera: str = _LEFT_OPEN

    def text(self) -> str:
        """The caption as JSON, keys in their order."""
        return json.dumps(self.model_dump(mode="json"), indent=2)


def schema() -> dict[str, Any]:
    """JSON Schema of a caption."""
    return Caption.model_json_schema()


def caption(film: FilmFacts, expansion: Expansion | None = None) -> Caption:
    """The caption of a film, as an expansion shows it.

    Args:
        film: What the engine knows of it.
        expansion: How it looks; None: as the source does.
    """
    names = _names_of(expansion)
    looks = {factor: LOOKS[factor][name] for factor, name in names.items()}
    if names.get("weather", "clear") != "clear" and "lighting" in names:
        looks["lighting"] = VEILED[names["lighting"]]
    subjects = subjects_of(film)
    actions = tuple(action_of(film, one.name) for one in subjects if one.moves)
    doing = sentence_of(film.instruction or film.config.instruction)
    return Caption(
        summary=" ".join((doing, *(sentence_of(look) for look in looks.values()))),
        subjects=subjects,
        actions=(doing, *actions),
        setting=_setting(film.config),
        camera=_camera(film.carrier),
        **looks,
    )


def _names_of(expansion: Expansion | None) -> dict[str, str]:
    """Names of light, weather and surface; none where they are the source's own."""
    if expansion is None or expansion.kind != "appearance":
        return {}
    parts = expansion.name.split("+")
    return {f: part for f, names in LOOKS.items() for part in parts if part in names}


def _setting(config: WorldConfig) -> str:
    place = "a street" if config.roads is not None else "a workplace indoors"
    return f"{place}: {sentence_of(config.description)}"


def _camera(carrier: str) -> str:
    if carrier == "world":
        return "a camera that stands still"
    body, _, link = carrier.partition("/")
    return f"a camera that moves with {body}" + (f", fixed to its {link}" if link else "")
