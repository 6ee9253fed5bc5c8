"""The curve is a picture of one size, and its rows are text."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

import cv2  # noqa: E402

from physai_sim.core.errors import MachineError  # noqa: E402
from physai_sim.training.curve import DPI, HEIGHT, WIDTH  # noqa: E402
from physai_sim.training.hybrid.curve import draw_curve  # noqa: E402
from physai_sim.training.hybrid.progress import COLUMNS, Progress  # noqa: E402

SEEN = Progress(20, 3.0, [(10, 1.5, 2.0, 0.1, 1.2), (20, 3.0, 0.5, 0.9, 1.1)])


@pytest.mark.parametrize("progress", [SEEN, Progress(1, 0.1, [])])
def test_a_picture_is_drawn_also_of_nothing(progress, tmp_path):
    draw_curve(tmp_path / "c.png", progress, title="copy", held_out=0.99)
    picture = cv2.imread(str(tmp_path / "c.png"))
    scale = DPI / 96
    assert picture.shape[1] / picture.shape[0] == pytest.approx(WIDTH / HEIGHT, rel=0.01)
    assert picture.shape[1] >= WIDTH * min(scale, 1.0)


def test_rows_are_text(tmp_path):
    SEEN.write_csv(tmp_path / "c.csv")
    lines = (tmp_path / "c.csv").read_text().splitlines()
    assert lines == [",".join(COLUMNS), "10,1.5,2.0,0.1,1.2", "20,3.0,0.5,0.9,1.1"]


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(MachineError, match="cannot be written"):
        SEEN.write_csv(tmp_path / "none" / "c.csv")
