"""Whether planted faults are caught by their own measures, and true films in other looks pass.

Each film is judged twice: as it was drawn, and as people have it, through an MP4 of our own.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from physai_sim.benches.base import Row
from physai_sim.core import registry
from physai_sim.core.config import load_world
from physai_sim.datasets.video import VideoWriter
from physai_sim.generation.critics.calibration.cases import relit
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.floors import Floors
from physai_sim.generation.physics.measures.base import Measure
from physai_sim.generation.physics.reading import read_clip
from physai_sim.generation.physics.report import report
from physai_sim.generation.physics.truth import Truth, View, true_film
from physai_sim.generation.source.from_world import from_world
from physai_sim.generation.variation.appearance import appearance
from physai_sim.generation.variation.matrix import Matrix, variants

PROCESSES = 2
FORMS = ("raw", "mp4")
HZ, SIZE_PX, MOST_FRAMES = 24, (128, 128), 96
SEEDS, QUICK_SEEDS = (0, 1, 2), (0,)
# Worlds whose looks are tried, with their camera: bodies that fly, an arm, and a car's own eye.
LOOKED_AT = dict.fromkeys(("falling_ball", "pick_place", "lane_curve"), "front_camera")
# The quick version: films that take little, and faults of both kinds.
QUICK_FAULTS = ("gravity", "vanish")
QUICK_LOOKS, LOOKS_AT_ONCE = 1, 9


@dataclass(frozen=True, slots=True)
class Film:
    """An episode in which something is tried.

    Args:
        world: Its world.
        camera: Who sees it.
        seed: Of the episode, and of the faults.
        names: Faults, or looks.
    """

    world: str
    camera: str
    seed: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the report said of one film.

    Args:
        name: Of the fault or look, with its world and seed.
        form: Of the film, one of `FORMS`.
        wrong: Whether that is not as it should be.
        why: Which measures said so.
    """

    name: str
    form: str
    wrong: bool
    why: str


def planted_rows(quick: bool) -> list[Row]:  # noqa: FBT001 - a bench's own word
    """The rows `faults_caught` and `false_alarms`."""
    context = multiprocessing.get_context("spawn")  # no copy of an engine or of OpenGL
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        caught = pool.map(_faults_of, _with_faults(quick=quick))
        passed = pool.map(_looks_of, _with_looks(quick=quick))
        faults, looks = (list(chain.from_iterable(found)) for found in (caught, passed))
    return [
        Row("faults_caught", 1.0 - _share(faults), "share", 1.0, "==", _note(faults, "missed")),
        Row("false_alarms", _share(looks), "share", 0.02, "<=", _note(looks, "failed")),
    ]


def _with_faults(*, quick: bool) -> list[Film]:
    """The longest first, so that no process waits for the other at the end."""
    names = QUICK_FAULTS if quick else registry.names("faults")
    kinds: list[type[Fault]] = [registry.find("faults", name) for name in names]
    places = dict.fromkeys((kind.world, kind.camera) for kind in kinds)
    return [
        Film(world, camera, seed, tuple(k.name for k in kinds if (k.world, k.camera) == place))
        for place in places
        for world, camera in [place]
        for seed in (QUICK_SEEDS if quick else SEEDS)
    ]


def _with_looks(*, quick: bool) -> list[Film]:
    """Looks of which every two lights, weathers and surfaces meet, a handful in a film."""
    names = [look.name for look in variants(Matrix(), budget=QUICK_LOOKS if quick else None)]
    worlds = list(LOOKED_AT)[:1] if quick else list(LOOKED_AT)
    return [
        Film(world, LOOKED_AT[world], 0, tuple(names[start : start + LOOKS_AT_ONCE]))
        for world in worlds
        for start in range(0, len(names), LOOKS_AT_ONCE)
    ]


def _faults_of(film: Film) -> list[Judged]:
    """Each fault of a film; wrong is what its own measure lets pass."""
    truth = _truth_of(film)
    floors, found = Floors(truth), []
    for name in film.names:
        fault: Fault = registry.find("faults", name)()
        clip, own = fault.plant(truth, film.seed), registry.find("measures", fault.caught_by)()
        for form in FORMS:
            wrong = not _failed(in_form(clip, form), truth, floors, (own,))
            found.append(Judged(_told(film, name), form, wrong, f"not by {fault.caught_by}"))
    return found


def _looks_of(film: Film) -> list[Judged]:
    """Each look of a film; wrong is what any measure fails."""
    truth = _truth_of(film)
    floors, found = Floors(truth), []
    for name in film.names:
        clip = relit(truth, appearance(name))
        for form in FORMS:
            failed = _failed(in_form(clip, form), truth, floors)
            found.append(Judged(_told(film, name), form, bool(failed), f"by {', '.join(failed)}"))
    return found


def in_form(clip: Clip, form: str) -> Clip:
    """A film as it was drawn, or as it comes back from a video file."""
    if form == "raw":
        return clip
    high, wide = clip.frames.shape[1:3]
    with tempfile.TemporaryDirectory(prefix="physai_bench_") as folder:
        path = Path(folder) / "film.mp4"
        with VideoWriter(path, hz=clip.hz, size_px=(wide, high)) as writer:
            for frame in clip.frames:
                writer.write(frame)
        return replace(read_clip(path), name=clip.name, expansion=clip.expansion)


def _truth_of(film: Film) -> Truth:
    source = from_world(load_world(film.world), film.seed)
    whole = 1 + len(source.actions) * HZ // source.config.rates.control_hz
    return true_film(source, View(film.camera, HZ, SIZE_PX, min(whole, MOST_FRAMES)))


def _failed(
    clip: Clip, truth: Truth, floors: Floors, measures: Sequence[Measure] | None = None
) -> list[str]:
    """The measures that a clip fails, of these or of all."""
    findings = report(clip, truth, floors=floors, measures=measures).findings
    return [finding.name for finding in findings if finding.verdict == "fail"]


def _told(film: Film, name: str) -> str:
    return f"{name} in {film.world}:{film.seed}"


def _share(films: list[Judged]) -> float:
    return sum(film.wrong for film in films) / len(films)


def _note(films: list[Judged], word: str) -> str:
    """How many there were, and which went wrong."""
    wrong = [f"{film.name} as {film.form} {film.why}" for film in films if film.wrong]
    told = f"; {word}: {'; '.join(wrong)}" if wrong else ""
    counts = []
    for form in FORMS:
        right = [not film.wrong for film in films if film.form == form]
        counts.append(f"{sum(right)} of {len(right)} {form}")
    return f"as they should be: {', '.join(counts)}{told}"
