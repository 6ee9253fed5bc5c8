"""Processes are small programs that say what happens to them."""

import io
import os
import signal
import subprocess
import sys
import time

import pytest

from physai_sim.launching.console import Console
from physai_sim.launching.evaluation import make_plan
from physai_sim.launching.runner import run_plan

pytestmark = pytest.mark.slow

# Says "up"; told by its words what to do at SIGINT and SIGTERM, and when to leave with which code.
PROGRAM = """
import signal, subprocess, sys, time

def leave(number, frame):
    print(signal.Signals(number).name, flush=True)
    sys.exit(0)

words = sys.argv[1:]
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN if f"ignore-{number.name}" in words else leave)
if "child" in words:
    again = [sys.executable, __file__, "ignore-SIGINT"]
    child = subprocess.Popen(again, stdout=subprocess.PIPE)
    child.stdout.readline()
    print("child", child.pid, flush=True)
print("up", flush=True)
for word in words:
    if word.startswith("leave="):
        sys.exit(int(word[6:]))
time.sleep(60)
"""


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return f"{sys.executable} {path}"


@pytest.fixture
def launch(launch_file, program):
    """`launch(tags)`: runs a launch file in this process; gives exit code and what was shown."""

    def run(tags, log_dir=None):
        stream = io.StringIO()
        path = launch_file(tags.replace("PROGRAM", program))
        with Console(stream, log_dir) as console:
            return run_plan(make_plan(path, {}), console), stream.getvalue()

    return run


