import gc
import os
import subprocess
import sys
import termios
import time

import pytest

from physai_sim.core.errors import MachineError
from policies.control import _terminal
from policies.control._terminal import Terminal, controlling_terminal

ASK = "from policies.control._terminal import controlling_terminal as t\ntry: t()\n"
ASK += "except Exception as error: print(error)"
IN_THE_BACKGROUND = (
    f"import os; os.setpgid(0, 0) if os.fork() == 0 else os._exit(os.wait()[0] < 0)\n{ASK}"
)


def _echoes(seat):
    return bool(seat.settings()[3] & termios.ECHO)


def test_keys_come_at_once_and_are_not_shown(seat, terminal):
    seat.press("w")
    assert terminal.read(5.0) == b"w"
    assert not _echoes(seat)
    assert "w" not in seat.seen()


def test_control_c_still_interrupts_and_control_s_and_z_are_keys_like_others(seat, terminal):
    mode = seat.settings()
    assert mode[3] & termios.ISIG
    assert mode[6][termios.VINTR] == b"\x03"
    seat.press("\x13\x1a")
    assert terminal.read(5.0) == b"\x13\x1a"


def test_nothing_typed_gives_nothing_after_the_wait(terminal):
    begin = time.monotonic()
    assert terminal.read(0.1) == b""
    assert time.monotonic() - begin >= 0.1
    assert terminal.read(-1.0) == b""


def test_what_was_typed_before_is_not_taken_for_keys(seat):
    seat.press("typed ahead\n")
    time.sleep(0.1)
    terminal = Terminal(os.dup(seat.slave))
    assert terminal.read(0.1) == b""
    terminal.close()


@pytest.mark.parametrize("way", ["close", "forget"])
def test_how_it_was_before_comes_back(seat, way):
    before = seat.settings()
    terminal = Terminal(os.dup(seat.slave))
    assert seat.settings() != before
    if way == "close":
        terminal.close()
        terminal.close()
    else:
        del terminal
        gc.collect()
    assert seat.settings() == before
    seat.sees("\x1b[?25h", seconds=5)


def test_size_and_text_go_through(seat, terminal):
    assert terminal.size() == (100, 36)
    seat.resize(33, 12)
    assert terminal.size() == (33, 12)
    seat.resize(0, 0)
    assert terminal.size() == (80, 24)
    terminal.write("\u2580" * 50_000 + "end")
    seat.sees("end", seconds=5)


def test_a_terminal_that_is_gone_is_told_in_one_line(monkeypatch, terminal):
    def gone(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(_terminal.os, "write", gone)
    with pytest.raises(MachineError, match="the terminal is gone"):
        terminal.write("text")
    monkeypatch.setattr(_terminal.os, "read", gone)
    monkeypatch.setattr(_terminal.select, "select", lambda *_: ([1], [], []))
    with pytest.raises(MachineError, match="the terminal is gone"):
        terminal.read(0.1)
    monkeypatch.undo()


def test_a_program_on_standard_input_is_no_person(monkeypatch):
    monkeypatch.setattr(_terminal.os, "isatty", lambda _: False)
    with pytest.raises(MachineError, match=r"^standard input: there is no terminal.*a person"):
        controlling_terminal()


@pytest.mark.slow
def test_a_terminal_that_does_not_control_us_is_none(seat):
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        stdin=seat.slave,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=True,
    )
    assert done.stdout.startswith("/dev/tty: there is no terminal to read keys from: ")
    assert done.stdout.count("\n") == 1


@pytest.mark.slow
def test_in_the_background_no_keys_are_waited_for(seat):
    seat.start("-c", IN_THE_BACKGROUND)
    seat.sees("keys go to the program in the foreground", seconds=60)


@pytest.mark.slow
@pytest.mark.parametrize(
    "end", ["raise SystemExit(3)", "1 / 0", "import os, signal; os.kill(0, 2)"]
)
def test_it_comes_back_at_the_end_of_the_interpreter_at_the_latest(seat, end):
    before = seat.settings()
    code = f"from policies.control._terminal import controlling_terminal as t; held = t(); {end}"
    process = seat.start("-c", code)
    assert process.wait(60) != 0
    assert seat.settings() == before
