"""physics.json: valid, the same each time, and with a reason for every unknown."""

import json

import numpy as np
import pytest

from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.coding.coding import Coding
from physai_sim.generation.physics.document import document, plain
from physai_sim.generation.physics.measures.control_fidelity import ControlFidelity
from physai_sim.generation.physics.measures.intended_change import IntendedChange
from physai_sim.generation.physics.report import report


@pytest.fixture(scope="module")
def made(push_truth):
    def make():
        masks = {name: push_truth.mask(name) for name in ("cube", "spot", "arm")}
        clip = Clip("some.mp4", push_truth.hz, push_truth.rgb, masks=masks)
        return document(report(clip, push_truth, measures=(ControlFidelity(), IntendedChange())))

    return make


def test_it_is_valid_json_and_the_same_to_the_byte(made):
    first, second = (json.dumps(made(), indent=2, allow_nan=False) for _ in range(2))
    assert first == second


def test_it_says_what_was_held_against_what(made):
    found = made()
    assert found["schema"] == 1
    assert (found["video"], found["hz"], found["size_px"]) == ("some.mp4", 12, [96, 96])
    assert (found["truth"]["world"], found["truth"]["seed"]) == ("push", 1)
    assert found["seen_by"] == "masks"


def test_each_measure_has_value_floors_limit_and_verdict(made):
    row = made()["measures"]["control_fidelity"]
    assert (row["value"], row["floor"], row["floor_masks"], row["limit"]) == (1.0, 1.0, 1.0, 0.5)
    assert (row["verdict"], row["reason"]) == ("pass", None)
    unknown = made()["measures"]["intended_change"]
    assert (unknown["value"], unknown["verdict"]) == (None, "unknown")
    assert unknown["reason"]


def test_the_verdict_is_a_sentence_too(made):
    assert made()["sentence"].endswith("of 2 measures, 1 passed, 0 failed, 1 unknown.")


def test_what_json_lacks_becomes_null_and_digits_are_few():
    told = {"a": np.nan, "b": np.float32(0.5), "c": np.arange(2), "d": (True, np.inf), "e": 1e-18}
    assert plain(told) == {"a": None, "b": 0.5, "c": [0, 1], "d": [True, None], "e": 0.0}
    assert plain(1 / 3) == 0.333333


def test_what_the_floor_went_through_is_told_where_the_clip_lost_something(push_truth):
    masks = {name: push_truth.mask(name) for name in ("cube", "spot", "arm")}

    def told(coding):
        clip = Clip("a.mp4", push_truth.hz, push_truth.rgb, masks=masks, coding=coding)
        return document(report(clip, push_truth, measures=()))["floor_codec"]

    assert told(None) is None
    found = told(Coding("h264", "yuv420p", 0.2, 25.7))
    assert (found["codec"], found["pixel_format"], found["note"]) == ("h264", "yuv420p", None)
    assert (found["matched"], found["clip"]) == ("quantiser", 25.7)
    assert abs(found["reached"] - 26.0) <= 1.0
    assert found["psnr_db"] > 30.0
    assert told(Coding("rv40", "yuv420p", 0.2))["matched"] == "bits_per_pixel"
