"""The render bench has the rows that it promises, and truth rows that can fail."""

import numpy as np
import pytest

from physai_sim.benches import _render_truth, render
from physai_sim.benches._render_worlds import open_world
from physai_sim.core.errors import MachineError
from physai_sim.rendering import choice
from physai_sim.rendering.frame import Frame

ROWS = [
    "stock_panda_128",
    "pick_place_128",
    "stock_panda_640",
    "urban_640_shadows",
    "batch_16",
    "reset_memory_mb",
    "depth_within_1cm",
    "segmentation_iou",
    "flow_epe_px",
    "normals_deg",
]


@pytest.mark.slow
def test_a_quick_run_gives_every_row():
    rows = render.Render().run(quick=True)
    assert [row.name for row in rows] == ROWS
    assert all(row.value is not None for row in rows)
    assert all(row.ok for row in rows[5:])  # speed depends on who else is at work here


def test_without_a_context_it_says_why(monkeypatch):
    def fails(_):
        raise MachineError("no EGL here")

    monkeypatch.setattr(choice, "find", fails)
    rows = render.Render().run(quick=True)
    assert [row.value for row in rows] == [None] * 4
    assert rows[0].note == "no EGL here"


class _Liar:
    """Draws what raster draws, but half a metre too near, or turned by five degrees."""

    def __init__(self, *, nearer_m=0.0, tilt=0.0, flow_px=0.0):
        self._real = choice.find("raster")
        self.nearer_m, self.tilt, self.flow_px = nearer_m, tilt, flow_px

    def render(self, world, camera, streams=("rgb", "depth", "segmentation")):
        frame = self._real.render(world, camera, streams)
        normals = frame.normals
        if normals is not None:
            normals = normals + np.array([self.tilt, 0.0, 0.0], np.float32)
            normals = normals / np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-9)
        return Frame(frame.rgb, frame.depth_m - self.nearer_m, frame.segmentation, normals)

    def moment(self, world, camera):
        return self._real.moment(world, camera)

    def flow(self, before, world):
        return self._real.flow(before, world) + np.float32(self.flow_px)


@pytest.mark.parametrize(
    ("fault", "row"),
    [({"nearer_m": 0.5}, "depth"), ({"tilt": 0.09}, "normals"), ({"flow_px": 1.0}, "flow")],
)
def test_a_lie_is_caught_by_its_row(fault, row):
    session = open_world("push")
    try:
        measure = getattr(_render_truth, f"_{row}_row")
        assert measure(_Liar(), {"push": session}).ok
        assert not measure(_Liar(**fault), {"push": session}).ok
    finally:
        session.close()
