"""Shards of kept rollouts as tar files that WebDataset reads: the same bytes each time.

Source: Aizman, Maltby, Breuel, High Performance I/O For Large Scale Deep Learning, 2019: files of
one sample follow one another and share the name up to the first dot.
"""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from physai_sim.datasets.lerobot.parts import disk_trouble
from physai_sim.generation.curation.decision import Decision
from physai_sim.generation.curation.measured import as_line

FOLDER = "webdataset"
LIMIT_BYTES = 256_000_000
FACTS = "curation.json"


def write_webdataset(
    kept: Iterable[tuple[Decision, Path]], folder: Path, *, limit_bytes: int = LIMIT_BYTES
) -> int:
    """Write shards; gives how many.

    A rollout is never split: a shard ends before the one that would exceed the limit.

    Args:
        kept: Decisions and folders of rollouts, in their order.
        folder: It does not exist yet.
        limit_bytes: Of a shard; one rollout alone may exceed it.

    Raises:
        MachineError: If the disk is full.
    """
    number = -1
    with disk_trouble(folder):
        folder.mkdir(parents=True)
        for number, group in enumerate(_grouped(kept, limit_bytes)):
            path = folder / f"shard-{number:06d}.tar"
            part = path.with_name(f".{path.name}.part")
            with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as tar:
                for decision, place in group:
                    _add(tar, decision, place)
            os.replace(part, path)
    return number + 1


def key_of(name: str) -> str:
    """What the files of a rollout are called up to the first dot; names have no `~`."""
    return name.replace(".", "~")


def _grouped(
    kept: Iterable[tuple[Decision, Path]], limit_bytes: int
) -> Iterator[list[tuple[Decision, Path]]]:
    """Rollouts that share a shard."""
    group: list[tuple[Decision, Path]] = []
    used = 0
    for decision, place in kept:
        size = sum(path.stat().st_size for _, path in _files(place))
        if group and used + size > limit_bytes:
            yield group
            group, used = [], 0
        group.append((decision, place))
        used += size
    if group:
        yield group


def _add(tar: tarfile.TarFile, decision: Decision, place: Path) -> None:
    """Put one rollout into a shard, what is known of it first."""
    key, facts = key_of(decision.measured.name), as_line(decision.to_json()).encode()
    _put(tar, f"{key}.{FACTS}", io.BytesIO(facts), len(facts))
    for extension, path in _files(place):
        with path.open("rb") as file:
            _put(tar, f"{key}.{extension}", file, path.stat().st_size)


def _files(place: Path) -> Iterator[tuple[str, Path]]:
    """Files of a rollout, sorted, with what follows the key in their names."""
    for path in sorted(path for path in place.rglob("*") if path.is_file()):
        yield ".".join(path.relative_to(place).parts), path


def _put(tar: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> None:
    """Add a file that belongs to nobody and was made at no time."""
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o644, 0
    tar.addfile(info, file)
