"""What a person sees while they play: the robot's cameras above lines of text, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from policies.control import _blocks
from policies.control._blocks import Image
from policies.control._terminal import Terminal

# The line of the cursor below all, and one above for how the last episode ended.
SPARE_ROWS = 2
_CLEAR, _REST_OF_LINE = "\x1b[2J\x1b[H", "\x1b[K"
# Terminals that know it show all between these two at once; others ignore them.
_HOLD, _SHOW = "\x1b[?2026h", "\x1b[?2026l"
_INVERSE, _PLAIN = "\x1b[7m", "\x1b[0m"


class Screen:
    """Draws over what it drew last; nothing else may be written to the terminal in between.

    Args:
        terminal: Where to draw.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._size = terminal.size()
        self._drawn = 0

    def begin(self) -> None:
        """Draw below what is there, the next time."""
        self._drawn = 0

    def show(self, images: Sequence[Image], status: str, texts: Sequence[str]) -> None:
        """Draw pictures side by side, a line that stands out, and other lines.

        Args:
            images: Each of shape (H, W, 3).
            status: How things are.
            texts: What else there is to say.
        """
        columns, rows = size = self._terminal.size()
        picture = _blocks.side_by_side(
            images, columns=columns, rows=rows - SPARE_ROWS - 1 - len(texts)
        )
        lines = [] if picture is None else _blocks.lines(picture)
        lines.append(f"{_INVERSE}{status[:columns]:{columns}}{_PLAIN}")
        lines += [text[:columns] for text in texts]
        lines = lines[: rows - 1]
        back = f"\x1b[{self._drawn}A" if self._drawn else ""
        if size != self._size:  # what was drawn has been broken into other lines
            back = _CLEAR
        body = "".join(f"{line}{_REST_OF_LINE}\n" for line in lines)
        self._terminal.write(f"{_HOLD}{back}\r{body}{_SHOW}")
        self._size, self._drawn = size, len(lines)
