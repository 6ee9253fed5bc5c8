"""Sessions and bare worlds that are closed after the test; shared by all folders."""

import faulthandler
import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import yaml
from _pytest.faulthandler import fault_handler_stderr_fd_key
from hypothesis import settings

from physai_sim.cli.main import main
from physai_sim.core.config import load_world
from physai_sim.core.scene_config import SceneConfig
from physai_sim.envs.session import Session
from physai_sim.simulation import scene
from physai_sim.simulation.world import World

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LONG = yaml.safe_load(Path(__file__).with_name("long_tests.yaml").read_text(encoding="utf-8"))
# Tests whose programs answer one another in time, or that measure it.
ALONE = (
    *("architecture/", "benches/", "cli/", "integration/", "launching/", "ros/", "rosless/"),
    "contracts/test_launch_files.py",
)


def pytest_collection_modifyitems(items):
    """Mark what takes long, see long_tests.yaml, and what is not to run beside others."""
    for item in items:
        _, _, name = item.nodeid.partition("tests/")
        if name.startswith(ALONE):
            item.add_marker(pytest.mark.alone)
        for test, kept in LONG.items():
            if name.startswith(test) and not _is_kept(name, kept):
                item.add_marker(pytest.mark.slow)


def _is_kept(name, kept):
    return name.partition("[")[2].startswith(tuple(kept))


TRACES = "PHYSAI_TEST_TRACES"  # names the folder in which workers of xdist leave theirs
TOLD_TO = pytest.StashKey[int]()
LONGEST_S = 1800.0  # where no limit is told
GRACE_S = 60.0  # after the limit of a test, which pytest-timeout watches from within Python
CACHE = "PHYSAI_CACHE"  # what is learned on the way stays within a run, and out of the home


@pytest.hookimpl(trylast=True)  # pytest's own handler writes to a stderr that no worker has
def pytest_configure(config):
    """Let a process that crashes or hangs tell where each of its threads was."""
    if hasattr(config, "workerinput"):
        name = f"{config.workerinput['workerid']}_{os.getpid()}"
        config.stash[TOLD_TO] = os.open(Path(os.environ[TRACES], name), os.O_CREAT | os.O_WRONLY)
        faulthandler.enable(config.stash[TOLD_TO])  # open until the process ends
    else:
        config.stash[TOLD_TO] = config.stash[fault_handler_stderr_fd_key]
        os.environ[TRACES] = tempfile.mkdtemp(prefix="pytest_traces_")
        os.environ[CACHE] = tempfile.mkdtemp(prefix="pytest_cache_")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """End a process that hangs where no signal reaches Python, so that a run ends, and tells."""
    marker = item.get_closest_marker("timeout")
    limit_s = float(marker.args[0] if marker else item.config.getini("timeout") or LONGEST_S)
    told_to = item.config.stash[TOLD_TO]
    faulthandler.dump_traceback_later(limit_s + GRACE_S, exit=True, file=told_to)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


def pytest_terminal_summary(terminalreporter):
    """Show what workers that crashed have left."""
    for path in sorted(Path(os.environ[TRACES]).iterdir()):
        if text := path.read_text(encoding="utf-8", errors="replace"):
            terminalreporter.section(f"trace of worker {path.name}")
            terminalreporter.write(text)


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(TRACES))
        shutil.rmtree(os.environ.pop(CACHE))


@pytest.fixture
def open_session():
    """`open_session("reach", "rates.control_hz=10", cameras=False)`: a Session, not yet reset."""
    opened = []

    def open_(world, *overrides, **options):
        opened.append(Session(load_world(world, overrides), **options))
        return opened[-1]

    yield open_
    for session in opened:
        session.close()


@pytest.fixture
def build_world():
    """`build_world(SceneConfig(...))`: a World in which the scene stands."""
    opened = []

    def build(config=None, *, physics_hz=240):
        config = config or SceneConfig()
        opened.append(World(config, physics_hz=physics_hz))
        opened[-1].reset()
        scene.build(opened[-1], config)
        return opened[-1]

    yield build
    for world in opened:
        world.close()


