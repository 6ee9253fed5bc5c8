"""One rollout on its way to the disk: it is there when all of it is there."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from physai_sim.core.errors import DatasetError
from physai_sim.core.geometry import Array
from physai_sim.core.output import write_json
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.core.types import Provenance
from physai_sim.datasets.closing import close_all
from physai_sim.datasets.lerobot.clips import frame_count
from physai_sim.datasets.lerobot.parts import disk_trouble
from physai_sim.envs.session import Sample as Reading
from physai_sim.envs.session import Session
from physai_sim.generation.batch.sample_files import ARGUMENTS, OUTPUTS, TRUTH, SampleFiles
from physai_sim.generation.film.take import Instant, TakeSink
from physai_sim.rendering.frame import Frame


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """What is told of a rollout beside its frames.

    Args:
        request: What was asked for.
        arguments: Content of `sample_args.json`.
        provenance: Where it comes from.
        checks: What was checked before the first frame, with its finding.
    """

    request: RolloutRequest
    arguments: Mapping[str, Any]
    provenance: Provenance
    checks: Mapping[str, str]


class Sample(TakeSink):
    """A rollout whose folder gets its name at last, after its bag and its part of the dataset.

    Args:
        files: Where it goes.
        facts: What is told of it.
        sinks: Who writes its frames: bag and dataset first.
    """

    def __init__(self, files: SampleFiles, facts: SampleFacts, sinks: Sequence[TakeSink]) -> None:
        self._files, self._facts, self._sinks = files, facts, sinks
        self._hashes: list[str] = []
        self._draw: Mapping[str, object] = {}

    def start(self, session: Session) -> None:
        """See the base."""
        folder = self._files.unfinished
        with disk_trouble(folder):
            shutil.rmtree(folder, ignore_errors=True)
            (folder / TRUTH if self._facts.request.streams else folder).mkdir(parents=True)
        self._draw = session.draw
        for sink in self._sinks:
            sink.start(session)

    def samples(self, found: Sequence[Reading]) -> None:
        """See the base."""
        for sink in self._sinks:
            sink.samples(found)

    def frame(self, instant: Instant, pictures: Mapping[str, Frame]) -> None:
        """See the base."""
        self._hashes.append(instant.state_hash)
        for sink in self._sinks:
            sink.frame(instant, pictures)

    def control(self, session: Session, action: Array | None) -> None:
        """See the base."""
        for sink in self._sinks:
            sink.control(session, action)

    def close(self, *, keep: bool) -> None:
        """See the base.

        Raises:
            DatasetError: If a video has not all frames.
            MachineError: If the disk is full.
        """
        close_all(self._sinks, keep=keep)
        folder = self._files.unfinished
        if keep and folder.is_dir():
            write_json(folder / ARGUMENTS, self._facts.arguments)
            write_json(folder / OUTPUTS, self._outputs(folder))
            with disk_trouble(folder):
                shutil.rmtree(self._files.folder, ignore_errors=True)
                folder.rename(self._files.folder)
        shutil.rmtree(folder, ignore_errors=True)

    def _outputs(self, folder: Path) -> dict[str, Any]:
        """What came of it, without a word of the clock on the wall."""
        request, provenance = self._facts.request, self._facts.provenance
        written = sorted(path for path in folder.rglob("*.*") if path.name != ARGUMENTS)
        return {
            "schema": 1,
            "name": request.name,
            "frames": len(self._hashes),
            "fps": request.fps,
            "files": {str(path.relative_to(folder)): _digest(path) for path in written},
            "state_hashes": self._hashes,
            "checks": {**self._facts.checks, "videos": self._counted(written)},
            "provenance": {
                "source": provenance.source,
                "by": provenance.by,
                "seed": provenance.seed,
                "config_hash": provenance.config_hash,
                "details": dict(provenance.details),
                "draw": dict(self._draw),
            },
        }

    def _counted(self, written: Sequence[Path]) -> str:
        videos = [path for path in written if path.suffix == ".mp4"]
        for path in videos:
            found = frame_count(path)
            if found != len(self._hashes):
                expected = f"{len(self._hashes)} frames"
                raise DatasetError(
                    "a video lost frames", where=str(path), got=found, expected=expected
                )
        return f"each of {len(videos)} has {len(self._hashes)} frames"


def is_intact(folder: Path) -> bool:
    """Whether the folder of a rollout is there, with the bytes that were written."""
    try:
        json.loads((folder / ARGUMENTS).read_text(encoding="utf-8"))
        told = json.loads((folder / OUTPUTS).read_text(encoding="utf-8"))["files"]
        return all(_digest(folder / name) == digest for name, digest in told.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
