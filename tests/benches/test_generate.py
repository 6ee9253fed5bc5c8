import numpy as np
import pytest

from physai_sim.benches import _generate_batches as batches
from physai_sim.benches import _planted as planted
from physai_sim.benches.generate import Generate
from physai_sim.core.rollouts import Expansion
from physai_sim.generation.physics.clip import Clip

ROWS = {
    "faults_caught": ("==", 1.0),
    "false_alarms": ("<=", 0.02),
    "appearance_state_differ": ("==", 0.0),
    "frames_per_s": (">=", 150.0),
    "kill_resume_defects": ("==", 0.0),
    "memory_10k_mb": ("<=", 50.0),
}


@pytest.mark.slow
@pytest.mark.timeout(900)  # batches and films of all kinds
def test_every_row_is_measured_and_what_must_be_exact_is():
    rows = {row.name: row for row in Generate().run(quick=True)}
    assert {name: (row.op, row.bar) for name, row in rows.items()} == ROWS
    assert rows["appearance_state_differ"].value == 0.0
    assert rows["kill_resume_defects"].value == 0.0
    assert all(row.value is not None for row in rows.values())


def test_what_is_missing_or_repeated_is_counted():
    count = batches.Counter
    wanted = count(["a", "b"])
    assert batches.differences(count(["a", "b"]), wanted) == 0
    assert batches.differences(count(["a"]), wanted) == 1
    assert batches.differences(count(["a", "b", "b"]), wanted) == 1
    assert batches.differences(count(["a", "other"]), wanted) == 2


def test_many_looks_are_mixed_and_begin_anew_when_all_were_seen():
    found = [look for look, _ in zip(batches.looks(), range(361), strict=False)]
    assert len(set(found[:180])) == 180
    assert found[360] == found[180] == found[0]


def test_a_film_as_people_have_it_was_compressed_and_is_still_meant_as_it_was():
    frames = np.random.default_rng(0).integers(0, 256, (4, 32, 48, 3), dtype=np.uint8)
    clip = Clip("noise", 24, frames, expansion=Expansion())
    assert planted.in_form(clip, "raw") is clip
    found = planted.in_form(clip, "mp4")
    assert (found.name, found.hz, found.expansion) == ("noise", 24, Expansion())
    assert found.frames.shape == frames.shape
    assert not np.array_equal(found.frames, frames)
    assert found.coding.codec == "h264"


def test_films_of_both_forms_are_counted_and_those_that_went_wrong_are_named():
    films = [
        planted.Judged("vanish in push:0", form, wrong, "not by permanence")
        for form, wrong in (("raw", False), ("raw", False), ("mp4", False), ("mp4", True))
    ]
    assert planted._share(films) == 0.25
    told = "as they should be: 2 of 2 raw, 1 of 2 mp4; missed: vanish in push:0 as mp4"
    assert planted._note(films, "missed") == f"{told} not by permanence"
