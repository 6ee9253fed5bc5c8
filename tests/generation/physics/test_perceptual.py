"""LPIPS is used where it is installed, and missed in one line."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from physai_sim.core.errors import MachineError
from physai_sim.generation.physics.perceptual import lpips_distance


def test_where_it_is_missing_one_line_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "lpips", None)
    with pytest.raises(MachineError, match="pip install lpips"):
        lpips_distance()


@pytest.mark.slow
def test_pictures_go_to_it_from_minus_one_to_one_with_channels_first(monkeypatch):
    torch = pytest.importorskip("torch")
    given = []

    def model(a, b):
        given.extend((a, b))
        return torch.abs(a - b).mean()

    fake = SimpleNamespace(LPIPS=lambda net, verbose: model)
    monkeypatch.setitem(sys.modules, "lpips", fake)
    black = np.zeros((2, 4, 6, 3), dtype=np.uint8)
    assert lpips_distance()(black, black + 255) == pytest.approx(2.0)
    assert tuple(given[0].shape) == (2, 3, 4, 6)
    assert (float(given[0].min()), float(given[1].max())) == (-1.0, 1.0)
