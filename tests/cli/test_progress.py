import os
import sys
from io import StringIO

import pytest
from rich.console import Console

from physai_sim.cli import progress
from physai_sim.cli.progress import EpisodeProgress
from policies.control._terminal import Terminal


@pytest.fixture
def shown(monkeypatch):
    """Starts to show progress on a made-up screen; gives it and what it shows."""

    def start(*, terminal):
        screen = StringIO()

        def console(**_):
            return Console(file=screen, force_terminal=terminal, width=80, highlight=False)

        monkeypatch.setattr(progress, "Console", console)
        return EpisodeProgress("reach", 2, 9), screen

    return start


def test_away_from_a_terminal_there_is_one_line_for_each_episode(shown):
    bar, screen = shown(terminal=False)
    with bar:
        for episode in range(2):
            for step in range(1, 9):
                bar.step(episode, step, "")
            bar.step(episode, 9, "success")
    assert screen.getvalue().splitlines() == [
        "reach 1/2: success after 9 steps",
        "reach 2/2: success after 9 steps",
    ]


def test_a_kept_episode_has_no_steps(shown):
    bar, screen = shown(terminal=False)
    with bar:
        bar.step(0, 0, "kept")
    assert screen.getvalue() == "reach 1/2: kept\n"


def test_on_a_terminal_a_bar_counts_steps_and_is_cleared(shown):
    bar, screen = shown(terminal=True)
    with bar:
        bar.step(0, 4, "")
        bar._bar.refresh()
    assert "4/9" in screen.getvalue()


def test_where_keys_are_read_there_is_no_bar_to_draw_over_the_picture(shown, monkeypatch):
    monkeypatch.setattr(progress, "_keys_are_read", lambda: True)
    bar, screen = shown(terminal=True)
    with bar:
        bar.step(0, 4, "")
        bar.step(0, 9, "success")
    assert screen.getvalue() == "reach 1/2: success after 9 steps\n"


def test_keys_are_read_where_the_terminal_does_not_show_them(seat, monkeypatch):
    with open(os.dup(seat.slave), "w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        assert not progress._keys_are_read()
        terminal = Terminal(os.dup(seat.slave))
        assert progress._keys_are_read()
        terminal.close()
        assert not progress._keys_are_read()


def test_what_is_no_terminal_has_no_keys(monkeypatch):
    monkeypatch.setattr(sys, "stderr", StringIO())
    assert not progress._keys_are_read()


def test_progress_goes_to_standard_error(capsys):
    with EpisodeProgress("reach", 1, 9) as bar:
        bar.step(0, 9, "time_limit")
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "reach 1/1: time_limit after 9 steps\n"
