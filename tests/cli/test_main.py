import os
import signal
import subprocess
import sys

import pytest

from physai_sim import __version__
from physai_sim.cli import main as main_module


def _piped(*words):
    """The command, writing to somebody who has stopped to read."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "physai_sim.cli.main", *words]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    return done.returncode, done.stderr


def test_the_version_is_printed(physai):
    assert physai("--version") == (0, f"physai_sim {__version__}\n", "")


def test_without_a_command_the_help_is_shown_and_the_usage_is_wrong(physai):
    done = physai()
    assert done.code == 2
    assert "Usage" in done.out + done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("command", ["list", "run", "schema", "bench", "doctor", "bag"])
def test_every_command_has_help(physai, command):
    done = physai(command, "--help")
    assert done.code == 0
    assert "Usage" in done.out


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["rnu"], "rnu"),
        (["--nope"], "--nope"),
        (["run"], "world"),
        (["run", "reach"], "--out"),
        (["run", "reach", "--out", "x", "--episodes", "0"], "--episodes"),
        (["run", "reach", "--out", "x", "--episodes", "many"], "--episodes"),
        (["run", "reach", "--out", "x", "--seed", "-1"], "--seed"),
        (["list", "worlds", "robots"], "robots"),
        (["bench"], "name"),
        (["bag", "repair"], "bag"),
    ],
)
def test_wrong_usage_is_one_line_that_names_it(refused, words, text):
    assert text in refused(*words).lower()


def test_an_interruption_anywhere_ends_with_130(physai, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(main_module, "app", interrupt)
    assert physai("list") == (130, "", "physai: interrupted\n")


def test_a_polite_end_is_an_interruption(physai, monkeypatch):
    monkeypatch.setattr(main_module, "app", lambda **_: signal.raise_signal(signal.SIGTERM))
    assert physai("list").code == 130


def test_an_interruption_within_a_command_ends_with_130_and_says_so(physai, monkeypatch):
    monkeypatch.setattr("physai_sim.cli.list.read_yaml", lambda _: signal.raise_signal(2))
    # Where tests run in the background of a shell, it lets them ignore interrupts.
    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert physai("list") == (130, "", "physai: interrupted\n")
    finally:
        signal.signal(signal.SIGINT, earlier)


def test_a_full_disk_is_one_line_and_an_error_of_ours_is_not_hidden(physai, monkeypatch):
    def fail(number):
        def app(**_):
            raise OSError(number, os.strerror(number), "bag.mcap")

        return app

    monkeypatch.setattr(main_module, "app", fail(28))
    assert physai("list") == (2, "", "physai: bag.mcap: No space left on device\n")
    monkeypatch.setattr(main_module, "app", fail(9))
    with pytest.raises(OSError, match="Bad file descriptor"):
        main_module._exit_code()


@pytest.mark.parametrize("words", [["list"], ["list", "--json"], ["schema"], ["--version"]])
def test_a_reader_that_has_seen_enough_causes_no_traceback(words):
    assert _piped(*words) == (0, "")


def test_the_installed_command_prints_errors_without_a_traceback():
    command = [sys.executable, "-m", "physai_sim.cli.main", "run", "rech", "--out", "x"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "did you mean 'reach'?" in done.stderr


def test_the_command_starts_without_the_engine():
    code = "import sys, physai_sim.cli.main; sys.exit('pybullet' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
