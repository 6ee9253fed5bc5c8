"""Where the launcher and its processes say something: a stream, and files of a log folder."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import IO, Literal, TextIO

MAX_LINE = 65_536
Level = Literal["INFO", "WARNING", "ERROR"]
Source = Literal["stdout", "stderr"]
_SHOWN: dict[str, tuple[Source, ...]] = {
    "screen": ("stdout", "stderr"),
    "both": ("stdout", "stderr"),
    "full": ("stdout", "stderr"),
    "log": ("stderr",),
    "own_log": (),
}


class Console:
    """Writes lines as `ros2 launch` does; a context manager.

    Args:
        stream: What a person sees.
        folder: Where `launch.log` and one file for each process go; nowhere if None.

    Attributes:
        is_closed: Whoever read the stream has gone.
    """

    def __init__(self, stream: TextIO, folder: Path | None = None) -> None:
        self._stream, self._folder = stream, folder
        self._files: dict[str, IO[str]] = {}
        self.is_closed = False
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Console:
        return self

    def __exit__(self, *error: object) -> None:
        for file in self._files.values():
            file.close()

    def say(self, level: Level, name: str, text: str) -> None:
        """A line of the launcher about itself (`launch`) or a process."""
        self._write("launch", f"[{level}] [{name}]: {text}", shown=True)

    def line(self, name: str, text: str, *, source: Source, output: str) -> None:
        """A line that a process has written.

        Args:
            name: The process.
            text: The line.
            source: Where it wrote it.
            output: Its choice of `output`.
        """
        self._write("launch", f"[{name}] {text}", shown=source in _SHOWN.get(output, ()))
        self._keep(name, text)

    def _write(self, file: str, text: str, *, shown: bool) -> None:
        self._keep(file, text)
        if shown and not self.is_closed:
            try:
                self._stream.write(f"{text}\n")
                self._stream.flush()
            except BrokenPipeError:
                self.is_closed = True

    def _keep(self, name: str, text: str) -> None:
        if self._folder is None:
            return
        if name not in self._files:
            path = self._folder / f"{name}.log"
            self._files[name] = path.open("w", encoding="utf-8", buffering=1)
        self._files[name].write(f"{text}\n")


class Lines:
    """Cuts what a process writes into lines; bytes that are no UTF-8 are shown as such."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        self._rest = ""

    def take(self, data: bytes) -> list[str]:
        """The lines that are whole by now; one without end is cut."""
        *lines, self._rest = (self._rest + self._decoder.decode(data)).split("\n")
        while len(self._rest) > MAX_LINE:
            lines.append(self._rest[:MAX_LINE])
            self._rest = self._rest[MAX_LINE:]
        return [line.removesuffix("\r") for line in lines]

    def end(self) -> list[str]:
        """What is left without an end of line."""
        rest, self._rest = self._rest + self._decoder.decode(b"", final=True), ""
        return [rest] if rest else []
