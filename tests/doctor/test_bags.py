import dataclasses

import pytest

from physai_sim.doctor.base import examined


def test_recordings_come_back_alike(found, recording):
    assert found("bags", recording).mark == "ok"


def test_both_worlds_are_looked_at():
    finding = examined("bags").finding
    assert finding.mark == "ok"
    assert all(world in finding.found for world in ("lane_curve", "reach"))


def test_a_stamp_that_moved_is_caught(found, recording, with_message):
    item = recording.on("/joint_states")[2]
    messages = with_message(recording, "/joint_states", 2, stamp_ns=item.stamp_ns + 1)
    told = found("bags", recording, messages=messages)
    assert (told.mark, told.found) == (
        "FAIL",
        "world: /joint_states has other stamps than were recorded",
    )


def test_a_message_that_is_missing_is_caught(found, recording):
    messages = [m for m in recording.messages if m.topic != "/contact"]
    assert "/contact has other stamps" in found("bags", recording, messages=messages).found


def test_a_number_that_changed_is_caught(found, recording):
    samples = list(recording.samples)
    place = next(k for k, sample in enumerate(samples) if sample.sensor == "joint_state")
    reading = samples[place].reading.copy()
    reading[0] += 1e-12
    samples[place] = dataclasses.replace(samples[place], reading=reading)
    told = found("bags", recording, samples=tuple(samples))
    assert "other numbers" in told.found


def test_what_a_damaged_bag_lost_is_told(found, recording):
    assert found("bags", recording, lost="no index").found == "world: no index"


@pytest.mark.parametrize("check", ["bags", "qos", "clock", "frames"])
def test_without_a_temporary_folder_one_line_says_what_to_name(monkeypatch, tmp_path, check):
    from physai_sim.doctor import _recordings

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    _recordings.recorded.cache_clear()
    line = examined(check)
    assert line.failed
    assert "no temporary folder can be made: No such file or directory" in line.finding.found
    assert "$TMPDIR" in line.finding.found
