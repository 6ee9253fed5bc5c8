"""`physai physics`: exit codes, table, document, and bad input in one line."""

import json

import pytest

from physai_sim.generation.physics import checking

ROW = {
    **{"number": "A9", "question": "Where?", "unit": "", "better": "higher", "value": 0.8},
    **{"floor": 0.9, "floor_masks": 1.0, "limit": 0.45, "verdict": "pass", "reason": None},
    **{"parts": {}, "floor_parts": {}},
}


@pytest.fixture
def found(monkeypatch):
    """What a check finds, to be changed by a test; nothing is really checked."""
    result = {
        **{"verdict": "pass", "sentence": "All is well.", "doubts": {}, "requirements": []},
        **{"floor_codec": None, "floor_looks": None},
        **{"counterfactual": None, "diversity": None, "measures": {"control_fidelity": dict(ROW)}},
    }
    asked = []
    monkeypatch.setattr(checking, "check", lambda request: asked.append(request) or result)
    result["asked"] = asked
    return result


def test_the_table_shows_value_floors_limit_and_verdict(physai, found):
    done = physai("physics", "a.mp4", "--truth", "push:1")
    assert done.code == 0
    line = next(one for one in done.out.splitlines() if one.startswith("control_fidelity"))
    assert line.split() == ["control_fidelity", "0.8", "0.9", "1", "\u2265", "0.45", "pass"]
    assert "All is well." in done.out


def test_a_measure_that_fails_is_exit_code_1(physai, found):
    found["verdict"] = "fail"
    found["measures"]["control_fidelity"] |= {"verdict": "fail", "reason": "it lies beside"}
    done = physai("physics", "a.mp4", "--truth", "push:1")
    assert done.code == 1
    assert "control_fidelity: it lies beside" in done.out


def test_what_is_unknown_is_no_failure_and_its_reason_is_told(physai, found):
    found |= {"verdict": "unknown", "doubts": {"cube": "too small"}}
    found["counterfactual"] = {"value": None, "reason": "they do not differ"}
    done = physai("physics", "a.mp4", "--truth", "push:1")
    assert done.code == 0
    assert "cube: too small" in done.out
    assert "counterfactual: they do not differ" in done.out


def test_variants_are_told_by_their_diversity(physai, found):
    parts = {"variants": 3, "colour": 0.2, "structure": 0.5}
    found["diversity"] = {"value": 0.35, "parts": parts}
    done = physai(
        "physics", "a.mp4", "--truth", "push:1", "--variant", "b.mp4", "--variant", "c.mp4"
    )
    assert "diversity of 3 variants: colour 0.2, structure 0.5" in done.out
    assert [path.name for path in found["asked"][0].variants] == ["b.mp4", "c.mp4"]


def test_a_requirement_that_is_missed_is_exit_code_1(physai, found):
    text = "control_fidelity>=0.9"
    found["requirements"] = [{"text": text, "value": 0.8, "ok": False, "reason": ""}]
    done = physai("physics", "a.mp4", "--truth", "push:1", "--require", text)
    assert done.code == 1
    assert f"{text}: missed: it is 0.8" in done.out
    assert found["asked"][0].required[0].bound == 0.9


def test_the_document_alone_goes_to_standard_output(physai, found):
    del found["asked"]
    done = physai("physics", "a.mp4", "--truth", "push:1", "--json")
    assert json.loads(done.out) == found


def test_options_reach_the_check(physai, found, tmp_path):
    words = ("--camera", "front_camera", "--frames", "12", "--set", "a=1", "--out", tmp_path)
    more = ("--other", "b.mp4", "--other-truth", "push:2", "--fps", "24", "--overwrite")
    assert physai("physics", "a.mp4", "--truth", "push:1", *words, *more).code == 0
    [request] = found["asked"]
    assert (request.camera, request.frames, request.settings) == ("front_camera", 12, ("a=1",))
    assert (request.other.truth, request.hz, request.mode) == ("push:2", 24, "overwrite")


def test_bad_input_is_one_line(refused, tmp_path):
    video = tmp_path / "nothing.mp4"
    assert "no such file" in refused("physics", video, "--truth", "push:1")
    video.write_bytes(b"no video")
    assert "nothing.mp4" in refused("physics", video, "--truth", "push:1")
    told = refused("physics", video, "--truth", "push:1", "--require", "stat_error<=1")
    assert "did you mean 'state_error'" in told
    assert "a truth of its own" in refused("physics", video, "--truth", "push:1", "--other", video)


def test_what_the_floor_went_through_is_a_line(physai, found):
    film = {"codec": "h264", "pixel_format": "yuv420p", "matched": "quantiser", "clip": 23.4}
    found["floor_codec"] = {**film, "reached": 24.0, "psnr_db": 36.5, "note": None}
    done = physai("physics", "a.mp4", "--truth", "push:1")
    told = " ".join(done.out.split())
    assert "floor: the true film through h264, yuv420p: quantiser 24" in told


def test_other_looks_of_the_floor_are_said(physai, found):
    found["floor_looks"] = {"gains_rgb": {"cube": [2.0, 1.0, 1.0]}, "flicker_rms": 4.0}
    told = " ".join(physai("physics", "a.mp4", "--truth", "push:1").out.split())
    assert "floor: the true film as the engine draws it; the worse of that and" in told
    assert "flicker of 4 grey levels" in told
