"""The contact sheet: every stream of a world in one row as wide as the page."""

import importlib
import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "docs" / "gallery" / "contact_sheet.jpg"


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    return importlib.import_module("contact_sheet")


@pytest.mark.slow
def test_a_row_shows_the_view_every_camera_and_what_they_lack(tool, tmp_path):
    row = tool.row_of("reach")
    names = ["view", "front_camera", "front_depth", "wrist_camera", "front_camera: segmentation"]
    assert list(row.streams) == names
    assert all(image.std() > 10 for image in row.streams.values())
    tool.sheet([row, row]).savefig(tmp_path / "sheet.png", dpi=tool.DPI)
    image = cv2.imread(str(tmp_path / "sheet.png"))
    assert image.shape[1] == tool.WIDTH
    right = tool.WIDTH - tool.MARGIN
    middle = tool.MARGIN + tool.HEAD + row.height // 2
    assert (image[middle, right:] == 255).all()
    assert (image[middle, right - 1] < 255).any()


def test_rows_of_any_streams_end_at_the_same_edge(tool):
    for widths in ([640, 320], [640, 224, 224, 128, 500], [100]):
        streams = {str(k): np.zeros((100, w, 3), np.uint8) for k, w in enumerate(widths)}
        edges = tool.Row("", "", streams).edges()
        assert edges[0][0] == tool.MARGIN
        assert edges[-1][1] == tool.WIDTH - tool.MARGIN
        gaps = [right[0] - left[1] for left, right in itertools.pairwise(edges)]
        assert all(abs(gap - tool.GAP) <= 1 for gap in gaps)


def test_near_is_brighter_than_far_and_nothing_has_the_colour_of_the_sky(tool):
    depth = np.geomspace(0.2, 50.0, 100, dtype=np.float32).reshape(10, 10)
    depth[0, 9] = np.inf
    image = tool.depth_colours(depth).astype(int)
    assert image[0, 0].sum() > image[5, 5].sum() > image[9, 9].sum()
    assert tuple(image[0, 9]) == tool.SKY


def test_the_sheet_in_the_documents_is_small_enough_for_a_page():
    assert SHEET.stat().st_size < 800_000