@pytest.fixture
def drive_randomly():
    """Plays random actions straight on the robots, whatever the task thinks of it."""

    def drive(session, *, physics_steps, seed=0):
        rng = np.random.default_rng(seed)
        world, rates = session.world, session.config.rates
        end = world.step_index + physics_steps
        while world.step_index < end:
            for robot in session.stage.robots.values():
                spec = robot.spec()
                robot.apply_action(rng.uniform(spec.action_low, spec.action_high))
            world.step(min(rates.physics_hz // rates.control_hz, end - world.step_index))

    return drive


@pytest.fixture(scope="session")
def policy_file(tmp_path_factory):
    """A Python file with policies, good and bad; their names tell what they do."""
    path = tmp_path_factory.mktemp("policies") / "mine.py"
    shutil.copy(Path(__file__).with_name("sample_policies.py"), path)
    return path


@pytest.fixture(scope="session")
def short():
    """Settings that make an episode of 0.6 s (6 or 9 control steps) with a small view."""
    return ("time_limit_s=0.6", "view.width_px=64", "view.height_px=48")


class Called(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def physai(monkeypatch, capsys):
    """`physai("run", "reach")`: the command in this process; gives code, stdout and stderr."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["physai", *map(str, words)])
        earlier = signal.getsignal(signal.SIGTERM)
        capsys.readouterr()
        try:
            with pytest.raises(SystemExit) as left:
                main()
        finally:
            signal.signal(signal.SIGTERM, earlier)
        out, err = capsys.readouterr()
        return Called(left.value.code, out, err)

    return call


@pytest.fixture
def refused(physai):
    """As `physai`, for what must end with code 2 and one line, which it gives."""

    def call(*words):
        done = physai(*words)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("physai: ")
        assert done.err.count("\n") == 1
        return done.err

    return call


# What a shell does: the terminal on standard input controls the command, and Ctrl-C reaches it.
SIT_DOWN = (
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "signal.signal(signal.SIGINT, signal.SIG_DFL);"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


class Seat:
    """A person's place at a pseudo-terminal: presses keys, sees what is shown, starts commands."""

    def __init__(self, columns, rows):
        self._master, self.slave = pty.openpty()
        self._shown, self._mark, self._open = bytearray(), 0, True
        self.resize(columns, rows)
        self._eye = threading.Thread(target=self._look, daemon=True)
        self._eye.start()
        self.process = None

    def _look(self):
        while self._open:
            if select.select([self._master], [], [], 0.05)[0]:
                self._shown += os.read(self._master, 65536)

    def resize(self, columns, rows):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def settings(self):
        """How the terminal is set up; `PENDIN`, which only says that keys wait, left out."""
        mode = termios.tcgetattr(self.slave)
        mode[3] &= ~termios.PENDIN
        return mode

    def press(self, keys, *, times=1, every_s=0.0):
        for _ in range(times):
            os.write(self._master, keys.encode())
            time.sleep(every_s)

    def press_when(self, text, keys):
        """Press keys as soon as a text is shown, while the caller goes on."""
        begin = len(self._shown)

        def wait():
            while self._open and self._shown.find(text.encode(), begin) < 0:
                time.sleep(0.01)
            if self._open:
                self.press(keys)

        threading.Thread(target=wait, daemon=True).start()

    def seen(self):
        """All that was shown since the last `sees`."""
        return self._shown[self._mark :].decode(errors="replace")

    def sees(self, text, *, seconds=120):
        """Wait until a text is shown, and forget what was shown until then."""
        deadline = time.monotonic() + seconds
        while (place := self._shown.find(text.encode(), self._mark)) < 0:
            assert time.monotonic() < deadline, f"no {text!r} in {self.seen()[-2000:]!r}"
            time.sleep(0.02)
            if self.process is not None and self.process.poll() is not None:
                deadline = min(deadline, time.monotonic() + 1.0)  # what is under way still comes
        self._mark = place + len(text.encode())

    def start(self, *words):
        """Start Python with words, as from a shell at this terminal."""
        command = [sys.executable, "-c", SIT_DOWN, *map(str, words)]
        ends = dict.fromkeys(("stdin", "stdout", "stderr"), self.slave)
        self.process = subprocess.Popen(command, start_new_session=True, **ends)
        return self.process

    def leave(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self._open = False
        self._eye.join()
        os.close(self._master)
        os.close(self.slave)


@pytest.fixture
def seat():
    """A person's place at a terminal of 100 columns and 36 rows."""
    place = Seat(100, 36)
    yield place
    place.leave()
