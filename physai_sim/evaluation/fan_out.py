"""Plays an episode into several sinks at once: each gets the very same samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from physai_sim import __version__
from physai_sim.core.truth import interrupted
from physai_sim.core.types import Observation, Provenance
from physai_sim.datasets.sink import EpisodeSink
from physai_sim.envs.player import Player
from physai_sim.envs.session import Session, Step
from physai_sim.rendering import choice

OnStep = Callable[[int, str], None]
Watch = Callable[[Observation], None]


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
        KeyboardInterrupt: After all sinks got the outcome "interrupted".
    """
    _start(sinks, session)
    try:
        _play(sinks, session, player, first, on_step, watch or _nobody)
    except KeyboardInterrupt:
        for sink in sinks:
            sink.end(session.stamp_ns, interrupted(session.step_count))
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
    step: Step | None = None
    while step is None or step.outcome is None:
        stamp = observation.stamp_ns
        step = session.step(player.act(observation))
        for sink in sinks:
            sink.action(stamp, step.action.values)
        observation = step.observation
        _write_instant(sinks, session)
        watch(observation)
        on_step(session.step_count, step.outcome.reason if step.outcome else "")
    for sink in sinks:
        sink.end(session.stamp_ns, step.outcome)


def _nobody(observation: Observation) -> None:
    del observation


def _start(sinks: Sequence[EpisodeSink], session: Session) -> None:
    provenance = Provenance(
        source="simulated",
        by=f"physai_sim {__version__}",
        seed=session.seed,
        config_hash=session.spec.config_hash,
        details={"renderer": choice.renderer_of(session.world).describe()},
        draw=session.draw,
    )
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
