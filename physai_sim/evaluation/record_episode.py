"""One episode from reset to end, recorded as it happens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from physai_sim import __version__
from physai_sim.core.truth import interrupted
from physai_sim.core.types import CameraSpec, Observation, Provenance
from physai_sim.datasets.episode_recorder import EpisodeRecorder
from physai_sim.datasets.video import VideoWriter
from physai_sim.envs.player import Player
from physai_sim.envs.session import Session, Step
from physai_sim.evaluation.overlay import BAR_PX, compose
from physai_sim.rendering import tiny
from physai_sim.rendering.camera import camera_spec

OnStep = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class EpisodeFiles:
    """Where an episode goes: the folder of its bag, and its video."""

    bag: Path
    video: Path


class _Film:
    """Draws the world's view with the robot's first camera in a corner."""

    def __init__(self, session: Session, path: Path) -> None:
        self._session = session
        self._view: CameraSpec = camera_spec(session.config.view, session.config.view.mount)
        kinds = {name: spec.kind for name, spec in session.spec.sensors.items()}
        self._inset = next((name for name, kind in kinds.items() if kind == "rgb"), None)
        size = (self._view.width_px // 2 * 2, (self._view.height_px + BAR_PX) // 2 * 2)
        self.writer = VideoWriter(path, hz=session.spec.control_hz, size_px=size)

    def add(self, observation: Observation) -> None:
        view = tiny.render(self._session.world, self._view).rgb
        inset = observation.sensors.get(self._inset) if self._inset else None
        text = f"{observation.stamp_ns / 1e9:6.2f} s   {observation.instruction}"
        self.writer.write(compose(view, inset, text=text))  # type: ignore[arg-type]


def record_episode(
    session: Session,
    player: Player,
    files: EpisodeFiles,
    *,
    seed: int,
    raw_images: bool,
    on_step: OnStep,
) -> None:
    """Play and record one episode.

    Whatever ends it (its end, Ctrl-C, an error of the policy, a full disk), the bag is closed.

    Raises:
        PhysAIError: If the policy or the disk fails.
        KeyboardInterrupt: After the bag was closed with the outcome "interrupted".
    """
    observation = session.reset(seed)
    player.reset(seed, spec=session.spec)
    with ExitStack() as stack:
        recorder = stack.enter_context(
            EpisodeRecorder(files.bag, session.spec, raw_images=raw_images)
        )
        film = _Film(session, files.video)
        stack.enter_context(film.writer)
        _start(recorder, session, seed)
        try:
            _play(session, player, recorder, film, observation, on_step)
        except KeyboardInterrupt:
            outcome = interrupted(session.step_count)
            recorder.end(session.stamp_ns, outcome)
            raise


def _play(
    session: Session,
    player: Player,
    recorder: EpisodeRecorder,
    film: _Film,
    observation: Observation,
    on_step: OnStep,
) -> None:
    _write_instant(session, recorder)
    film.add(observation)
    step: Step | None = None
    while step is None or step.outcome is None:
        stamp = observation.stamp_ns
        step = session.step(player.act(observation))
        recorder.action(stamp, step.action.values)
        observation = step.observation
        _write_instant(session, recorder)
        film.add(observation)
        on_step(session.step_count, step.outcome.reason if step.outcome else "")
    recorder.end(session.stamp_ns, step.outcome)


def _start(recorder: EpisodeRecorder, session: Session, seed: int) -> None:
    provenance = Provenance(
        source="simulated",
        by=f"physai_sim {__version__}",
        seed=seed,
        config_hash=session.spec.config_hash,
        details={"renderer": tiny.NAME},
    )
    recorder.start(
        session.episode_truth(),
        provenance,
        descriptions=session.descriptions(),
        fixed_bases=session.fixed_bases(),
    )


def _write_instant(session: Session, recorder: EpisodeRecorder) -> None:
    """Readings since the last stamp, then the truth of this one."""
    for sample in session.samples:
        recorder.reading(sample.sensor, sample.stamp_ns, sample.reading)
    recorder.truth(session.step_truth())