class Launcher:
    """`physai launch` in a process of its own, whose lines are read one by one."""

    def __init__(self, path):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "physai_sim.cli.main", "launch", str(path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.seen = []

    def sees(self, *texts):
        """Read until each text has been shown once."""
        wanted = list(texts)
        while wanted:
            line = self.process.stdout.readline()
            assert line, f"no {wanted} in {self.seen}"
            self.seen.append(line)
            wanted = [text for text in wanted if text not in line]

    def ends(self):
        rest, _ = self.process.communicate(timeout=60)
        self.seen += rest.splitlines(keepends=True)
        return self.process.returncode

    def pids(self):
        """Of the processes it has said to have started, and of the children they told of."""
        started = [s.split("pid [")[1].split("]")[0] for s in self.seen if "started with" in s]
        children = [line.split()[-1] for line in self.seen if "] child " in line]
        return [int(pid) for pid in started + children]


@pytest.fixture
def launcher(launch_file, program):
    started = []

    def start(tags):
        started.append(Launcher(launch_file(tags.replace("PROGRAM", program))))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        one.process.stdout.close()


def runs(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def wait_until_none_run(pids):
    deadline = time.monotonic() + 20
    while any(map(runs, pids)):
        assert time.monotonic() < deadline, [pid for pid in pids if runs(pid)]
        time.sleep(0.02)


def test_all_that_finish_cleanly_make_code_0_and_their_lines_are_named(launch):
    code, shown = launch("""
        - log: {message: hello}
        - executable: {cmd: PROGRAM leave=0, name: a, output: screen}
        - executable: {cmd: PROGRAM leave=0, name: b, output: log}
    """)
    assert code == 0
    assert shown.startswith(
        "[INFO] [launch.user]: hello\n[INFO] [a-1]: process started with pid ["
    )
    assert "[a-1] up\n" in shown
    assert "[b-2] up\n" not in shown
    assert shown.count("process has finished cleanly [pid ") == 2


def test_one_that_dies_makes_code_1_and_is_shown_with_its_command(launch):
    code, shown = launch("""
        - executable: {cmd: PROGRAM leave=3, name: a}
        - executable: {cmd: PROGRAM leave=0, name: b}
    """)
    assert code == 1
    assert "[ERROR] [a-1]: process has died [pid " in shown
    assert ", exit code 3, cmd '" in shown
    assert "leave=3'].\n" in shown


@pytest.mark.parametrize("code", [0, 7])
def test_the_process_that_ends_the_launch_gives_its_code(launch, code):
    found, shown = launch(f"""
        - executable: {{cmd: PROGRAM, name: rest, output: screen}}
        - executable: {{cmd: sh -c 'sleep 0.5; exit {code}', name: main, on_exit: shutdown}}
    """)
    assert found == code
    assert "[INFO] [launch]: process[main-2] was required: shutting down launched system" in shown
    assert "sending signal 'SIGINT' to process[rest-1]" in shown
    assert "[rest-1] SIGINT\n" in shown


def test_a_program_that_is_missing_has_code_127(launch):
    code, shown = launch("- executable: {cmd: no-such-program, on_exit: shutdown}")
    assert code == 127
    assert "cannot be started: no-such-program: No such file or directory" in shown


def test_a_folder_that_is_missing_is_said_and_the_others_go_on(launch):
    code, shown = launch("""
        - executable: {cmd: PROGRAM leave=0, cwd: /no/such/folder, name: a}
        - executable: {cmd: PROGRAM leave=0, name: b, output: screen}
    """)
    assert code == 1
    assert "[ERROR] [a-1]: cannot be started: " in shown
    assert "[b-2] up" in shown


def test_a_process_is_started_again_as_often_as_it_may(launch):
    code, shown = launch("""
        - executable:
            cmd: PROGRAM leave=5
            name: a
            output: screen
            respawn: "true"
            respawn_delay: 0.1
            respawn_max_retries: 2
    """)
    assert code == 1
    assert shown.count("[a-1] up") == shown.count("exit code 5") == 3


def test_children_that_a_process_leaves_behind_are_ended(launch):
    code, shown = launch("""
        - executable:
            {cmd: PROGRAM child leave=0, output: screen, sigterm_timeout: 0.5, name: a}
    """)
    [child] = [int(line.split()[-1]) for line in shown.splitlines() if "] child " in line]
    assert code == 0
    assert not runs(child)
    assert "escalating to 'SIGTERM'" in shown


def test_a_shutdown_tag_ends_what_was_started_before_it(launch):
    code, shown = launch("""
        - executable: {cmd: sleep 60, name: a}
        - shutdown: {reason: enough}
    """)
    assert code == 0
    assert "[INFO] [launch]: shutting down: enough" in shown


def test_a_shell_reads_the_command_and_the_environment_arrives(launch):
    _, shown = launch("""
        - set_env: {name: COLOUR, value: red}
        - executable: {cmd: 'echo $COLOUR | tr r R', shell: true, output: screen, name: a}
        - executable:
            cmd: sh -c 'test -t 1 && echo tty'
            emulate_tty: true
            output: screen
            name: b
        - executable: {cmd: sh -c 'test -t 1 || echo pipe', output: screen, name: c}
    """)
    assert {"[a-1] Red", "[b-2] tty", "[c-3] pipe"} <= set(shown.splitlines())


def test_parameter_files_are_there_while_the_node_runs_and_gone_after(launch, tmp_path):
    script = tmp_path / "show"
    script.write_text('#!/bin/sh\nfor last; do :; done; cat "$last"; echo at "$last"\n')
    script.chmod(0o755)
    code, shown = launch("""
        - node: {exec: $(dirname)/show, output: screen, param: [{name: a, value: 5}]}
    """)
    assert "[show-1]   ros__parameters: {a: 5}" in shown
    [path] = [line.split()[-1] for line in shown.splitlines() if "] at " in line]
    assert not os.path.exists(path)
    assert code == 0


def test_a_log_folder_holds_what_each_has_written(launch, tmp_path):
    launch("- executable: {cmd: PROGRAM leave=0, name: a}", log_dir=tmp_path / "logs")
    assert (tmp_path / "logs/a-1.log").read_text() == "up\n"
    assert "[a-1] up" in (tmp_path / "logs/launch.log").read_text()


def test_ctrl_c_ends_all_politely_with_code_130(launcher):
    one = launcher("""
        - executable: {cmd: PROGRAM, name: a, output: screen}
        - executable: {cmd: PROGRAM, name: b, output: screen, respawn: "true"}
        - executable: {cmd: sleep 60, name: c}
    """)
    one.sees("[c-3]: process started", "[a-1] up", "[b-2] up")
    one.process.send_signal(signal.SIGINT)
    assert one.ends() == 130
    shown = "".join(one.seen)
    assert "[a-1] SIGINT" in shown
    assert "[b-2] SIGINT" in shown
    assert "[INFO] [c-3]: process has ended on 'SIGINT' [pid" in shown
    assert "has died" not in shown
    assert shown.count("started with") == 3
    assert one.seen[-1] == "physai: interrupted\n"


def test_sigterm_to_the_launcher_ends_all_too(launcher):
    one = launcher("- executable: {cmd: PROGRAM, name: a, output: screen}")
    one.sees("[a-1] up")
    one.process.terminate()
    assert one.ends() == 130
    assert any("[a-1] SIGINT" in line for line in one.seen)


def test_one_that_does_not_listen_gets_sigterm_and_then_sigkill(launcher):
    one = launcher("""
        - executable:
            cmd: PROGRAM child ignore-SIGINT ignore-SIGTERM
            name: a
            output: screen
            sigterm_timeout: 0.3
            sigkill_timeout: 0.3
    """)
    one.sees("[a-1] up")
    one.process.send_signal(signal.SIGINT)
    assert one.ends() == 130
    sent = [line.split("'")[1] for line in one.seen if "sending signal" in line]
    assert sent == ["SIGINT", "SIGTERM", "SIGKILL"]
    wait_until_none_run(one.pids())


def test_further_ctrl_c_go_on_to_the_next_signal_at_once(launcher):
    one = launcher("""
        - executable:
            cmd: PROGRAM ignore-SIGINT ignore-SIGTERM
            name: a
            output: screen
            sigterm_timeout: 100.0
            sigkill_timeout: 100.0
    """)
    one.sees("[a-1] up")
    for sent in ("SIGINT", "SIGTERM", "SIGKILL"):
        one.process.send_signal(signal.SIGINT)
        one.sees(f"sending signal '{sent}'")
    assert one.ends() == 130
    wait_until_none_run(one.pids())


def test_kill_9_of_the_launcher_leaves_no_process_behind_nor_their_children(launcher):
    one = launcher("""
        - executable: {cmd: PROGRAM child, name: a, output: screen}
        - executable: {cmd: PROGRAM child ignore-SIGTERM, name: b, output: screen}
    """)
    one.sees("[a-1] up", "[b-2] up")
    pids = one.pids()
    assert len(pids) == 4
    assert all(map(runs, pids))
    one.process.kill()
    wait_until_none_run(pids)


def test_a_killed_process_is_started_again(launcher):
    one = launcher('- executable: {cmd: PROGRAM, name: a, output: screen, respawn: "true"}')
    one.sees("[a-1] up")
    os.kill(one.pids()[0], signal.SIGKILL)
    one.sees("exit code -9", "[a-1] up")
    one.process.send_signal(signal.SIGINT)
    assert one.ends() == 130
    wait_until_none_run(one.pids())


def test_a_reader_who_goes_away_ends_the_launch(launcher):
    one = launcher(
        "- executable: {cmd: sh -c 'while true; do echo x; sleep 0.05; done', output: screen}"
    )
    one.sees("] x")
    one.process.stdout.close()
    one.process.wait(timeout=30)
    wait_until_none_run(one.pids())
