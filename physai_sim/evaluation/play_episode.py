"""Opens what plays a run, and plays one episode of it unless an earlier run finished it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from physai_sim.core.errors import BagError
from physai_sim.core.types import Draw
from physai_sim.envs.player import Player, open_policy
from physai_sim.envs.session import Session
from physai_sim.evaluation.attempts import play_until_kept
from physai_sim.evaluation.fan_out import OnStep
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.record_episode import EpisodeFiles, record_episode
from physai_sim.evaluation.run_request import RunRequest


@contextmanager
def open_stage(request: RunRequest) -> Iterator[tuple[Session, Player]]:
    """The world of a run with its policy; both give back what they hold at the end.

    Raises:
        PhysAIError: If the policy or the world cannot be made.
    """
    with open_policy(request.policy, where="--policy") as policy:
        session = Session(request.config, privileged=policy.needs_privileged, record_contacts=True)
        try:
            yield session, Player(policy, session.spec)
        finally:
            session.close()


def play_episode(
    request: RunRequest, index: int, *, session: Session, player: Player, on_step: OnStep
) -> None:
    """Play and record an episode; one that is whole already is kept where the run is resumed.

    Args:
        request: The run.
        index: Which of its episodes.
        session: Its world.
        player: Its policy.
        on_step: Called with the control step and the outcome ("" while it runs).

    Raises:
        PhysAIError: If the policy or the disk fails.
        EndEpisode: If the policy wants to play no more; nothing of the attempt is left.
        KeyboardInterrupt: After the bag was closed with the outcome "interrupted".
    """
    files, seed = request.files(index), request.seeds[index]
    draw = request.draw(seed)
    if request.mode == "resume" and is_whole(files, (seed, session.spec.config_hash, draw)):
        on_step(0, "kept")
        return
    files.remove()
    play = partial(
        record_episode,
        session,
        player,
        files,
        seed=seed,
        draw=draw,
        raw_images=request.raw_images,
        on_step=on_step,
    )
    play_until_kept(play, remove=files.remove)


def is_whole(files: EpisodeFiles, wanted: tuple[int, str, Draw]) -> bool:
    """Whether an earlier run finished this very episode: its seed, its world and its draw."""
    if not (files.bag.is_dir() and files.video.is_file()):
        return False
    try:
        episode = load_episode(files.bag)
    except BagError:
        return False
    ended = episode.outcome is not None and episode.outcome.reason != "interrupted"
    facts = episode.facts
    same = (facts.seed, facts.config_hash, facts.draw) == wanted
    return ended and same and episode.lost is None
