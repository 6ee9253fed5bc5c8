import numpy as np
import pytest

from physai_sim.core.errors import MachineError
from physai_sim.doctor import renderer
from physai_sim.doctor.base import examined
from physai_sim.rendering import tiny
from physai_sim.rendering.tiny import Frame


def _blank(world, camera):
    size = (camera.height_px, camera.width_px)
    return Frame(np.full((*size, 3), 200, np.uint8), np.ones(size), np.zeros(size))


def _lacks(world, camera):
    raise MachineError("no graphics driver")


def test_the_software_renderer_draws():
    line = examined("renderer")
    assert line.finding.mark == "ok"
    assert "tiny draws, contrast " in line.finding.found


@pytest.mark.parametrize(("render", "text"), [(_blank, "contrast 0"), (_lacks, "not usable")])
def test_a_software_renderer_that_draws_nothing_is_caught(monkeypatch, render, text):
    monkeypatch.setattr(tiny, "render", render)
    line = examined("renderer")
    assert line.failed
    assert text in line.finding.found


@pytest.mark.parametrize(("render", "mark"), [(_blank, "FAIL"), (_lacks, "ok"), (None, "ok")])
def test_another_renderer_may_lack_a_driver_but_must_not_draw_nothing(monkeypatch, render, mark):
    class Other:
        NAME = "other"

    Other.render = staticmethod(render or tiny.render)
    monkeypatch.setattr(renderer, "_renderers", lambda: [("tiny", tiny), ("other", Other)])
    finding = examined("renderer").finding
    assert finding.mark == mark
    assert "other " in finding.found
