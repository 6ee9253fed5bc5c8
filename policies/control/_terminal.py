"""The terminal that a person sits at: single keys, its size, and how it was before."""

from __future__ import annotations

import os
import select
import termios
import weakref

from physai_sim.core.errors import MachineError

WANTED = "a person at a terminal, in the foreground"
_CURSOR_ON, _CURSOR_OFF = b"\x1b[?25h", b"\x1b[?25l"


class Terminal:
    """A terminal that gives keys as they are pressed and does not show them.

    Ctrl-C interrupts as ever. How the terminal was before comes back with `close`, and at the
    latest when this object or the interpreter goes.

    Args:
        descriptor: An open terminal; it is closed at the end.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        before = termios.tcgetattr(descriptor)
        self._restore = weakref.finalize(self, _restore, descriptor, before)
        mode = termios.tcgetattr(descriptor)
        mode[0] &= ~termios.IXON  # Ctrl-S must not freeze the picture
        mode[3] &= ~(termios.ICANON | termios.ECHO)
        # Ctrl-Z would leave the shell with a terminal that shows nothing of what is typed.
        mode[6][termios.VSUSP] = bytes([os.fpathconf(descriptor, "PC_VDISABLE")])
        termios.tcsetattr(descriptor, termios.TCSANOW, mode)
        termios.tcflush(descriptor, termios.TCIFLUSH)
        self.write(_CURSOR_OFF.decode())

    def size(self) -> tuple[int, int]:
        """Columns and rows; those of old where the terminal does not say."""
        columns, rows = os.get_terminal_size(self._descriptor)
        return columns or 80, rows or 24

    def read(self, wait_s: float) -> bytes:
        """What was typed, as soon as there is something; nothing after a while.

        Raises:
            MachineError: If the terminal is gone.
        """
        ready, _, _ = select.select([self._descriptor], [], [], max(0.0, wait_s))
        if not ready:
            return b""
        try:
            data = os.read(self._descriptor, 4096)
        except OSError:
            data = b""
        if not data:
            raise MachineError("the terminal is gone", expected=WANTED)
        return data

    def write(self, text: str) -> None:
        """Show text and control sequences.

        Raises:
            MachineError: If the terminal is gone.
        """
        data = text.encode()
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except OSError:
            raise MachineError("the terminal is gone", expected=WANTED) from None

    def close(self) -> None:
        """Bring back how the terminal was; a second call does nothing."""
        self._restore()


def controlling_terminal() -> Terminal:
    """The terminal that this process was started from.

    Raises:
        MachineError: If there is none, a program is at the other end, or we run in the background.
    """
    what = "there is no terminal to read keys from"
    # A pipe there says that a program started us, though a terminal may be there too.
    if not os.isatty(0):
        raise MachineError(what, where="standard input", expected=WANTED)
    try:
        descriptor = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        raise MachineError(
            f"{what}: {error.strerror}", where="/dev/tty", expected=WANTED
        ) from None
    if os.tcgetpgrp(descriptor) != os.getpgrp():
        os.close(descriptor)
        raise MachineError("keys go to the program in the foreground", expected=WANTED)
    return Terminal(descriptor)


def _restore(descriptor: int, before: list[object]) -> None:
    try:
        os.write(descriptor, _CURSOR_ON)
        # Keys that are still held would else be typed into the shell.
        termios.tcflush(descriptor, termios.TCIFLUSH)
        termios.tcsetattr(descriptor, termios.TCSANOW, before)  # type: ignore[arg-type]
    except (OSError, termios.error):
        pass  # it is gone, and with it what was to be restored
    finally:
        os.close(descriptor)
