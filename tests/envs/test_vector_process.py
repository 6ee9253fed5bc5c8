"""Worker processes that die, hang, are interrupted or lose their owner: nothing waits forever."""

import functools
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from gymnasium.vector import SyncVectorEnv

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, WorkerError
from physai_sim.envs import RobotTaskEnv
from physai_sim.envs.worker_vector_env import WorkerVectorEnv

pytestmark = pytest.mark.slow
STILL = np.zeros((4, 7))
MAKER = functools.partial(RobotTaskEnv, load_world("reach", ("time_limit_s=0.4",)))


@pytest.fixture
def workers():
    opened = []

    def open_(make=MAKER, count=4, **options):
        opened.append(WorkerVectorEnv([make] * count, **{"num_workers": 2, **options}))
        return opened[-1]

    yield open_
    for vector in opened:
        vector.close(terminate=True)


def pids(vector):
    return [worker.pid for worker in vector._pool.workers]


def is_alive(pid):
    """Whether a process runs; one that ended and was not yet waited for does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition, timeout_s=20.0):
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_a_killed_worker_is_replaced_and_its_episodes_are_truncated(workers, caplog):
    vector = workers()
    before, _ = vector.reset(seed=20)
    before, *_ = vector.step(STILL)
    first, killed = pids(vector)
    os.kill(killed, signal.SIGKILL)
    observations, rewards, terminated, truncated, infos = vector.step(STILL)
    assert truncated.tolist() == [False, False, True, True]
    assert not terminated.any()
    assert rewards[2:].tolist() == [0.0, 0.0]
    assert all(np.array_equal(observations[key][2:], before[key][2:]) for key in before)
    assert infos["outcome"].tolist() == ["running", "running", "worker_died", "worker_died"]
    assert infos["seed"].tolist() == [20, 21, 22, 23]
    line = "environments 2 to 3: a worker process died (SIGKILL), last seeds [22, 23]"
    assert infos["error"].tolist() == [None, None, line, line]
    assert [record.getMessage() for record in caplog.records] == [
        f"{line}; another takes its place"
    ]
    assert caplog.records[0].levelno == logging.WARNING
    assert pids(vector)[0] == first
    assert pids(vector)[1] != killed


@pytest.mark.parametrize("mode", ["NextStep", "SameStep", "Disabled"])
def test_after_a_death_the_next_episodes_are_those_that_would_have_been(mode, workers):
    sync = SyncVectorEnv([MAKER] * 4, autoreset_mode=mode)
    sync.reset(seed=1)
    expected, wanted = sync.reset()
    vector = workers(autoreset_mode=mode)
    vector.reset(seed=1)
    vector.step(STILL)
    for pid in pids(vector):
        os.kill(pid, signal.SIGKILL)
    observations, _, _, truncated, infos = vector.step(STILL)
    assert truncated.all()
    if mode == "SameStep":
        assert infos["final_info"]["outcome"].tolist() == ["worker_died"] * 4
        assert infos["final_info"]["seed"].tolist() == [1, 2, 3, 4]
        assert all(vector.single_observation_space.contains(one) for one in infos["final_obs"])
    elif mode == "NextStep":
        observations, rewards, _, truncated, infos = vector.step(STILL)
        assert not truncated.any()
        assert not rewards.any()
    else:
        observations, infos = vector.reset(options={"reset_mask": truncated})
    assert infos["seed"].tolist() == wanted["seed"].tolist()
    assert all(np.array_equal(observations[key], expected[key]) for key in expected)
    sync.close()


def test_a_death_in_the_middle_of_a_step_is_noticed_at_once(workers):
    def make():
        env = MAKER()
        step, env.nap_s = env.step, 0.0

        def slow_step(action):
            time.sleep(env.nap_s)
            return step(action)

        env.step = slow_step
        return env

    vector = workers(make)
    vector.reset(seed=0)
    vector.set_attr("nap_s", [0.0, 0.0, 600.0, 0.0])
    timer = threading.Timer(0.5, os.kill, (pids(vector)[1], signal.SIGKILL))
    timer.start()
    *_, truncated, _ = vector.step(STILL)
    timer.join()
    assert truncated.tolist() == [False, False, True, True]


def test_a_reset_or_a_call_that_meets_a_dead_worker_does_not_hang(workers, caplog):
    vector = workers()
    vector.reset(seed=3)
    os.kill(pids(vector)[0], signal.SIGKILL)
    with pytest.raises(WorkerError, match=r"environments 0 to 1: .*SIGKILL.*\[3, 4\]"):
        vector.get_attr("np_random_seed")
    observations, infos = vector.reset(seed=8)
    assert infos["seed"].tolist() == [8, 9, 10, 11]
    assert len(caplog.records) == 1
    env = MAKER()
    assert np.array_equal(env.reset(seed=8)[0]["joint_state"], observations["joint_state"][0])
    env.close()


def test_an_environment_that_cannot_be_made_says_why_and_leaves_no_process(workers):
    owner = os.getpid()

    def make():
        if os.getpid() != owner:
            raise ConfigError("only here", where="make", got=3)
        return MAKER()

    with pytest.raises(ConfigError, match=r"^make: only here, got 3$"):
        workers(make)
    assert multiprocessing.active_children() == []


def test_a_worker_that_dies_before_it_is_ready_is_not_started_again_and_again(workers):
    owner = os.getpid()

    def make():
        if os.getpid() != owner:
            os._exit(3)
        return MAKER()

    with pytest.raises(WorkerError, match=r"environments 0 to 1: .*exit code 3\) before it was"):
        workers(make)
    assert multiprocessing.active_children() == []


def test_close_ends_workers_that_do_not_answer_any_more(workers):
    vector = workers()
    vector.reset(seed=0)
    all_pids = pids(vector)
    os.kill(all_pids[0], signal.SIGSTOP)
    vector.close(timeout=0.5)
    assert not any(is_alive(pid) for pid in all_pids)


def test_an_interrupted_step_leaves_no_answer_that_a_later_call_could_take(workers, monkeypatch):
    vector = workers()
    vector.reset(seed=0)
    worker = vector._pool.workers[0]
    monkeypatch.setattr(worker, "answer", interrupt)
    with pytest.raises(KeyboardInterrupt):
        vector.step(STILL)
    monkeypatch.undo()
    *_, truncated, infos = vector.step(STILL)
    assert truncated.all()
    assert "its call was interrupted" in infos["error"][0]
    assert vector.reset(seed=5)[1]["seed"].tolist() == [5, 6, 7, 8]


def interrupt():
    raise KeyboardInterrupt


SCRIPT = """
import sys
import numpy as np
from physai_sim.envs import make_vec

