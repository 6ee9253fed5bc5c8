"""Batches of rollouts that benches make: fast ones, ones that are killed, and very many."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path

from physai_sim.benches._memory import resident_mb
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.batch.run_batch import Progress, run_batch
from physai_sim.generation.variation.appearance import appearance, presets

CAMERA = {"pick_place": ("front_camera",)}
FEW = 12  # looks of very many rollouts: each was seen before memory is first looked at
WAIT_S = 1.0  # at most, after a rollout is whole until its batch is killed
KILLED = ("reach:0-3", "--budget", "4", "--size", "32x24", "--frames", "24", "--format", "both")


def looks() -> Iterator[str]:
    """All looks, over and over, in an order that mixes them."""
    return cycle(random.Random(0).sample(presets(), len(presets())))


def frames_per_s(world: str, out: Path, *, frames: int, variants: int) -> float:
    """Frames that two processes write in a second, from their start to their end.

    Args:
        world: Two episodes of it are played by its expert, which takes its time too.
        out: Folder for the batch.
        frames: Of each rollout.
        variants: Looks of each episode.
    """
    asked = (
        RolloutRequest(
            f"{world}_{seed}_{index:02d}",
            f"{world}:{seed}",
            appearance(look),
            num_frames=frames,
            cameras=CAMERA.get(world, ()),
            size_px=(128, 128),
            streams=("depth", "segmentation"),
        )
        for seed in (1, 2)
        for index, look in enumerate(islice(looks(), variants))
    )
    settings = (f"time_limit_s={frames / 24}",)
    batch = BatchRequest(tuple(asked), out, processes=2, settings=settings)
    began = time.perf_counter()
    made = run_batch(batch, progress=_nothing)
    return made.frames / (time.perf_counter() - began)


def growth_mb(out: Path, *, samples: int) -> float:
    """How much this process grows from rollout 100 to the last of very small ones [MB]."""
    asked = (
        RolloutRequest(
            f"tiny_{k:05d}", "reach:0", appearance(look), num_frames=2, size_px=(16, 16)
        )
        for k, look in enumerate(islice(cycle(islice(looks(), FEW)), samples))
    )
    held: dict[int, float] = {}

    def watch(news: Progress) -> None:
        held[news.done] = resident_mb()

    run_batch(BatchRequest(tuple(asked), out), progress=watch)
    return held[samples] - held[100]


def kill_defects(folder: Path, *, kills: int) -> tuple[int, int]:
    """Rollouts that are missing, repeated or other ones after kills at random moments.

    Args:
        folder: For the batches.
        kills: How many; a batch that is whole before it can be killed is begun anew elsewhere.

    Returns:
        The defects, and how many batches there were.
    """
    whole, moments = folder / "whole", random.Random(0)
    _command(whole).wait()
    wanted, total = states(whole), _whole(whole)
    killed, batches = 0, [folder / "killed_0"]
    while killed < kills:
        if _is_killed(batches[-1], total, moments):
            killed += 1
        else:
            batches.append(folder / f"killed_{len(batches)}")
    defects = 0
    for batch in batches:
        _command(batch).wait()
        defects += differences(states(batch), wanted)
    return defects, len(batches)


def _is_killed(out: Path, total: int, moments: random.Random) -> bool:
    """Make a batch, and kill it a while after some more rollouts are whole; False: it was faster.

    Why by rollouts: on a machine that is busy otherwise, a time by the clock falls anywhere.
    """
    process, count = _command(out), moments.randint(_whole(out), total)
    while process.poll() is None and _whole(out) < count:
        time.sleep(0.01)
    with suppress(subprocess.TimeoutExpired):
        process.wait(moments.uniform(0.0, WAIT_S))
    is_running = process.poll() is None
    if is_running:
        process.send_signal(signal.SIGKILL)
    process.wait()
    return is_running


def _whole(out: Path) -> int:
    """How many rollouts of a batch are whole."""
    return sum(1 for _ in (out / "samples").glob("*/sample_outputs.json"))


def states(out: Path) -> Counter[str]:
    """What is there of a batch: rollouts with digests of all they hold, and episodes."""
    found: Counter[str] = Counter()
    for file in sorted((out / "samples").glob("*/sample_outputs.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        found[f"rollout {told['name']} {told['files']} {told['state_hashes']}"] += 1
    for bag in sorted((out / "bags").iterdir()):
        found[f"bag {bag.name} {sum(file.stat().st_size for file in bag.iterdir())}"] += 1
    for number, row in enumerate(LeRobotDataset(out / "dataset").episodes):
        sample = json.loads(row["physai/provenance"])["details"]["sample"]
        found[f"episode {number} {sample} {row['length']}"] += 1
    return found


def differences(found: Counter[str], wanted: Counter[str]) -> int:
    """How much is missing, or there once too often."""
    return sum((wanted - found).values()) + sum((found - wanted).values())


def _command(out: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "physai_sim.cli", "generate", *KILLED]
    words += ["--cameras", "front_camera", "--streams", "depth", "--processes", "2", "--resume"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen([*words, "--out", str(out)], stdout=quiet, stderr=quiet)


def _nothing(news: Progress) -> None:
    del news
