"""The scores of a run, from the bags that were written."""

from __future__ import annotations

from typing import Any

from physai_sim.core.errors import BagError
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.episode_record import episode_record, recorded_s
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.results.folder import write_results
from physai_sim.evaluation.run_record import versions
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.evaluation.scoring import SCHEMA, aggregate, score_episode


def score_run(request: RunRequest, *, wall_s: float) -> dict[str, Any]:
    """Read the bags back, score them, and write the results beside them.

    A bag without a whole chunk (the disk was full at once, Ctrl-C came at the very start) is
    listed as unreadable, so that it never hides why the run ended.

    Args:
        request: What was run.
        wall_s: How long it took [s].

    Returns:
        The content of metrics.json.

    Raises:
        MachineError: If the files cannot be written.
    """
    found: list[tuple[int, Episode]] = []
    unreadable: list[dict[str, Any]] = []
    for index in range(request.episodes):
        bag = request.files(index).bag
        if bag.is_dir():
            try:
                found.append((index, load_episode(bag)))
            except BagError as error:
                unreadable.append({"episode": index, "bag": bag.name, "reason": str(error)})
    metrics = _metrics(request, found, unreadable, wall_s=wall_s)
    videos = [request.files(index).video for index, _ in found]
    kept = [video if video.is_file() else None for video in videos]
    write_results(request.out, metrics, [episode for _, episode in found], kept)
    return metrics


def _metrics(
    request: RunRequest,
    found: list[tuple[int, Episode]],
    unreadable: list[dict[str, Any]],
    *,
    wall_s: float,
) -> dict[str, Any]:
    scored = [score_episode(episode) for _, episode in found]
    simulated_s = sum(recorded_s(episode) for _, episode in found)
    return {
        "schema": SCHEMA,
        "kind": "run",
        "world": request.config.name,
        "instruction": request.config.instruction,
        "policy": request.policy,
        "settings": list(request.settings),
        "draws": request.draws.source if request.draws else None,
        "config_hash": request.config.hash(),
        "renderer": _renderer(found),
        "seeds": [episode.facts.seed for _, episode in found],
        "versions": versions(),
        "episodes": [
            _record(request, index, episode, scores)
            for (index, episode), scores in zip(found, scored, strict=True)
        ],
        "unreadable": unreadable,
        "aggregate": aggregate(scored),
        "requirements": [],
        "timing": {
            "wall_s": wall_s,
            "simulated_s": simulated_s,
            "wall_per_simulated": wall_s / simulated_s if simulated_s else None,
        },
    }


def _renderer(found: list[tuple[int, Episode]]) -> str | None:
    """What drew the pictures, as the bags say; several are told one after the other."""
    details = [episode.facts.provenance.get("details", {}) for _, episode in found]
    names = dict.fromkeys(str(part["renderer"]) for part in details if "renderer" in part)
    return ", ".join(names) or None


def _record(
    request: RunRequest, index: int, episode: Episode, scores: dict[str, Any]
) -> dict[str, Any]:
    files = request.files(index)
    video = files.video.name if files.video.is_file() else None
    return episode_record(index, episode, scores, bag=files.bag.name, video=video)
