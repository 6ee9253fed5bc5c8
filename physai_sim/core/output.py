"""Output folders and files: nothing is overwritten unasked, no half-written file has a name."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from physai_sim.core.errors import MachineError, OutputError

MARK = "run.json"
Mode = Literal["new", "overwrite", "resume"]


def prepare_folder(folder: Path, mode: Mode, *, inputs: Iterable[Path] = ()) -> None:
    """Make the folder of a run.

    Args:
        folder: Where the run goes; it is created.
        mode: "new" refuses a folder that is not empty; "overwrite" empties it, but only if an
            earlier run made it; "resume" keeps what is there.
        inputs: What the run reads; a folder that holds any of it is not overwritten.

    Raises:
        OutputError: If the folder must not or cannot be used.
    """
    require_usable(folder, mode, inputs=inputs)
    try:
        if mode == "overwrite" and _is_filled(folder):
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot be used: {error.strerror or error}", where=str(error.filename or folder)
        ) from None


def require_usable(folder: Path, mode: Mode, *, inputs: Iterable[Path] = ()) -> None:
    """Refuse what `prepare_folder` would refuse, and touch nothing.

    Why: a folder that cannot be used is told before what takes minutes, and made after what may
    turn out to be bad input.

    Args:
        folder: Where the run goes.
        mode: See `prepare_folder`.
        inputs: See there.

    Raises:
        OutputError: If the folder must not be used.
    """
    try:
        filled = _is_filled(folder)
    except OSError as error:  # a name that is too long, a folder that nobody may look into
        raise OutputError(f"cannot be used: {error.strerror}", where=str(folder)) from None
    if filled and mode == "new":
        raise OutputError(
            "the output folder is not empty",
            where=str(folder),
            expected="an empty folder, --resume or --overwrite",
        )
    if filled and not (folder / MARK).is_file():
        raise OutputError(
            f"no run made this folder (it has no {MARK}), so it is left alone", where=str(folder)
        )
    if mode == "overwrite":
        _spare(inputs, folder)


def _is_filled(folder: Path) -> bool:
    if folder.exists() and not folder.is_dir():
        raise OutputError("not a folder", where=str(folder))
    return folder.is_dir() and any(folder.iterdir())


def _spare(inputs: Iterable[Path], folder: Path) -> None:
    for path in inputs:
        place = path.resolve()
        if folder.resolve() in (place, *place.parents):
            what = "overwriting it would delete what is to be read"
            raise OutputError(what, where=str(folder), got=str(path))


def write_text(path: Path, text: str) -> None:
    """Write a text as `write_bytes` does, in UTF-8."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file under a temporary name, then give it its own.

    Raises:
        MachineError: If there is no space, or the place is not writable; an older file stays.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise MachineError(f"cannot be written: {error.strerror}", where=str(path)) from None


def require_same_request(folder: Path, digest: str, *, expected: str) -> None:
    """What --resume keeps and what it adds must have been asked for alike.

    Args:
        folder: Of the run; without a `run.json` nothing is to be kept.
        digest: Of all that decides what is made; run.json says it as `request_sha256`.
        expected: What would have to be the same.

    Raises:
        OutputError: If something else was asked for in this folder.
    """
    mark = folder / MARK
    if not mark.is_file():
        return
    try:
        earlier = json.loads(mark.read_text(encoding="utf-8")).get("request_sha256")
    except (OSError, ValueError, AttributeError):
        earlier = None
    if earlier != digest:
        what = "what was made in this folder was asked for otherwise, --resume would mix the two"
        raise OutputError(what, where=str(folder), expected=expected)


def write_json(path: Path, value: object) -> None:
    """Write a JSON document that people can read too; NaN is refused, since JSON has none."""
    write_text(path, json.dumps(value, indent=2, allow_nan=False) + "\n")
