import re

import numpy as np
import pytest

from policies.control._screen import Screen

IMAGE = np.full((48, 64, 3), 90, dtype=np.uint8)


@pytest.fixture
def shown(seat, terminal):
    """`shown(images)`: draws them with a status and two lines; gives what reaches the terminal."""
    screen = Screen(terminal)

    def show(images=(IMAGE,), texts=("one", "two")):
        screen.show(images, "status", texts)
        terminal.write("\x1b]drawn\x07")
        before = seat.seen()
        seat.sees("\x1b]drawn\x07", seconds=10)
        return before

    def show_whole(*rest):
        # What arrives may still be under way when it is first looked at.
        mark = seat._mark
        show(*rest)
        return bytes(seat._shown[mark : seat._mark]).decode()

    show_whole.screen = screen
    return show_whole


def _lines(text):
    return text.count("\r\n")  # the terminal's own \r


def test_a_picture_is_drawn_with_its_lines_below(shown):
    text = shown()
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text).split("\r\n")
    assert set(plain[0].strip("\r")) == {"\u2580"}
    assert [line.strip() for line in plain[-4:-1]] == ["status", "one", "two"]
    assert _lines(text) == 36 - 2


def test_the_next_one_is_drawn_over_it_and_an_episode_begins_below(shown):
    count = _lines(shown())
    assert f"\x1b[{count}A" in shown()
    shown.screen.begin()
    assert not re.search(r"\x1b\[\d+A", shown())


def test_another_size_of_the_terminal_begins_on_a_clear_screen(shown, seat):
    shown()
    seat.resize(60, 20)
    text = shown()
    assert "\x1b[2J\x1b[H" in text
    assert _lines(text) == 20 - 2
    assert "\x1b[2J" not in shown()


@pytest.mark.parametrize(("columns", "rows"), [(40, 8), (9, 6), (20, 3), (12, 2)])
def test_in_a_small_terminal_lines_are_cut_and_nothing_scrolls(shown, seat, columns, rows):
    seat.resize(columns, rows)
    text = shown((IMAGE,), ("a long line of text", "another long line of text"))
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text).split("\r\n")
    assert len(plain) - 1 <= rows - 1
    assert all(len(line.strip("\r")) <= columns for line in plain[:-1])
