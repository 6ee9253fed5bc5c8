import json

import pytest

from physai_sim.evaluation.comparison.pairing import Pair
from physai_sim.evaluation.comparison.scored import ScoredEpisode, ScoredMetric

BETTER = {"success": "higher", "duration": "lower", "path_length": None, "comfort": "higher"}


def _metric(name, value):
    return {"value": value, "unit": "1", "better": BETTER[name], "group": "task", "reason": ""}


@pytest.fixture
def scored_file(tmp_path):
    """`scored_file("a", success=[1.0, 0.0])`: a folder with metrics.json, one seed a value."""

    def make(folder, *, keys=None, records=None, **metrics):
        count = len(next(iter(metrics.values()), []))
        episodes = [
            {
                "episode": number,
                "seed": number,
                "bag": f"episode_{number:03d}",
                "metrics": {
                    name: _metric(name, values[number]) for name, values in metrics.items()
                },
                **(records[number] if records else {}),
            }
            for number in range(count)
        ]
        made = {"schema": 2, "kind": "run", "world": "reach", "policy": folder}
        (tmp_path / folder).mkdir(exist_ok=True)
        text = json.dumps({**made, "episodes": episodes, **(keys or {})})
        (tmp_path / folder / "metrics.json").write_text(text)
        return tmp_path / folder

    return make


@pytest.fixture
def pairs():
    """`pairs("duration", [1.0, 2.0], [1.5, None])`: pairs that differ in one metric."""

    def episode(number, name, value):
        metrics = {} if value == "absent" else {name: ScoredMetric(**_metric(name, value))}
        return ScoredEpisode(episode=number, metrics=metrics)

    def make(name, a, b):
        return [
            Pair(f"seed {n}", episode(n, name, one), episode(n, name, other))
            for n, (one, other) in enumerate(zip(a, b, strict=True))
        ]

    return make
