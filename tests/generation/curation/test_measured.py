from physai_sim.generation.curation.candidate import read_candidate
from physai_sim.generation.curation.measured import measure, read_measured


def test_what_was_measured_is_read_back_while_the_rollout_is_the_same(made, tmp_path):
    candidate = read_candidate(made, "noon_0")
    found = measure(candidate, referee=None, stride=5)
    found.write(tmp_path / "noon_0.json")
    assert read_measured(tmp_path / "noon_0.json", candidate.digest) == found
    assert read_measured(tmp_path / "noon_0.json", "other") is None
    assert read_measured(tmp_path / "none.json", candidate.digest) is None


def test_a_film_is_told_by_frames_spans_and_motion(made):
    [film] = measure(read_candidate(made, "noon_0"), referee=None, stride=5).films.values()
    assert (film.frames, film.spans) == (12, ((0, 5), (5, 10), (10, 12)))
    assert film.motion > 0.005
    assert film.physics is None
