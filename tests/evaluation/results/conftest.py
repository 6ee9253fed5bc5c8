import pytest

from physai_sim.evaluation.scoring import aggregate


def _result(value, unit="1", **changes):
    reason = "" if value is not None else "nothing was recorded"
    base = {"value": value, "unit": unit, "group": "task", "better": "higher", "reason": reason}
    return {**base, "parts": {}, "events": [], **changes}


@pytest.fixture
def result():
    """Makes what metrics.json says of one metric of one episode."""
    return _result


@pytest.fixture
def document():
    """Makes the content of metrics.json, of episodes that are given by their successes."""

    def make(*successes, changes=None, **keys):
        episodes = []
        for number, success in enumerate(successes):
            metrics = {"success": _result(success, parts={"once": success or 0.0})}
            metrics |= {
                name: _result(*each[number] if isinstance(each[number], tuple) else [each[number]])
                for name, each in (changes or {}).items()
            }
            reason = "success" if success else "time_limit"
            outcome = {"reason": reason, "is_success": bool(success)}
            record = {"episode": number, "seed": 7 + number, "bag": f"episode_{number:03d}"}
            record |= {"outcome": outcome, "lost": None, "metrics": metrics}
            record |= {"start_ns": 1_000_000_000, "duration_s": 2.5}
            episodes.append(record)
        together = aggregate([episode["metrics"] for episode in episodes])
        made = {"kind": "run", "world": "reach", "episodes": episodes, "unreadable": []}
        return {**made, "aggregate": together, **keys}

    return make
