"""The raster renderer against TinyRenderer: how fast, how true, and whether it leaks."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from physai_sim.benches._memory import resident_mb
from physai_sim.benches._render_truth import truth_rows
from physai_sim.benches._render_worlds import camera_of, open_world
from physai_sim.benches.base import Row
from physai_sim.core.errors import MachineError
from physai_sim.core.types import CameraSpec
from physai_sim.envs.session import Session
from physai_sim.rendering import choice
from physai_sim.rendering.base import Renderer
from physai_sim.rendering.camera import camera_pose, projection_matrix, view_matrix
from physai_sim.simulation.camera_image import camera_image
from physai_sim.simulation.world import World

BATCH = 16
WARM_UP_RESETS = 10
# Pictures of ours for each of TinyRenderer's, which takes so much longer.
OURS_PER_THEIRS = 5


@dataclass(frozen=True, slots=True)
class _Speed:
    """A row of pictures per second.

    Args:
        name: Id of the row.
        bar: Least ratio.
        world: Its name.
        settings: Overrides of its file.
        size_px: Columns and rows.
        rounds: Pictures of TinyRenderer's.
    """

    name: str
    bar: float
    world: str
    settings: tuple[str, ...]
    size_px: tuple[int, int]
    rounds: int


# Both draw the same: TinyRenderer knows no patterns, and its shadows, which are wrong and slow,
# are compared in a row of their own.
PLAIN = (
    "scene.light.shadow=false",
    "scene.ground.material.pattern=plain",
    "scene.bodies.table.material.pattern=plain",
)
STOCK = ("robots.arm.visuals=stock", *PLAIN)
SPEEDS = (
    _Speed("stock_panda_128", 20.0, "reach", STOCK, (128, 128), 60),
    _Speed("pick_place_128", 6.0, "pick_place", PLAIN, (128, 128), 200),
    _Speed("stock_panda_640", 8.0, "reach", STOCK, (640, 480), 10),
    _Speed("urban_640_shadows", 8.0, "urban_loop", ("scene.light.shadow=true",), (640, 480), 10),
)


class Render:
    """Raster against TinyRenderer: speed, truth, memory; one process, interleaved."""

    def run(self, *, quick: bool) -> list[Row]:
        """See `Bench`."""
        # One thread for Mesa's software renderer, as TinyRenderer has; no effect on a GPU.
        os.environ.setdefault("LP_NUM_THREADS", "1")
        try:
            raster = choice.find("raster")
        except MachineError as error:
            return [
                Row(speed.name, None, "ratio", speed.bar, ">=", str(error)) for speed in SPEEDS
            ]
        rows = [_speed_row(raster, speed, quick=quick) for speed in SPEEDS]
        rows.append(_batch_row(raster, rounds=5 if quick else 30))
        rows.append(_memory_row(raster, resets=20 if quick else 200))
        return [*rows, *truth_rows(raster, quick=quick)]


def _speed_row(raster: Renderer, speed: _Speed, *, quick: bool) -> Row:
    session = open_world(speed.world, speed.settings)
    camera = camera_of(session, speed.size_px)
    try:
        ratios, ours = _ratios(session, camera, raster, 4 if quick else speed.rounds)
    finally:
        session.close()
    note = (
        f"{speed.world}, {camera.width_px}x{camera.height_px}, median of {len(ratios)} rounds "
        f"({min(ratios):.1f} to {max(ratios):.1f}); {1000 / ours:.0f} pictures/s; "
        f"{raster.describe()}"
    )
    return Row(speed.name, statistics.median(ratios), "ratio", speed.bar, ">=", note)


def _ratios(
    session: Session, camera: CameraSpec, raster: Renderer, rounds: int
) -> tuple[list[float], float]:
    """TinyRenderer's time over ours in each round, and our median time [ms]."""
    world, shadow = session.world, session.config.scene.light.shadow
    substeps = session.spec.physics_hz // session.spec.control_hz
    _ours(raster, world, camera)  # warms caches up
    ratios, times = [], []
    for _ in range(rounds):
        ours = []
        for _ in range(OURS_PER_THEIRS):
            world.step(substeps)  # everything has moved; not timed
            ours.append(_timed_ms(lambda: _ours(raster, world, camera)))
        theirs = _timed_ms(lambda: _theirs(world, camera, shadow=shadow))
        times.append(statistics.median(ours))
        ratios.append(theirs / times[-1])
    return ratios, statistics.median(times)


def _ours(raster: Renderer, world: World, camera: CameraSpec) -> None:
    raster.render_batch([(world, camera)])


def _theirs(world: World, camera: CameraSpec, *, shadow: bool) -> None:
    camera_image(
        world,
        view=view_matrix(camera_pose(world, camera)),
        projection=projection_matrix(camera),
        size_px=(camera.width_px, camera.height_px),
        shadow=shadow,
    )


def _timed_ms(call: Callable[[], object]) -> float:
    begin = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - begin) / 1e6


def _batch_row(raster: Renderer, rounds: int) -> Row:
    sessions = [open_world("pick_place", PLAIN) for _ in range(BATCH)]
    shots = [(session.world, camera_of(session, (128, 128))) for session in sessions]
    ratios = []
    for _ in range(rounds):
        for session in sessions:
            session.world.step(16)
        single = _timed_ms(lambda: [raster.render_batch([shot]) for shot in shots])
        for session in sessions:
            session.world.step(16)
        together = _timed_ms(lambda: raster.render_batch(shots))
        ratios.append(single / together)
    for session in sessions:
        session.close()
    note = f"{BATCH} worlds pick_place at 128x128, median of {rounds} rounds"
    return Row("batch_16", statistics.median(ratios), "ratio", 1.0, ">=", note)


def _memory_row(raster: Renderer, resets: int) -> Row:
    session = open_world("urban_loop", ("scene.light.shadow=true",))
    camera = camera_of(session, (320, 240))
    for seed in range(WARM_UP_RESETS):
        session.reset(seed)
        raster.render(session.world, camera)
    before = resident_mb()
    for seed in range(resets):
        session.reset(seed)
        raster.render(session.world, camera)
    growth = resident_mb() - before
    session.close()
    return Row("reset_memory_mb", growth, "MB", 20.0, "<=", f"urban_loop, {resets} resets")
