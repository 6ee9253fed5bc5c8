"""Plays an episode into several sinks at once: each gets the very same samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from physai_sim.core.errors import PolicyError
from physai_sim.core.protocols import EndEpisode
from physai_sim.core.truth import Outcome, ended_by_policy, interrupted
from physai_sim.core.types import Observation
from physai_sim.datasets.sink import EpisodeSink
from physai_sim.envs.player import Player
from physai_sim.envs.provenance import provenance_of
from physai_sim.envs.session import Session

OnStep = Callable[[int, str], None]
Watch = Callable[[Observation], None]
_LEAVING = {"discard": "discarded", "stop": "stopped"}


def play_into(
    sinks: Sequence[EpisodeSink],
    session: Session,
    player: Player,
    first: Observation,
    *,
    on_step: OnStep,
    watch: Watch | None = None,
) -> None:
    """Play an episode that was just reset.

    Args:
        sinks: Who takes it; they are started and ended, not closed.
        session: The session, reset.
        player: The policy, reset.
        first: The observation of the reset.
        on_step: Called with the control step and the outcome ("" while it runs).
        watch: Called with each observation.

    Raises:
        PhysAIError: If the policy or the disk fails.
        EndEpisode: If the policy does not want to keep the episode; sinks get no outcome.
        KeyboardInterrupt: After all sinks got the outcome "interrupted".
    """
    _start(sinks, session)
    try:
        _play(sinks, session, player, first, on_step, watch or _nobody)
    except KeyboardInterrupt:
        for sink in sinks:
            sink.end(session.stamp_ns, interrupted(session.step_count))
        raise
    except EndEpisode as ended:
        on_step(session.step_count, _LEAVING[ended.wish])
        raise


def _play(
    sinks: Sequence[EpisodeSink],
    session: Session,
    player: Player,
    observation: Observation,
    on_step: OnStep,
    watch: Watch,
) -> None:
    _write_instant(sinks, session)
    watch(observation)
    outcome: Outcome | None = None
    while outcome is None:
        try:
            action = player.act(observation)
        except EndEpisode as ended:
            outcome = _kept(ended, session.step_count)
            on_step(session.step_count, outcome.reason)
            break
        stamp = observation.stamp_ns
        for sink in sinks:
            if player.asked is not None:
                sink.chunk(stamp, player.asked)
        step = session.step(action)
        for sink in sinks:
            sink.action(stamp, step.action.values)
        observation, outcome = step.observation, step.outcome
        _write_instant(sinks, session)
        watch(observation)
        on_step(session.step_count, outcome.reason if outcome else "")
    for sink in sinks:
        sink.end(session.stamp_ns, outcome)


def _kept(ended: EndEpisode, steps: int) -> Outcome:
    """How an episode ends that its policy keeps; any other wish goes on to who recorded it."""
    if ended.wish != "keep":
        raise ended
    if not steps:
        raise PolicyError("an episode was to be kept before its first step") from ended
    return ended_by_policy(steps)


def _nobody(observation: Observation) -> None:
    del observation


def _start(sinks: Sequence[EpisodeSink], session: Session) -> None:
    provenance = provenance_of(session)
    for sink in sinks:
        sink.start(
            session.episode_truth(),
            provenance,
            descriptions=session.descriptions(),
            fixed_bases=session.fixed_bases(),
        )


def _write_instant(sinks: Sequence[EpisodeSink], session: Session) -> None:
    """Readings since the last stamp, then the truth of this one."""
    truth = session.step_truth()
    for sink in sinks:
        for sample in session.samples:
            sink.reading(sample.sensor, sample.stamp_ns, sample.reading)
        sink.truth(truth)
