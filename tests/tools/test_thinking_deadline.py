"""The measurement of deadlines."""

import importlib
from pathlib import Path

import pytest

for package in ("torch", "uvicorn", "fastapi", "llguidance"):
    pytest.importorskip(package, reason=f"{package} is missing (make setup-planner)")

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    return importlib.import_module("thinking_deadline")


def test_reasoning_and_answer_end_in_this_order_by_the_clock(tool):
    server = tool.made(tool.ServeOptions(preset="tiny", slots=2))
    try:
        ends = tool.measure(server, count=2, deadline_ms=500, together=2)
    finally:
        server.close()
    assert len(ends) == 2
    for reasoning, answer in ends:
        # A reasoning that something else than the deadline ended would be another measurement.
        assert -500 < reasoning < answer


def test_what_is_told_is_the_median_and_the_latest_and_how_many_came_too_late(tool):
    ends = [(-30.0, 5.0), (-10.0, 7.0), (-20.0, 60.0)]
    head, late = "3 requests, 1 at once,", "after the deadline: median"
    assert tool.told(ends, 1) == [
        f"{head} </think> {late} -20 ms, worst -10 ms, 0 too late",
        f"{head} the end {late} 7 ms, worst 60 ms, 3 too late",
    ]
