import json
import os
import signal
import subprocess
import sys
import time

import pytest

from physai_sim.core.errors import ConfigError, OutputError
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.suites.metrics import ALL_PLAYED
from physai_sim.evaluation.suites.result_files import NAMES
from physai_sim.evaluation.suites.run_suite import SuiteRequest, run_suite

# Of the episodes of the short suite; seed 4 is there in both runs.
SEEDS = [1, 3, 4, 4, 9]
LONGER = "[time_limit_s=3.0, view.width_px=64, view.height_px=48]"


def timeless(value):
    """A document without what the clock on the wall decides."""
    if isinstance(value, dict):
        return {key: timeless(inner) for key, inner in value.items() if key != "timing"}
    return [timeless(inner) for inner in value] if isinstance(value, list) else value


def bags(folder):
    """The bytes of every bag by its place."""
    return {
        path.relative_to(folder): path.read_bytes() for path in sorted(folder.glob("*/*/*.mcap"))
    }


@pytest.fixture
def play(tmp_path):
    """`play(suite, "out")`: runs a suite; gives the folder, the metrics and the news."""

    def run(suite, name, **options):
        news = []
        request = SuiteRequest(suite, tmp_path / name, **options)
        return request.out, run_suite(request, progress=news.append), news

    return run


@pytest.fixture
def begin(telling, short_text, tmp_path):
    """`begin("out")`: starts a suite of slow episodes as a command of its own session."""
    started = []
    (tmp_path / "s.yaml").write_text(short_text("Slow", file=telling[0], settings=LONGER))

    def start(name, *more):
        words = ["--suite", tmp_path / "s.yaml", "--out", tmp_path / name, "--processes", 2, *more]
        command = [sys.executable, "-m", "physai_sim.cli.main", "evaluate", *map(str, words)]
        ends = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(subprocess.Popen(command, text=True, start_new_session=True, **ends))
        return started[-1], tmp_path / name

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_until(condition, *, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def whole(folder):
    """Bags that have an end, with the node and time of their file."""
    found = {}
    for bag in folder.glob("*/episode_00?"):
        if (bag / "metadata.yaml").is_file() and load_episode(bag).outcome is not None:
            [file] = bag.glob("*.mcap")
            found[file] = (file.stat().st_ino, file.stat().st_mtime_ns)
    return found


def test_less_than_one_process_is_refused(short_suite, tmp_path):
    with pytest.raises(ConfigError, match="no process, got 0"):
        run_suite(SuiteRequest(short_suite, tmp_path / "out", processes=0), progress=print)
    assert not (tmp_path / "out").exists()


def test_what_another_run_left_is_not_gone_on_with(short_suite, tmp_path):
    (tmp_path / "run.json").write_text(json.dumps({"world": "reach"}))
    with pytest.raises(OutputError, match="another suite or none"):
        run_suite(SuiteRequest(short_suite, tmp_path, mode="resume"), progress=print)
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.slow
def test_the_number_of_processes_changes_no_number_and_no_bag(play, short_suite):
    one, metrics, news = play(short_suite, "one", processes=1)
    two, others, _ = play(short_suite, "two", processes=2)
    assert timeless(metrics) == timeless(others)
    assert bags(one) == bags(two)
    assert len(bags(one)) == 5
    assert json.loads((one / "metrics.json").read_text()) == metrics
    assert all((one / name).is_file() for name in NAMES)
    assert json.loads((one / "run.json").read_text())["exit_state"] == "done"
    assert [(each.run, each.seed, each.outcome, each.done, each.total) for each in news] == [
        *(("arm", seed, "time_limit", n, 5) for n, seed in enumerate((4, 1, 9), 1)),
        *(("car", seed, "time_limit", n, 5) for n, seed in enumerate((3, 4), 4)),
    ]


@pytest.mark.slow
def test_a_world_is_opened_once_by_a_worker_and_no_episode_played_twice(
    play, suite_of, short_text, telling
):
    file, book = telling
    suite = suite_of(short_text("Tells", file=file))
    _, metrics, _ = play(suite, "out")
    assert sorted(seed for seed, _ in book.lines()) == SEEDS
    assert len({pid for _, pid in book.lines()}) == 1
    _, again, news = play(suite, "out", mode="resume")
    assert len(book.lines()) == 5
    assert {each.outcome for each in news} == {"kept"}
    assert timeless(again) == timeless(metrics)


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced_and_its_episode_played_once_more(
    play, suite_of, short_text, telling
):
    file, book = telling
    _, metrics, news = play(suite_of(short_text("DiesOnce", file=file)), "out", processes=2)
    assert metrics["failed"] == []
    assert sorted(seed for seed, _ in book.lines()) == sorted([*SEEDS, 1])
    [again] = [each for each in news if each.reason]
    assert (again.seed, again.outcome) == (1, "")
    assert again.reason == "a worker process died (SIGKILL); it is played once more"
    assert max(each.done for each in news) == 5
    _, calm, _ = play(suite_of(short_text("Tells", file=file)), "calm", processes=2)
    assert [e["metrics"] for e in calm["episodes"]] == [e["metrics"] for e in metrics["episodes"]]


@pytest.mark.slow
def test_an_episode_that_kills_twice_has_failed_and_the_others_are_played(
    play, suite_of, short_text, telling
):
    file, book = telling
    out, metrics, _ = play(suite_of(short_text("Dies", file=file)), "out", processes=2)
    reason = "a worker process died (SIGKILL)"
    assert metrics["failed"] == [{"run": "arm", "seed": 1, "reason": reason}]
    first = metrics["requirements"][0]
    assert (first["text"], first["value"], first["ok"]) == (ALL_PLAYED, 4, False)
    assert sorted(seed for seed, _ in book.lines()) == sorted([*SEEDS, 1])
    assert len(whole(out)) == 4
    assert reason in (out / "report.html").read_text()
    assert reason in (out / "junit.xml").read_text()


@pytest.mark.slow
def test_a_suite_that_was_killed_is_resumed_without_repeats_and_without_holes(
    begin, telling, play, suite_of, short_text
):
    book = telling[1]
    process, out = begin("out")
    wait_until(lambda: len(whole(out)) >= 1 and len(book.lines()) > len(whole(out)))
    process.kill()
    process.communicate()
    workers = {pid for _, pid in book.lines()}
    wait_until(lambda: not any(map(is_alive, workers)), seconds=10)
    kept, before = whole(out), len(book.lines())
    assert 1 <= len(kept) < 5
    assert not (out / "metrics.json").exists()

    resumed, _ = begin("out", "--resume")
    _, told = resumed.communicate(timeout=200)
    assert resumed.returncode == 1, told  # a requirement of this suite is not met
    after = whole(out)
    assert len(after) == 5
    assert {file: after[file] for file in kept} == kept
    assert told.count(": kept") == len(kept)
    assert len(book.lines()) - before == 5 - len(kept)

    calm, _ = begin("calm")
    calm.communicate(timeout=200)
    read = [json.loads((out.with_name(n) / "metrics.json").read_text()) for n in ("out", "calm")]
    assert timeless(read[0]) == timeless(read[1])
    assert bags(out) == bags(out.with_name("calm"))


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_all_processes_within_seconds_and_leaves_whole_bags(
    begin, telling, number
):
    book = telling[1]
    process, out = begin("out")
    wait_until(lambda: len({pid for _, pid in book.lines()}) == 2)
    wait_until(lambda: sum(f.stat().st_size > 20_000 for f in out.glob("*/*/*.mcap")) == 2)
    began = time.monotonic()
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does
    else:
        process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert time.monotonic() - began < 20
    assert process.returncode == 130
    assert told.splitlines()[-1] == "physai: interrupted"
    assert "Traceback" not in told
    assert not any(is_alive(pid) for _, pid in book.lines())
    for bag in out.glob("*/episode_00?"):
        episode = load_episode(bag)
        assert episode.lost is None
        assert episode.outcome is not None
    assert json.loads((out / "run.json").read_text())["exit_state"] == "interrupted"
    assert not list(out.glob("**/.*"))


@pytest.mark.slow
def test_two_suites_at_once_in_a_folder_are_refused(begin, telling, short_suite):
    process, out = begin("out")
    wait_until(telling[1].lines)
    with pytest.raises(OutputError, match="another suite is running in this folder"):
        run_suite(SuiteRequest(short_suite, out, mode="overwrite"), progress=print)
    assert process.poll() is None
