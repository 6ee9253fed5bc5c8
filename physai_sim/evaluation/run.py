"""Runs episodes of a world with a policy: bags, videos, metrics and a report."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from physai_sim.core import registry
from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import BagError, PhysAIError
from physai_sim.core.output import Mode, prepare_folder, write_json
from physai_sim.core.protocols import Policy
from physai_sim.envs.player import Player
from physai_sim.envs.session import Session
from physai_sim.evaluation.episode import Episode, load_episode
from physai_sim.evaluation.record_episode import EpisodeFiles, record_episode
from physai_sim.evaluation.report import write_report
from physai_sim.evaluation.run_record import RunRecord, versions
from physai_sim.evaluation.scoring import SCHEMA, aggregate, score_episode
from physai_sim.rendering import tiny

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What to run.

    Args:
        config: The world.
        policy: Name, entry point or `file.py:Class`.
        episodes: How many.
        seed: Of the first episode; the others follow in steps of one.
        out: Folder for everything.
        mode: What to do if the folder is not empty.
        raw_images: Whether bags hold raw images rather than JPEG.
    """

    config: WorldConfig
    policy: str
    episodes: int
    seed: int
    out: Path
    mode: Mode = "new"
    raw_images: bool = False

    def files(self, index: int) -> EpisodeFiles:
        """Where an episode goes."""
        name = f"episode_{index:03d}"
        return EpisodeFiles(self.out / name, self.out / f"{name}.mp4")


def run(request: RunRequest, *, progress: Progress) -> dict[str, Any]:
    """Run the episodes, then score what was recorded.

    Args:
        request: What to run.
        progress: Called with episode, control step and outcome ("" while it runs).

    Returns:
        The content of metrics.json.

    Raises:
        PhysAIError: If something is wrong with the policy, the folder or the disk; what was
            recorded until then stays readable.
        KeyboardInterrupt: After what was recorded has been closed and scored.
    """
    policy: Policy = registry.find("policies", request.policy, where="--policy")()
    session = Session(request.config, privileged=policy.needs_privileged, record_contacts=True)
    try:
        prepare_folder(request.out, request.mode)
        record = RunRecord(request.out, _facts(request))
        return _recorded(request, session, policy, record, progress)
    finally:
        session.close()


def _recorded(
    request: RunRequest,
    session: Session,
    policy: Policy,
    record: RunRecord,
    progress: Progress,
) -> dict[str, Any]:
    started, state = time.monotonic(), "done"
    try:
        _play_all(request, session, policy, progress)
    except KeyboardInterrupt:
        state = "interrupted"
        raise
    except PhysAIError as error:
        state = f"failed: {error}"
        raise
    finally:
        metrics = _score(request, wall_s=time.monotonic() - started)
        record.finish(state)
    return metrics


def _play_all(request: RunRequest, session: Session, policy: Policy, progress: Progress) -> None:
    player = Player(policy, session.spec)
    for index in range(request.episodes):
        files, seed = request.files(index), request.seed + index
        if request.mode == "resume" and _is_whole(files, seed, session.spec.config_hash):
            progress(index, 0, "kept")
            continue
        shutil.rmtree(files.bag, ignore_errors=True)

        def on_step(step: int, outcome: str, index: int = index) -> None:
            progress(index, step, outcome)

        record_episode(
            session, player, files, seed=seed, raw_images=request.raw_images, on_step=on_step
        )


def _is_whole(files: EpisodeFiles, seed: int, config_hash: str) -> bool:
    """Whether an earlier run finished this very episode."""
    if not (files.bag.is_dir() and files.video.is_file()):
        return False
    try:
        episode = load_episode(files.bag)
    except BagError:
        return False
    ended = episode.outcome is not None and episode.outcome.reason != "interrupted"
    same = (episode.facts.seed, episode.facts.config_hash) == (seed, config_hash)
    return ended and same and episode.lost is None


def _score(request: RunRequest, *, wall_s: float) -> dict[str, Any]:
    """Read the bags back, score them, and write metrics.json and report.html."""
    found: list[tuple[int, Episode]] = []
    for index in range(request.episodes):
        bag = request.files(index).bag
        if bag.is_dir():
            found.append((index, load_episode(bag)))
    metrics = _metrics(request, found, wall_s=wall_s)
    write_json(request.out / "metrics.json", metrics)
    videos = [request.files(index).video for index, _ in found]
    kept = [video if video.is_file() else None for video in videos]
    write_report(request.out / "report.html", metrics, [e for _, e in found], kept)
    return metrics


def _metrics(
    request: RunRequest, found: list[tuple[int, Episode]], *, wall_s: float
) -> dict[str, Any]:
    scored = [score_episode(episode) for _, episode in found]
    simulated_s = sum(float(e.times_s[-1]) for _, e in found if len(e.stamps_ns))
    return {
        "schema": SCHEMA,
        "world": request.config.name,
        "instruction": request.config.instruction,
        "policy": request.policy,
        "config_hash": request.config.hash(),
        "renderer": tiny.NAME,
        "seeds": [episode.facts.seed for _, episode in found],
        "versions": versions(),
        "episodes": [
            _episode_record(request, index, episode, scores)
            for (index, episode), scores in zip(found, scored, strict=True)
        ],
        "aggregate": aggregate(scored),
        "timing": {
            "wall_s": wall_s,
            "simulated_s": simulated_s,
            "wall_per_simulated": wall_s / simulated_s if simulated_s else None,
        },
    }


def _episode_record(
    request: RunRequest, index: int, episode: Episode, scores: dict[str, Any]
) -> dict[str, Any]:
    files, outcome = request.files(index), episode.outcome
    return {
        "episode": index,
        "seed": episode.facts.seed,
        "bag": files.bag.name,
        "video": files.video.name if files.video.is_file() else None,
        "outcome": None
        if outcome is None
        else {key: getattr(outcome, key) for key in outcome.__slots__},
        "lost": episode.lost,
        "metrics": scores,
    }


def _facts(request: RunRequest) -> dict[str, object]:
    return {
        "world": request.config.name,
        "policy": request.policy,
        "config": request.config.model_dump(mode="json"),
        "config_hash": request.config.hash(),
        "seeds": [request.seed + index for index in range(request.episodes)],
        "raw_images": request.raw_images,
    }
