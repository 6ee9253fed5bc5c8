"""Scores recorded bags: anybody's, whole or damaged, as many as there are."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from physai_sim.core.output import Mode, prepare_folder
from physai_sim.evaluation.each_bag import each_bag
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.episode_record import episode_record, recorded_s
from physai_sim.evaluation.ingest.recording import read_recording
from physai_sim.evaluation.ingest.topic_map import TopicMap
from physai_sim.evaluation.recording_record import recording_record
from physai_sim.evaluation.reporting.video import write_video
from physai_sim.evaluation.results.folder import write_results
from physai_sim.evaluation.results.gates import Requirement, checked
from physai_sim.evaluation.run_record import RunRecord, versions
from physai_sim.evaluation.scoring import SCHEMA, aggregate, score_episode

Progress = Callable[[int, str, float], None]
"""Takes the number of a bag, what is being done with it, and the share of it that is done."""


@dataclass(frozen=True, slots=True)
class EvaluateRequest:
    """What to score.

    Args:
        bags: Folders of bags, or their files.
        out: Folder for everything that is written; None to write nothing.
        mode: What to do if the folder is not empty.
        topic_map: What the topics of the bags mean, where neither type nor convention tells.
        requirements: What the result must fulfil.
        videos: Whether a video of each episode is made of its pictures.
    """

    bags: tuple[Path, ...]
    out: Path | None = None
    mode: Mode = "new"
    topic_map: TopicMap | None = None
    requirements: tuple[Requirement, ...] = ()
    videos: bool = True


def evaluate(request: EvaluateRequest, *, progress: Progress) -> dict[str, Any]:
    """Score every episode of every bag.

    A bag that cannot be read at all is listed, and hides none of the others.

    Returns:
        The content of metrics.json.

    Raises:
        BagError: If no bag can be read.
        OutputError: If the folder must not be used.
        MachineError: If the files cannot be written.
    """
    if request.out is None:
        return _Evaluation(request, progress).scored()
    prepare_folder(request.out, request.mode, inputs=request.bags)
    with RunRecord(request.out, {"bags": [str(bag) for bag in request.bags]}):
        evaluation = _Evaluation(request, progress)
        metrics = evaluation.scored()
        write_results(request.out, metrics, evaluation.episodes, evaluation.videos)
    return metrics


class _Evaluation:
    """What was found so far, bag by bag."""

    def __init__(self, request: EvaluateRequest, progress: Progress) -> None:
        self._request, self._progress = request, progress
        self._began = time.monotonic()
        self._recordings: list[dict[str, Any]] = []
        self._records: list[dict[str, Any]] = []
        self._unreadable: list[dict[str, str]] = []
        self.episodes: list[Episode] = []
        self.videos: list[Path | None] = []

    def scored(self) -> dict[str, Any]:
        """Read and score all bags; gives the content of metrics.json."""
        self._unreadable = each_bag(self._request.bags, self._add)
        return self._document()

    def _add(self, number: int, bag: Path) -> None:
        recording = read_recording(
            bag,
            topic_map=self._request.topic_map,
            progress=lambda share: self._progress(number, "reading", share),
        )
        self._recordings.append(recording_record(bag, recording))
        for episode in recording.episodes:
            scores = score_episode(episode)
            video = self._video(number, bag, episode, scores)
            name = None if video is None else video.name
            place = len(self._records)
            self._records.append(episode_record(place, episode, scores, bag=str(bag), video=name))
            self.episodes.append(episode)
            self.videos.append(video)

    def _video(
        self, number: int, bag: Path, episode: Episode, scores: Mapping[str, Any]
    ) -> Path | None:
        if self._request.out is None or not self._request.videos:
            return None
        self._progress(number, "drawing", 0.0)
        path = self._request.out / f"episode_{len(self._records):03d}.mp4"
        return path if write_video(bag, episode, path, metrics=scores) else None

    def _document(self) -> dict[str, Any]:
        scored = [record["metrics"] for record in self._records]
        wall_s = time.monotonic() - self._began
        recorded = sum(recorded_s(episode) for episode in self.episodes)
        metrics = {
            "schema": SCHEMA,
            "kind": "evaluate",
            "versions": versions(),
            "recordings": self._recordings,
            "episodes": self._records,
            "unreadable": self._unreadable,
            "aggregate": aggregate(scored),
            "timing": {
                "wall_s": wall_s,
                "recorded_s": recorded,
                "times_real_time": recorded / wall_s if wall_s else None,
            },
        }
        checks = checked(self._request.requirements, metrics)
        return {**metrics, "requirements": [dataclasses.asdict(check) for check in checks]}
