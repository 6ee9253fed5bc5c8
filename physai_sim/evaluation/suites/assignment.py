"""What a worker process is told of a run: names and numbers, which it looks up for itself.

Why not the loaded world: the classes of a world may come from files of a person's own, and such
objects do not pass from one process to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.core.output import Mode
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.evaluation.suites.config import SuiteRun


@dataclass(frozen=True, slots=True)
class Assignment:
    """A run of a suite.

    Args:
        world: Path of the world file.
        settings: What is changed in it.
        config_hash: Of the world as the suite was begun with.
        policy: Name, entry point or `file.py:Class`.
        seeds: One for each episode.
        out: Folder of this run.
        mode: "resume" to keep what is whole.
    """

    world: str
    settings: tuple[str, ...]
    config_hash: str
    policy: str
    seeds: tuple[int, ...]
    out: Path
    mode: Mode

    @classmethod
    def of(cls, run: SuiteRun, *, out: Path, mode: Mode) -> Assignment:
        """The assignment of a run that goes into a folder."""
        return cls(
            run.world, run.settings, run.config.hash(), run.policy, run.seeds, out=out, mode=mode
        )

    def request(self) -> RunRequest:
        """What is to be played, with the world loaded.

        Raises:
            ConfigError: If the world file was changed since the suite was begun.
        """
        config = load_world(self.world, self.settings)
        if config.hash() != self.config_hash:
            raise ConfigError("this world file was changed while its suite ran", where=self.world)
        first, *later = self.seeds
        return RunRequest(
            config=config,
            policy=self.policy,
            episodes=len(self.seeds),
            seed=first,
            out=self.out,
            mode=self.mode,
            settings=self.settings,
            later_seeds=tuple(later),
        )
