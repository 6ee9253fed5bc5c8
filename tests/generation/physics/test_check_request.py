"""A request names all that it reads, and says itself what run.json tells of it."""

import json
from pathlib import Path

from physai_sim.generation.physics.check_request import CheckRequest, Pair
from physai_sim.generation.physics.requirements import parse

ASKED = CheckRequest(
    Pair(Path("a.mp4"), "push:1"),
    masks=Path("m.npz"),
    other=Pair(Path("b.mp4"), "out/run/dataset:2"),
    variants=(Path("c.mp4"),),
    required=(parse("drift>=1"),),
)


def test_all_that_is_read_is_named():
    named = {str(path) for path in ASKED.inputs()}
    assert {"a.mp4", "m.npz", "b.mp4", "out/run/dataset", "c.mp4"} <= named


def test_it_is_told_as_json_without_what_happens_to_an_earlier_report():
    told = json.loads(json.dumps(ASKED.facts()))
    assert told["pair"] == {"video": "a.mp4", "truth": "push:1"}
    assert told["required"][0]["text"] == "drift>=1"
    assert "mode" not in told
