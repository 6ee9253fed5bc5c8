"""The check of the renderers catches one that draws nothing, and says what a machine lacks."""

import numpy as np
import pytest

from physai_sim.core.errors import MachineError
from physai_sim.doctor.base import examined
from physai_sim.rendering import choice
from physai_sim.rendering.frame import Frame


def test_both_renderers_draw_here():
    line = examined("renderer")
    assert line.finding.mark == "ok"
    assert "raster (" in line.finding.found
    assert "tiny (" in line.finding.found


def _blank(shots, streams):
    sizes = [(camera.height_px, camera.width_px) for _, camera in shots]
    return [
        Frame(np.full((*size, 3), 200, np.uint8), np.ones(size), np.zeros(size, np.int32))
        for size in sizes
    ]


def _lacks(shots, streams):
    raise MachineError("no graphics driver")


@pytest.mark.parametrize(
    ("name", "draw", "mark", "text"),
    [
        ("tiny", _blank, "FAIL", "contrast 0"),
        ("tiny", _lacks, "FAIL", "tiny is not usable here (no graphics driver)"),
        ("raster", _blank, "FAIL", "contrast 0"),
        ("raster", _lacks, "note", "raster is not usable here (no graphics driver)"),
    ],
)
def test_a_renderer_that_fails_is_caught(monkeypatch, name, draw, mark, text):
    monkeypatch.setattr(choice.find(name), "draw", draw)
    finding = examined("renderer").finding
    assert finding.mark == mark
    assert text in finding.found
