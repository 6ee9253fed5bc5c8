import pytest

from physai_sim.generation.curation.candidate import read_candidate
from physai_sim.generation.curation.referee import Referee
from physai_sim.generation.physics.reading import read_clip


def _judged(referee, batch, name):
    candidate = read_candidate(batch, name)
    [(camera, path)] = candidate.videos.items()
    return referee.judge(candidate, camera, read_clip(path))


@pytest.mark.slow
def test_looks_of_a_source_share_its_truth(made):
    referee = Referee(labels_only=True)
    first, second = _judged(referee, made, "noon_0"), _judged(referee, made, "night_0")
    assert first.floors is second.floors
    assert [one.name for one in first.findings] == ["control_fidelity"]
    assert _judged(referee, made, "noon_1").floors is not first.floors
