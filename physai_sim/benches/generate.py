"""How fast rollouts are made, and whether they are true, whole, and told from what is not."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from physai_sim.benches import _generate_batches as batches
from physai_sim.benches._planted import planted_rows
from physai_sim.benches.base import Row
from physai_sim.core.config import load_world
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.source.from_world import from_world
from physai_sim.generation.variation.matrix import Matrix, variants
from physai_sim.generation.variation.state_check import appearance_state_differ

WORLDS = ("pick_place", "urban_loop")


class Generate:
    """`physai generate` on two processes, and the report of physics on planted faults."""

    def run(self, *, quick: bool) -> list[Row]:
        """See `Bench`."""
        with tempfile.TemporaryDirectory(prefix="physai_bench_") as name:
            folder = Path(name)
            return [
                *planted_rows(quick),
                _appearance(quick=quick),
                _speed(folder, quick=quick),
                _killed(folder, quick=quick),
                _memory(folder, quick=quick),
            ]


def _appearance(*, quick: bool) -> Row:
    """States that differ between an episode and its looks, over worlds and looks."""
    worlds, count, seconds = (("reach",), 2, 0.5) if quick else (WORLDS, 20, 6.0)
    differ = looks = 0
    for world in worlds:
        source = from_world(load_world(world, (f"time_limit_s={seconds}",)), 1)
        matrix = Matrix(textures=2, cameras=2)
        found = appearance_state_differ(
            source, variants(matrix, budget=count, config=concrete(source)), hz=24
        )
        looks, differ = looks + len(found), differ + sum(found.values())
    note = f"{looks} looks of {', '.join(worlds)}, every frame of {seconds:g} s"
    return Row("appearance_state_differ", float(differ), "states", 0.0, "==", note)


def _speed(folder: Path, *, quick: bool) -> Row:
    frames, variants_ = (120 if quick else 360), 10
    found = {
        world: batches.frames_per_s(
            world, folder / f"speed_{world}", frames=frames, variants=variants_
        )
        for world in WORLDS
    }
    told = ", ".join(f"{world} {value:.0f}" for world, value in found.items())
    note = (
        f"{told}; 128x128, 2 episodes x {variants_} looks x {frames} frames, two processes, with"
        " their start and the playing of the episodes; looks of an episode share its physics"
    )
    return Row("frames_per_s", statistics.mean(found.values()), "1/s", 150.0, ">=", note)


def _killed(folder: Path, *, quick: bool) -> Row:
    kills = 1 if quick else 10
    defects, count = batches.kill_defects(folder, kills=kills)
    note = (
        f"kill -9 at random moments, {kills} in all; {count} batches of 16 rollouts, two processes"
    )
    return Row("kill_resume_defects", float(defects), "rollouts", 0.0, "==", note)


def _memory(folder: Path, *, quick: bool) -> Row:
    samples = 150 if quick else 10_000
    grown = batches.growth_mb(folder / "memory", samples=samples)
    note = f"from rollout 100 to {samples}, 2 frames of 16x16"
    return Row("memory_10k_mb", grown, "MB", 50.0, "<=", note)
