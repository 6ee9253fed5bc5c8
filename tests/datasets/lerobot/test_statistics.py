import numpy as np
import pytest

from physai_sim.datasets.lerobot.statistics import PixelStatistics, combine, summarise


def test_all_is_exact_for_parts_but_the_quantiles():
    values = np.random.default_rng(0).normal(size=(50, 3))
    together = combine([summarise(values[:20]), summarise(values[20:])])
    whole = summarise(values)
    for name in ("min", "max", "mean", "std", "count"):
        assert together[name] == pytest.approx(whole[name], abs=1e-12)
    assert together["q50"] == pytest.approx(whole["q50"], abs=0.5)


def test_pixels_are_scaled_to_one_for_each_channel():
    frame = np.random.default_rng(1).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    frame[..., 2] = 51
    pixels = PixelStatistics()
    pixels.add(frame)
    found, scaled = pixels.summary(), frame.reshape(-1, 3) / 255
    assert found["mean"].shape == (3, 1, 1)
    assert found["mean"].ravel() == pytest.approx(scaled.mean(axis=0))
    assert found["std"].ravel() == pytest.approx(scaled.std(axis=0), abs=1e-9)
    assert found["q10"].ravel() == pytest.approx(np.quantile(scaled, 0.1, axis=0), abs=0.01)
    assert found["max"].ravel()[2] == found["min"].ravel()[2] == pytest.approx(0.2)
    assert found["count"].tolist() == [1]
