"""Records demonstrations: a bag per episode and one LeRobot dataset, from one pass."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from physai_sim.core.errors import BagError, DatasetError, OutputError
from physai_sim.core.output import MARK, prepare_folder
from physai_sim.core.protocols import EndEpisode
from physai_sim.core.types import Draw
from physai_sim.datasets.episode_recorder import EpisodeRecorder
from physai_sim.datasets.lerobot.layout import colour_cameras, left_out
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.datasets.lerobot.writer import DatasetWriter
from physai_sim.datasets.truth_streams import stream_file
from physai_sim.envs.player import Player, open_policy
from physai_sim.envs.session import Session
from physai_sim.evaluation.attempts import play_until_kept
from physai_sim.evaluation.fan_out import play_into
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.run import Progress
from physai_sim.evaluation.run_record import RunRecord
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.evaluation.stream_recorder import StreamRecorder

DATASET, BAGS = "dataset", "bags"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded.

    Args:
        episodes: Number of episodes in the dataset.
        frames: Number of its rows.
        left_out: Sensors that the bags hold and the dataset does not.
    """

    episodes: int
    frames: int
    left_out: tuple[str, ...]


def record(request: RunRequest, *, progress: Progress) -> Recorded:
    """Record episodes to `bags/` and `dataset/` in the run's folder.

    Ground truth goes into both whatever the policy; the policy sees it only if it asks for it.

    Args:
        request: What to run.
        progress: Called with episode, control step and outcome ("" while it runs).

    Raises:
        PhysAIError: If the policy, the folder or the disk fails; whole episodes stay.
        KeyboardInterrupt: After the whole episodes were published.
    """
    with open_policy(request.policy, where="--policy") as policy:
        session = Session(request.config, privileged=policy.needs_privileged, record_contacts=True)
        try:
            prepare_folder(request.out, request.mode)
            _refuse_another_recording(request)
            recording = _Recording(request, session, Player(policy, session.spec))
            with RunRecord(request.out, request.facts()) as record:
                record.ended = recording.all(progress)
            info = LeRobotDataset(recording.writer.folder).info
            made = (info["total_episodes"], info["total_frames"])
            return Recorded(*made, left_out(session.spec))
        finally:
            session.close()


class _Recording:
    """The episodes of a request, played one after the other into bag and dataset."""

    def __init__(self, request: RunRequest, session: Session, player: Player) -> None:
        self.request, self.session, self.player = request, session, player
        self.writer = DatasetWriter(request.out / DATASET)

    def all(self, progress: Progress) -> str:
        """Record what is not there yet, and publish what is whole, also after an error.

        Returns:
            "done", or "stopped" if the policy wanted no more.
        """
        state = "done"
        try:
            for index in range(self.request.episodes):
                self._episode(index, progress)
        except EndEpisode:
            state = "stopped"
        finally:
            published = self.writer.publish()
        if not published:
            raise DatasetError("no episode was recorded", where=str(self.request.out))
        return state

    def _episode(self, index: int, progress: Progress) -> None:
        seed = self.request.seeds[index]
        bag = self.request.out / BAGS / f"episode_{index:03d}"
        key = (seed, self.session.spec.config_hash, self.request.draw(seed))
        if self._has_streams(index) and _is_whole(bag, self.writer, index, key):
            progress(index, 0, "kept")
            return
        remove = partial(shutil.rmtree, bag, ignore_errors=True)
        remove()
        play_until_kept(partial(self._attempt, index, bag, progress), remove=remove)

    def _attempt(self, index: int, bag: Path, progress: Progress) -> None:
        seed = self.request.seeds[index]
        first = self.session.reset(seed, self.request.draw(seed))
        spec = self.session.spec  # each episode may be told something else
        self.player.reset(seed, spec=spec)
        with ExitStack() as stack:
            # The dataset's part gets its name after the bag was closed: both are whole then.
            dataset = stack.enter_context(self.writer.record(index, spec))
            recorder = EpisodeRecorder(bag, spec, raw_images=self.request.raw_images)
            stack.enter_context(recorder)
            drawn = StreamRecorder(self.session, self.writer.folder, index, self.request.streams)
            stack.enter_context(drawn)
            play_into(
                [recorder, dataset],
                self.session,
                self.player,
                first,
                on_step=partial(progress, index),
                watch=drawn.watch,
            )

    def _has_streams(self, index: int) -> bool:
        """Whether all streams of an episode are there; their files are whole or not there."""
        cameras = colour_cameras(self.session.spec)
        return all(
            stream_file(self.writer.folder, camera.name, stream, index).is_file()
            for camera in cameras
            for stream in self.request.streams
        )


def _refuse_another_recording(request: RunRequest) -> None:
    """What --resume keeps and what it adds make one dataset, so they must be of one kind."""
    mark = request.out / MARK
    if request.mode != "resume" or not mark.is_file():
        return
    earlier, now = json.loads(mark.read_text(encoding="utf-8")), request.facts()
    for key, value in (("policy", now["policy"]), ("config_hash", now["config_hash"])):
        if earlier.get(key) != value:
            raise OutputError(
                f"an earlier recording here was of another {key}, --resume would mix the two",
                where=str(request.out),
                got=value,
                expected=repr(earlier.get(key)),
            )
    if earlier["seeds"][0] != request.seed:
        raise OutputError(
            "an earlier recording in this folder began with another seed",
            where=str(request.out),
            got=request.seed,
            expected=str(earlier["seeds"][0]),
        )


def _is_whole(bag: Path, writer: DatasetWriter, index: int, key: tuple[int, str, Draw]) -> bool:
    """Whether an earlier run finished this very episode, in the dataset and in its bag."""
    source = writer.provenance(index)
    if source is None or not bag.is_dir():
        return False
    if (source["seed"], source["config_hash"], source.get("draw", {})) != key:
        return False
    try:
        episode = load_episode(bag)
    except BagError:
        return False
    ended = episode.outcome is not None and episode.outcome.reason != "interrupted"
    facts = episode.facts
    same = (facts.seed, facts.config_hash, facts.draw) == key
    return ended and same and episode.lost is None
