"""The named models count what their makers say."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import UnknownNameError  # noqa: E402
from policies.planning.hybrid.presets import active_count, parameter_count, preset  # noqa: E402


def test_nano_counts_31_578_million_and_3_580_active():
    config = preset("nano-30b-a3b")
    assert round(parameter_count(config) / 1e6, 1) == 31_577.9
    assert round(active_count(config) / 1e6) == 3_580
    assert [config.count(kind) for kind in ("mamba", "moe", "attention")] == [23, 23, 6]
    assert [i for i, kind in enumerate(config.kinds) if kind == "attention"] == [
        5,
        12,
        19,
        26,
        33,
        42,
    ]


def test_qwen3_counts_30_532_million_and_3_353_active():
    config = preset("qwen3-30b-a3b")
    assert round(parameter_count(config) / 1e6) == 30_532
    assert round(active_count(config) / 1e6) == 3_353


def test_tiny_has_every_kind_of_block_and_fits_six_megabytes_in_half_precision():
    config = preset("tiny")
    assert set(config.kinds) == {"mamba", "moe", "attention", "mlp"}
    assert 2 * parameter_count(config) < 6e6


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"nano-30b-a3b.*tiny"):
        preset("nano")