def main():
    vector = make_vec("reach", num_envs=4, vectorization_mode="async",
                      vector_kwargs={"num_workers": 2})
    vector.reset(seed=0)
    print(*[worker.pid for worker in vector._pool.workers], flush=True)
    while True:
        vector.step(np.zeros((4, 7)))

"""
GUARDED = SCRIPT + "if __name__ == '__main__':\n    main()\n"


@pytest.fixture
def script(tmp_path):
    """`script(text)` starts a Python script in a process group of its own."""
    started = []

    def start(text):
        path = tmp_path / "script.py"
        path.write_text(text, encoding="utf-8")
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        started.append(subprocess.Popen([sys.executable, path], start_new_session=True, **pipes))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_ctrl_c_ends_all_processes_without_a_word_from_the_workers(script):
    process = script(GUARDED)
    started = [int(word) for word in process.stdout.readline().split()]
    assert len(started) == 2
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: all processes get it
    _, errors = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert errors.count("Traceback") == 1
    assert errors.rstrip().endswith("KeyboardInterrupt")
    wait_until(lambda: not any(is_alive(pid) for pid in started))


def test_workers_end_when_their_owner_is_killed(script):
    process = script(GUARDED)
    started = [int(word) for word in process.stdout.readline().split()]
    process.kill()
    process.wait(timeout=30)
    wait_until(lambda: not any(is_alive(pid) for pid in started))


def test_a_script_without_a_guard_is_told_of_it(script):
    _, errors = script(SCRIPT + "main()\n").communicate(timeout=60)
    assert "WorkerError" in errors.splitlines()[-1]
    assert "below `if __name__ == '__main__':`" in errors.splitlines()[-1]
