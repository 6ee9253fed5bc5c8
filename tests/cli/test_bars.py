from types import SimpleNamespace

from physai_sim.cli.bars import BagProgress, BatchProgress, SuiteProgress


def test_a_bag_that_is_read_says_which_and_how_far():
    with BagProgress(["one", "two"]) as progress:
        progress.show(1, "reading", 0.25)
        [task] = progress.progress.tasks
    assert task.description == "reading two (2/2)"
    assert task.percentage == 25.0


def test_an_episode_of_a_suite_that_ends_gets_a_line(capsys):
    played = {"run": "lane", "seed": 4, "steps": 20, "done": 1, "total": 3}
    with SuiteProgress("smoke") as progress:
        progress.show(SimpleNamespace(**played, outcome="success", reason=""))
        progress.show(SimpleNamespace(**{**played, "steps": 0}, outcome="", reason="it died"))
        [task] = progress.progress.tasks
    assert capsys.readouterr().err == (
        "lane seed 4: success after 20 steps\nlane seed 4: not played: it died\n"
    )
    assert (task.completed, task.total) == (1, 3)


def test_rollouts_that_are_not_made_get_one_line_however_long(capsys):
    news = {"source": "reach:0", "rollouts": ("a", "b"), "outcome": "", "frames": 0}
    with BatchProgress("out") as progress:
        progress.show(SimpleNamespace(**news, reason="why " * 50, done=2, total=2))
    assert capsys.readouterr().err.count("\n") == 1
