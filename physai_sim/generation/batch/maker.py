"""Makes the rollouts of a batch, group by group, and keeps open what the next group needs too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType

from physai_sim.core.errors import ConfigError
from physai_sim.datasets.closing import close_all
from physai_sim.datasets.lerobot.parts import part_folder
from physai_sim.datasets.lerobot.writer import PARTS
from physai_sim.generation.batch.batch_request import BatchRequest
from physai_sim.generation.batch.groups import Group
from physai_sim.generation.batch.open_sample import open_sample
from physai_sim.generation.batch.sample import is_intact
from physai_sim.generation.batch.sample_files import DATASET, SampleFiles
from physai_sim.generation.film.choices import check_rate
from physai_sim.generation.film.physics_pass import PhysicsPass
from physai_sim.generation.film.stage import Stage
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.source.read import read_source
from physai_sim.generation.variation.appearance import changed

Numbered = tuple[int, SourceEpisode]


class Maker:
    """Makes rollouts in this process; a context manager.

    Args:
        batch: What is asked for.
        check: Called after each control step: where an end may be asked for.
    """

    def __init__(self, batch: BatchRequest, check: Callable[[], None] | None = None) -> None:
        self._batch, self._check = batch, check
        self._source: tuple[str, SourceEpisode] | None = None
        self._stage: Stage | None = None

    def make(self, group: Group) -> int:
        """Make those rollouts of a group that are not whole yet.

        Returns:
            How many frames were made, of one camera each.

        Raises:
            PhysAIError: If the source cannot be read, a request does not fit it, or the disk is
                full; rollouts that are whole stay.
        """
        numbers = [number for number in group.numbers if not is_whole(self._batch, number)]
        if not numbers:
            return 0
        source = self._source_of(group.source)
        rollouts = self._batch.rollouts
        shown = [(number, changed(source, rollouts[number].expansion)) for number in numbers]
        if group.is_shared and self._stage_of(source).can_dress:
            return self._film(self._stage_of(source), source, shown)
        frames = 0
        for one in shown:
            with Stage(one[1]) as stage:
                frames += self._film(stage, source, [one])
        return frames

    def _film(self, stage: Stage, source: SourceEpisode, shown: Sequence[Numbered]) -> int:
        """Play one pass for some rollouts; all of them are whole then, or none is."""
        first = self._batch.rollouts[shown[0][0]]
        check_rate(first, stage.session.config.rates.physics_hz)
        takes = [
            open_sample(self._batch, number, source=source, shown=variant, stage=stage)
            for number, variant in shown
        ]
        is_played = False
        try:
            playing = PhysicsPass(stage.session, stage.source, takes, check=self._check)
            frames = playing.play(fps=first.fps, frames=first.num_frames)
            is_played = True
        finally:
            close_all((sink for take in takes for sink in take.sinks), keep=is_played)
        return frames * len(takes)

    def _source_of(self, name: str) -> SourceEpisode:
        if self._source is None or self._source[0] != name:
            self.close()
            source = read_source(name, self._batch.settings)
            if not len(source.actions):
                raise ConfigError("a source without actions", where=name)
            self._source = (name, source)
        return self._source[1]

    def _stage_of(self, source: SourceEpisode) -> Stage:
        if self._stage is None:
            self._stage = Stage(source)
        return self._stage

    def close(self) -> None:
        """Close what is open; it can be used again."""
        if self._stage is not None:
            self._stage.close()
        self._stage = self._source = None

    def __enter__(self) -> Maker:
        """The maker itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what is open."""
        self.close()


def is_whole(batch: BatchRequest, number: int) -> bool:
    """Whether a rollout is there with all that belongs to it; its dataset is being written."""
    part = part_folder(batch.out / DATASET / PARTS, number)
    return has_files(batch, number) and (not batch.has_dataset or part.is_dir())


def has_files(batch: BatchRequest, number: int) -> bool:
    """Whether a rollout's own folder and its bag are there, and no file of it is damaged."""
    files = SampleFiles(batch.out, batch.rollouts[number].name)
    return is_intact(files.folder) and (not batch.has_bags or files.bag.is_dir())
