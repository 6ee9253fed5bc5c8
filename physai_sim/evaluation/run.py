"""Runs episodes of a world with a policy: bags, videos, metrics and a report."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from physai_sim.core.errors import OutputError
from physai_sim.core.output import MARK, prepare_folder
from physai_sim.core.protocols import EndEpisode
from physai_sim.envs.player import Player
from physai_sim.envs.session import Session
from physai_sim.evaluation.play_episode import open_stage, play_episode
from physai_sim.evaluation.run_metrics import score_run
from physai_sim.evaluation.run_record import RunRecord
from physai_sim.evaluation.run_request import RunRequest

Progress = Callable[[int, int, str], None]


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
    with open_stage(request) as (session, player):
        prepare_folder(request.out, request.mode)
        _refuse_another_policy(request)
        with RunRecord(request.out, request.facts()) as record:
            started = time.monotonic()
            try:
                record.ended = _play_all(request, session, player, progress)
            finally:
                metrics = score_run(request, wall_s=time.monotonic() - started)
        return metrics


def _refuse_another_policy(request: RunRequest) -> None:
    """Whole episodes are kept by --resume, so they must be of the policy that it goes on with."""
    mark = request.out / MARK
    if request.mode != "resume" or not mark.is_file():
        return
    earlier = json.loads(mark.read_text(encoding="utf-8")).get("policy")
    if earlier != request.policy:
        raise OutputError(
            "an earlier run in this folder was of another policy, --resume would mix the two",
            where=str(request.out),
            got=request.policy,
            expected=repr(earlier),
        )


def _play_all(request: RunRequest, session: Session, player: Player, progress: Progress) -> str:
    """Play what is not there yet; gives "done", or "stopped" if the policy wanted no more."""
    for index in range(request.episodes):
        on_step = partial(progress, index)
        try:
            play_episode(request, index, session=session, player=player, on_step=on_step)
        except EndEpisode:
            return "stopped"
    return "done"
