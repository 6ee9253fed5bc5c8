"""Who is seen in a film and how they move, in words that follow from numbers alone."""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.core.strict import StrictModel
from physai_sim.generation.variation.caption_words import colour_name
from physai_sim.generation.variation.film_facts import FilmFacts

LEAST_PX = 12  # what is smaller in every frame is not told
MOST_SUBJECTS = 12
UNTOLD = ("ground", "road", "kerb")
MOVES_M = 0.02
CALLED = {"vehicle": "car", "pedestrian": "person who walks"}


class Subject(StrictModel):
    """A body that is seen.

    Attributes:
        name: In the world.
        category: Its class.
        description: What it looks like.
        moves: Whether it, or its tool, is elsewhere during the film.
    """

    name: str
    category: str
    description: str
    moves: bool


def subjects_of(film: FilmFacts) -> tuple[Subject, ...]:
    """Bodies that are seen, the largest first."""
    most = film.most_px
    seen = [
        name
        for name in sorted(most, key=lambda n: (-most[n], n))
        if most[name] >= LEAST_PX and film.infos[name].category not in UNTOLD
    ]
    return tuple(
        Subject(
            name=name,
            category=film.infos[name].category,
            description=_description(film, name),
            moves=_way_m(film, name) > MOVES_M,
        )
        for name in seen[:MOST_SUBJECTS]
    )


def action_of(film: FilmFacts, name: str) -> str:
    """How far a body moves, and which way."""
    track, who = _track(film, name)
    if track is None or _way_m(film, name) <= MOVES_M:
        return f"{who[:1].upper() + who[1:]} stands still."
    way, shift = _way_m(film, name), track[-1] - track[0]
    rise = track[:, 2].max() - track[0, 2]
    away = float(np.linalg.norm(shift))
    told = f"{who[:1].upper() + who[1:]} moves {way:.2f} m and ends {away:.2f} m from its start"
    return f"{told}, up to {rise:.2f} m higher." if rise > MOVES_M else f"{told}."


def _track(film: FilmFacts, name: str) -> tuple[Array | None, str]:
    """Where it is in each frame, (T, 3), and what it is called: of an arm, its tool."""
    if name in film.tools:
        return film.tools[name], f"the tool of {name}"
    return film.places.get(name), name


def _way_m(film: FilmFacts, name: str) -> float:
    track, _ = _track(film, name)
    steps = np.zeros((0, 3)) if track is None else np.diff(track, axis=0)
    return float(np.linalg.norm(steps, axis=1).sum())


def _description(film: FilmFacts, name: str) -> str:
    config = film.config
    body = config.scene.bodies.get(name)
    if body is None:
        part = config.robots.get(name)
        return part.model if part is not None else CALLED.get(film.infos[name].category, name)
    red, green, blue, _ = body.color_rgba
    size = " x ".join(f"{extent:.2f}" for extent in body.extents_m)
    return f"{colour_name((red, green, blue))} {body.shape}, {size} m"
