"""The picture of a training shows what happened, and is written whole or not at all."""

import cv2
import numpy as np
import pytest

from physai_sim.core.errors import MachineError
from physai_sim.evaluation.measures.statistics import wilson
from physai_sim.evaluation.reporting.plot_style import BLUE, GREEN
from physai_sim.training.curve import DPI, HEIGHT, WIDTH, Ending, draw_curve
from physai_sim.training.history import History

ENDING = Ending(trained=wilson(19, 20), by_chance=wilson(0, 20))


def _history(episodes):
    rows = [(20.0 * (i + 1), 0.1 * i, float(i > 60), i / 200, 20.0) for i in range(episodes)]
    return History(20 * episodes, 12.0, rows)


def _pixels(picture, colour):
    """Where the picture has nearly that colour, as (row, column) pairs."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    return np.argwhere((np.abs(picture[..., ::-1].astype(int) - rgb) < 12).all(axis=-1))


@pytest.mark.parametrize("episodes", [0, 1, 2, 120])
def test_it_is_drawn_however_few_episodes_there_were(tmp_path, episodes):
    draw_curve(tmp_path / "curve.png", _history(episodes), ENDING, title="PPO on reach, seed 0")
    picture = cv2.imread(str(tmp_path / "curve.png"))
    assert picture.shape == (int(HEIGHT * DPI / 72), int(WIDTH * DPI / 72), 3)
    assert [path.name for path in tmp_path.iterdir()] == ["curve.png"]


def test_success_rises_from_left_to_right_and_ends_in_what_was_found(tmp_path):
    draw_curve(tmp_path / "curve.png", _history(120), ENDING, title="PPO on reach, seed 0")
    picture = cv2.imread(str(tmp_path / "curve.png"))
    half = picture.shape[1] // 2
    line = _pixels(picture[:, :half], BLUE)
    early = line[line[:, 1] < half * 0.4]
    late = line[line[:, 1] > half * 0.85]
    assert late[:, 0].min() < early[:, 0].min() - 100  # rows count downwards
    mark = _pixels(picture[:, :half], GREEN)
    assert mark[:, 1].max() > half * 0.9


def test_nothing_is_left_where_it_cannot_be_written(tmp_path):
    (tmp_path / "curve.png").mkdir()
    with pytest.raises(MachineError, match=r"curve\.png: cannot be written"):
        draw_curve(tmp_path / "curve.png", _history(3), ENDING, title="PPO")
    assert [path.name for path in tmp_path.iterdir()] == ["curve.png"]
