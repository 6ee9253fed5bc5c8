"""One episode from reset to end, recorded as it happens."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from physai_sim.core.types import Draw, Observation
from physai_sim.datasets.episode_recorder import EpisodeRecorder
from physai_sim.datasets.video import VideoWriter
from physai_sim.envs.player import Player
from physai_sim.envs.session import Session
from physai_sim.evaluation.fan_out import OnStep, play_into
from physai_sim.evaluation.reporting.overlay import BAR_PX, compose
from physai_sim.rendering import choice


@dataclass(frozen=True, slots=True)
class EpisodeFiles:
    """Where an episode goes: the folder of its bag, and its video."""

    bag: Path
    video: Path

    def remove(self) -> None:
        """Leave nothing of an episode."""
        shutil.rmtree(self.bag, ignore_errors=True)
        self.video.unlink(missing_ok=True)


class _Film:
    """Draws the world's view with the robot's first camera in a corner."""

    def __init__(self, session: Session, path: Path) -> None:
        self._session = session
        kinds = {name: spec.kind for name, spec in session.spec.sensors.items()}
        self._inset = next((name for name, kind in kinds.items() if kind == "rgb"), None)
        view = session.view
        size = (view.width_px // 2 * 2, (view.height_px + BAR_PX) // 2 * 2)
        self.writer = VideoWriter(path, hz=session.spec.control_hz, size_px=size)

    def add(self, observation: Observation) -> None:
        view = choice.render(self._session.world, self._session.view).rgb
        inset = observation.sensors.get(self._inset) if self._inset else None
        text = f"{observation.stamp_ns / 1e9:6.2f} s   {observation.instruction}"
        self.writer.write(compose(view, inset, text=text))  # type: ignore[arg-type]


def record_episode(
    session: Session,
    player: Player,
    files: EpisodeFiles,
    *,
    seed: int,
    draw: Draw | None = None,
    raw_images: bool,
    on_step: OnStep,
) -> None:
    """Play and record one episode.

    Whatever ends it (its end, Ctrl-C, an error of the policy, a full disk), the bag is closed.

    Raises:
        PhysAIError: If the policy or the disk fails.
        EndEpisode: If the policy does not want to keep it.
        KeyboardInterrupt: After the bag was closed with the outcome "interrupted".
    """
    observation = session.reset(seed, draw)
    player.reset(seed, spec=session.spec)
    with ExitStack() as stack:
        recorder = stack.enter_context(
            EpisodeRecorder(files.bag, session.spec, raw_images=raw_images)
        )
        film = _Film(session, files.video)
        stack.enter_context(film.writer)
        play_into([recorder], session, player, observation, on_step=on_step, watch=film.add)
