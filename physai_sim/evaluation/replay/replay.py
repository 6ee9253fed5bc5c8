"""Replays bags: lets a policy decide on what was recorded, and compares with what was done."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from physai_sim.core.errors import BagError
from physai_sim.core.output import prepare_folder
from physai_sim.datasets.bag_reader import BagReader, open_bag
from physai_sim.evaluation.each_bag import each_bag
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.episode_record import recorded_s
from physai_sim.evaluation.ingest.recording import read_recording
from physai_sim.evaluation.ingest.topic_map import TopicMap
from physai_sim.evaluation.recording_record import recording_record
from physai_sim.evaluation.replay.described import DescribedEpisode, describe
from physai_sim.evaluation.replay.foreign import describe_foreign
from physai_sim.evaluation.replay.plans_bag import write_plans
from physai_sim.evaluation.replay.playback import PlayedEpisode, play_back
from physai_sim.evaluation.replay.request import ReplayRequest
from physai_sim.evaluation.replay.scored import ScoredEpisode, scored
from physai_sim.evaluation.replay.variant import Variant, open_variants
from physai_sim.evaluation.results.folder import write_results
from physai_sim.evaluation.results.gates import checked
from physai_sim.evaluation.run_record import RunRecord, versions
from physai_sim.evaluation.scoring import SCHEMA, aggregate

PLANS = "plans"
Progress = Callable[[int, str, float], None]
"""Takes the number of a bag, what is being done with it, and the share of it that is done."""


def replay(request: ReplayRequest, *, progress: Progress) -> dict[str, Any]:
    """Let a policy decide on every episode of every bag, in process and by stamp.

    Equal bags give equal results: nothing depends on how fast anything goes.

    Returns:
        The content of metrics.json.

    Raises:
        PhysAIError: If no bag can be read, the policy fails, or the folder cannot be used.
        KeyboardInterrupt: After run.json says so.
    """
    with open_variants(request.policy, request.perturbations) as variants:
        replaying = _Replay(request, variants, progress)
        if request.out is None:
            return replaying.document()
        prepare_folder(request.out, request.mode, inputs=request.bags)
        facts = {"bags": [str(bag) for bag in request.bags], **request.facts()}
        with RunRecord(request.out, facts):
            metrics = replaying.document()
            episodes = [one.episode for one in replaying.episodes]
            write_results(request.out, metrics, episodes, [None] * len(episodes))
        return metrics


class _Replay:
    """What was found so far, bag by bag."""

    def __init__(
        self, request: ReplayRequest, variants: Sequence[Variant], progress: Progress
    ) -> None:
        self._request, self._variants, self._progress = request, variants, progress
        self._began = time.monotonic()
        self._recordings: list[dict[str, Any]] = []
        self._unreadable: list[dict[str, str]] = []
        self.episodes: list[ScoredEpisode] = []

    def document(self) -> dict[str, Any]:
        """Replay all bags; gives the content of metrics.json."""
        self._unreadable = each_bag(self._request.bags, self._add)
        if not self.episodes:
            where = ", ".join(str(bag) for bag in self._request.bags)
            what = "no episode can be replayed: it holds no row of truth or odometry"
            raise BagError(what, where=where)
        return self._told()

    def _add(self, number: int, bag: Path) -> None:
        request, progress = self._request, self._progress
        recording = read_recording(
            bag,
            topic_map=request.topic_map,
            progress=lambda share: progress(number, "reading", share),
        )
        found: list[ScoredEpisode] = []
        with open_bag(bag) as reader:
            described = self._described(reader, recording.episodes)
            for played in play_back(
                reader,
                described,
                self._variants,
                threads=request.threads,
                on_step=lambda share: progress(number, "replaying", share),
            ):
                plans = f"{PLANS}/bag_{number:03d}/episode_{len(found):03d}"
                place = len(self.episodes) + len(found)
                found.append(self._scored(place, bag, played, plans))
        # Only a bag that was replayed to its end is told of.
        self._recordings.append(recording_record(bag, recording))
        self.episodes += found

    def _described(
        self, reader: BagReader, episodes: Sequence[Episode]
    ) -> tuple[DescribedEpisode, ...]:
        """Ours say what a policy must know; of others' it is found out."""
        if not episodes:
            return ()
        if all(episode.facts.is_truth for episode in episodes):
            return describe(reader, episodes)
        return describe_foreign(reader, episodes, self._request.topic_map or TopicMap())

    def _scored(self, number: int, bag: Path, played: PlayedEpisode, plans: str) -> ScoredEpisode:
        one = scored(self._request, number, str(bag), played)
        if self._request.out is not None:
            spec, start_ns = played.described.spec, one.episode.start_ns
            folder = self._request.out / plans
            write_plans(folder, one.plans, names=spec.action_names, start_ns=start_ns)
            one.record["replay"]["plans_bag"] = plans
        return one

    def _told(self) -> dict[str, Any]:
        records = [one.record for one in self.episodes]
        wall_s = time.monotonic() - self._began
        total_s = sum(recorded_s(one.episode) for one in self.episodes)
        metrics = {
            "schema": SCHEMA,
            "kind": "replay",
            **self._request.facts(),
            "versions": versions(),
            "recordings": self._recordings,
            "episodes": records,
            "counterfactuals": self._counterfactuals(),
            "unreadable": self._unreadable,
            "aggregate": aggregate([record["metrics"] for record in records]),
            "timing": {
                "wall_s": wall_s,
                "recorded_s": total_s,
                "times_real_time": total_s / wall_s if wall_s else None,
            },
        }
        checks = checked(self._request.requirements, metrics)
        return {**metrics, "requirements": [dataclasses.asdict(check) for check in checks]}

    def _counterfactuals(self) -> list[dict[str, Any]]:
        found = []
        for place, perturbation in enumerate(self._request.perturbations):
            records = [one.counterfactuals[place] for one in self.episodes]
            together = aggregate([record["metrics"] for record in records])
            found.append(
                {"perturb": perturbation.text, "episodes": records, "aggregate": together}
            )
        return found
