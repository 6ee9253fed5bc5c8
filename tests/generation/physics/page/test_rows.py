"""The table of measures as text."""

import pytest

from physai_sim.generation.physics.page.rows import figures, floor_codec, floor_looks, rows

ONE = {
    "number": "A1",
    "question": "Where?",
    "unit": "m",
    "better": "lower",
    "value": 0.03,
    "floor": 0.01,
    "floor_masks": 0.005,
    "limit": 0.05,
    "verdict": "pass",
    "reason": None,
    "parts": {"by_body": {"cube": {"rmse_m": 0.02}}, "curve": [1, 2], "horizon_s": None},
    "floor_parts": {"by_body": {"cube": {"rmse_m": 0.01}}},
}


def table(**changes):
    return rows({"measures": {"state_error": {**ONE, **changes}}})[0]


def test_a_value_lies_between_its_floor_and_twice_as_far_as_its_limit():
    assert table().at == pytest.approx(25.0)
    assert table(value=0.05).at == 50.0
    assert table(value=9.0).at == 100.0
    assert table(value=0.0).at == 0.0


def test_a_value_that_is_better_when_higher_lies_the_same_way():
    assert table(better="higher", value=0.75, floor=1.0, limit=0.5).at == 25.0


def test_what_is_unknown_has_no_place_and_a_dash():
    row = table(value=None, verdict="unknown", reason="too dark")
    assert (row.at, row.value, row.reason) == (None, "\N{EN DASH}", "too dark")
    assert table(limit=None).limit == ""
    assert table(limit=0.01).at is None


def test_what_failed_comes_first_and_what_is_unknown_last():
    words = ("unknown", "pass", "fail")
    found = rows({"measures": {word: {**ONE, "verdict": word} for word in words}})
    assert [row.verdict for row in found] == ["fail", "pass", "unknown"]


def test_parts_are_told_flat_beside_those_of_the_floor():
    told = figures({"measures": {"state_error": ONE}})["state_error"]
    assert told[0] == ("by body.cube.rmse m", "0.02 m", "0.01 m")
    assert told[1] == ("horizon s", "\N{EN DASH}", "\N{EN DASH}")
    assert len(told) == 2


def test_what_the_true_film_went_through_is_a_line():
    told = {"codec": "h264", "pixel_format": "yuv420p", "matched": "quantiser", "clip": 23.4}
    line = floor_codec({**told, "reached": 24.0, "psnr_db": 36.5, "note": None})
    assert line == (
        "the true film through h264, yuv420p: quantiser 24, the clip's is 23.4; 36.5 dB"
    )
    assert "av1 cannot" in floor_codec(
        {**told, "reached": 1.0, "psnr_db": 1.0, "note": "av1 cannot"}
    )
    assert floor_codec(None) == "the true film as the engine draws it"


def test_the_looks_of_the_floor_are_told_where_it_has_any():
    assert floor_looks(None) == ""
    told = {"gains_rgb": {"cube": [1.0, 1.0, 1.0]}, "flicker_rms": 0.0}
    assert "own colours" in floor_looks(told)
    assert "flicker" not in floor_looks(told)
    assert "flicker of 6.5 grey" in floor_looks({**told, "flicker_rms": 6.5})
