import numpy as np
import pytest

from physai_sim.benches import _live_plans
from physai_sim.benches._replay_bags import repeated
from physai_sim.benches.replay import Replay, _fields
from physai_sim.core.config import load_world
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest

ROWS = {
    "evaluate_speed": (">=", 100.0),
    "replay_speed": (">=", 5.0),
    "raw_speed": (">=", 0.0),
    "memory_10gb_mb": ("<=", 500.0),
    "repeatable": ("==", 0.0),
    "own_metrics_differ": ("==", 0.0),
    "replay_equals_live": ("==", 0.0),
}
EXACT = ("repeatable", "own_metrics_differ", "replay_equals_live")


@pytest.mark.slow
@pytest.mark.timeout(900)  # three live runs and six of others
def test_every_row_is_measured_and_what_must_be_exact_is(monkeypatch):
    monkeypatch.setattr(_live_plans, "DOMAIN", 178)
    rows = {row.name: row for row in Replay().run(quick=True)}
    assert {name: (row.op, row.bar) for name, row in rows.items()} == ROWS
    assert all(row.value is not None for row in rows.values())
    assert [rows[name].value for name in EXACT] == [0.0, 0.0, 0.0]


def test_a_recording_over_and_over_is_one_in_which_time_goes_on(tmp_path):
    config = load_world("lane_curve", ["time_limit_s=0.4", "renderer=tiny"])
    request = RunRequest(config, config.expert, 1, 0, tmp_path / "run")
    run(request, progress=lambda *_: None)
    once = load_episode(tmp_path / "run" / "episode_000")
    bag = repeated(tmp_path / "run" / "episode_000", tmp_path / "long", least_s=1.2)
    often = load_episode(bag)
    assert often.lost is None
    assert np.array_equal(often.stamps_ns, np.arange(15) * 100_000_000)
    assert np.array_equal(often.odometry["ego"], np.tile(once.odometry["ego"], (3, 1)))
    assert often.outcome == once.outcome
    stamps = often.streams["/front_camera/image_raw/compressed"].stamps_ns
    assert np.array_equal(stamps, often.streams["/clock"].stamps_ns)


def test_documents_are_compared_by_every_field_but_their_times():
    found = dict(_fields({"a": [1, {"b": None}], "timing": {"wall_s": 3.0}, "c": "text"}))
    assert found == {".a[0]": "1", ".a[1].b": "null", ".c": '"text"'}
