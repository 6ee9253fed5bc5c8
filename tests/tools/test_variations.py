"""The sheet of the variation matrix."""

import importlib
from pathlib import Path

import cv2
import pytest

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "docs" / "gallery" / "variations.jpg"


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    return importlib.import_module("variations")


def test_every_light_weather_and_surface_is_on_it(tool):
    parts = {part for name in tool.looks() for part in name.split("+")}
    for names, default in tool.NAMED.values():
        assert set(names) - {default} <= parts


@pytest.mark.slow
def test_a_tile_is_a_picture_with_its_name(tool):
    image = tool.tile("reach", "golden_hour+wet")
    assert image.shape == (tool.SIZE[1] + tool.LABEL, tool.SIZE[0], 3)
    assert image[: tool.SIZE[1]].std() > 10
    assert image[tool.SIZE[1] :].min() < 150


def test_the_sheet_in_the_documents_is_whole_and_small(tool):
    assert SHEET.stat().st_size <= 200_000
    height, width, _ = cv2.imread(str(SHEET)).shape
    rows = -(-len(tool.looks()) // tool.COLUMNS) * len(tool.WORLDS)
    assert (width, height) == (tool.COLUMNS * tool.SIZE[0], rows * (tool.SIZE[1] + tool.LABEL))
