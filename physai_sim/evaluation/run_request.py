"""What `physai run` is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from physai_sim.core import randomize
from physai_sim.core.config import WorldConfig
from physai_sim.core.output import Mode
from physai_sim.core.streams import StreamName
from physai_sim.core.types import Draw
from physai_sim.evaluation.record_episode import EpisodeFiles
from physai_sim.evaluation.recorded_draws import RecordedDraws


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What to run.

    Args:
        config: The world.
        policy: Name, entry point or `file.py:Class`.
        episodes: How many.
        seed: Of the first episode.
        out: Folder for everything.
        mode: What to do if the folder is not empty.
        raw_images: Whether bags hold raw images rather than JPEG.
        settings: What `--set` changed in the world file, to tell how to run it again.
        draws: What is drawn, where earlier episodes decide it and not the seed.
        streams: Ground truth of cameras that is recorded beside a dataset.
        later_seeds: Of the episodes after the first; in steps of one unless they are given.
    """

    config: WorldConfig
    policy: str
    episodes: int
    seed: int
    out: Path
    mode: Mode = "new"
    raw_images: bool = False
    settings: tuple[str, ...] = ()
    draws: RecordedDraws | None = None
    streams: tuple[StreamName, ...] = ()
    later_seeds: tuple[int, ...] = ()

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seed of each episode."""
        later = self.later_seeds or range(self.seed + 1, self.seed + self.episodes)
        return (self.seed, *later)

    def files(self, index: int) -> EpisodeFiles:
        """Where an episode goes."""
        name = f"episode_{index:03d}"
        return EpisodeFiles(self.out / name, self.out / f"{name}.mp4")

    def draw(self, seed: int) -> Draw:
        """What the episode of a seed draws.

        Raises:
            ConfigError: If it is recorded, and not a draw of this world.
        """
        if self.draws is None:
            return randomize.draw(self.config, seed)
        return randomize.checked_draw(self.config, self.draws.of(seed))

    def facts(self) -> dict[str, object]:
        """What run.json says of it."""
        return {
            "world": self.config.name,
            "policy": self.policy,
            "config": self.config.model_dump(mode="json"),
            "config_hash": self.config.hash(),
            "seeds": list(self.seeds),
            "raw_images": self.raw_images,
            "draws": self.draws.source if self.draws else None,
            "streams": list(self.streams),
        }
