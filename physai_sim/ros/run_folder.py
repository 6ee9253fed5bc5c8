"""What a live run leaves behind: a bag of each episode, metrics.json, report.html and run.json."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from physai_sim.core.config import WorldConfig
from physai_sim.core.output import prepare_folder
from physai_sim.core.truth import Outcome
from physai_sim.core.types import Provenance
from physai_sim.datasets.episode_recorder import EpisodeRecorder
from physai_sim.envs.session import Session
from physai_sim.evaluation.run_metrics import score_run
from physai_sim.evaluation.run_record import RunRecord
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.ros.sim_parameters import SimParameters


def request_of(asked: SimParameters, config: WorldConfig) -> RunRequest:
    """What a run is, by the parameters of the node that runs it."""
    return RunRequest(
        config=config,
        policy="live",
        episodes=max(1, asked.episodes),
        seed=asked.seed,
        out=Path(asked.out),
        mode="overwrite" if asked.overwrite else "new",
        settings=asked.set,
    )


class RunFolder:
    """Records what the engine knows, as `physai run` does, and scores it at the end.

    Args:
        request: What is run, and where it goes.
        session: The world.

    Raises:
        OutputError: If the folder cannot be used.
    """

    def __init__(self, request: RunRequest, session: Session) -> None:
        prepare_folder(request.out, request.mode)
        self._request, self._session = request, session
        self._record = RunRecord(request.out, request.facts())
        self._begun, self._bag = time.monotonic(), None
        self._count = 0

    _bag: EpisodeRecorder | None

    def begin(self, provenance: Provenance) -> None:
        """Begin the bag of an episode."""
        session = self._session
        files = self._request.files(self._count)
        self._bag = EpisodeRecorder(files.bag, session.spec)
        self._bag.start(
            session.episode_truth(),
            provenance,
            descriptions=session.descriptions(),
            fixed_bases=session.fixed_bases(),
        )

    def instant(self) -> None:
        """Write what was sensed since the last stamp, and what is true at this one."""
        if self._bag is None:
            return
        for sample in self._session.samples:
            self._bag.reading(sample.sensor, sample.stamp_ns, sample.reading)
        now = self._session.step_truth()
        if now.bodies.keys() - self._bag.infos.keys():  # one was spawned
            self._bag.infos = self._session.episode_truth().bodies
        self._bag.truth(now)

    def action(self, values: Any, at_ns: int) -> None:
        """Write the action that holds from a stamp of the episode on."""
        if self._bag is not None:
            self._bag.action(at_ns, values)

    def end(self, outcome: Outcome) -> None:
        """Finish the bag of an episode."""
        if self._bag is not None:
            self._bag.end(self._session.stamp_ns, outcome)
            self._bag.close()
            self._bag, self._count = None, self._count + 1

    def finish(self, state: str) -> dict[str, Any]:
        """Score what was recorded; gives the content of metrics.json.

        Args:
            state: How the run ended, for run.json.
        """
        if self._bag is not None:
            self._bag.close()
            self._bag = None
        metrics = score_run(self._request, wall_s=time.monotonic() - self._begun)
        self._record.finish(state)
        return metrics
