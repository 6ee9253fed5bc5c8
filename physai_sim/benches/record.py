"""What recording costs: the same episodes with bag and dataset, and with neither."""

from __future__ import annotations

import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from physai_sim.benches.base import Row
from physai_sim.core.config import WorldConfig, load_world
from physai_sim.datasets.episode_recorder import EpisodeRecorder
from physai_sim.datasets.lerobot.writer import DatasetWriter
from physai_sim.envs.player import Player, make_policy
from physai_sim.envs.session import Session
from physai_sim.evaluation.fan_out import play_into

WORLD = "pick_place"
CAMERAS = ("front_camera", "front_depth", "wrist_camera")
SIZE_PX = 128
BAR = 0.6


class Record:
    """Recorded frames per second against the same loop without recording."""

    def run(self, *, quick: bool) -> list[Row]:
        """See `Bench`."""
        rounds = 2 if quick else 8
        sides = [f"{camera}.{side}" for camera in CAMERAS for side in ("width", "height")]
        config = load_world(WORLD, [f"sensors.{side}_px={SIZE_PX}" for side in sides])
        with tempfile.TemporaryDirectory(prefix="physai_bench_") as folder:
            pairs = [_both(config, seed, Path(folder) / str(seed)) for seed in range(rounds)]
        ratio = statistics.median(plain / recorded for _, plain, recorded in pairs)
        fps = statistics.median(frames / recorded for frames, _, recorded in pairs)
        note = (
            f"{WORLD}, {len(CAMERAS)} cameras of {SIZE_PX}x{SIZE_PX}, median of {rounds} "
            f"episodes; {fps:.0f} recorded rows/s; MCAP and LeRobot, with publishing"
        )
        return [Row("record_speed", ratio, "ratio", BAR, ">=", note)]


def _both(config: WorldConfig, seed: int, folder: Path) -> tuple[int, float, float]:
    """Rows of an episode, and its time without and with recording [s]."""
    policy = make_policy(config.expert)
    plain = Session(config, privileged=policy.needs_privileged)
    recorded = Session(config, privileged=policy.needs_privileged, record_contacts=True)
    try:
        frames, alone = _play(plain, Player(policy, plain.spec), seed)
        return frames, alone, _record(recorded, Player(policy, recorded.spec), seed, folder)
    finally:
        plain.close()
        recorded.close()


def _play(session: Session, player: Player, seed: int) -> tuple[int, float]:
    observation = session.reset(seed)
    player.reset(seed, spec=session.spec)
    begin, frames = time.perf_counter(), 0
    while True:
        step = session.step(player.act(observation))
        observation, frames = step.observation, frames + 1
        if step.outcome is not None:
            return frames, time.perf_counter() - begin


def _record(session: Session, player: Player, seed: int, folder: Path) -> float:
    observation = session.reset(seed)
    player.reset(seed, spec=session.spec)
    begin = time.perf_counter()
    writer = DatasetWriter(folder / "dataset")
    with ExitStack() as stack:
        dataset = stack.enter_context(writer.record(0, session.spec))
        bag = stack.enter_context(EpisodeRecorder(folder / "bag", session.spec))
        play_into([bag, dataset], session, player, observation, on_step=_nothing)
    writer.publish()
    return time.perf_counter() - begin


def _nothing(step: int, outcome: str) -> None:
    del step, outcome
