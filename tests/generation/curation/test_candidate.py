import pytest

from physai_sim.core.errors import ConfigError, DatasetError
from physai_sim.generation.curation.candidate import names_in, read_candidate


def test_rollouts_are_found_by_name(made):
    assert names_in(made) == ("night_0", "night_1", "noon_0", "noon_1")
    found = read_candidate(made, "noon_1")
    assert (found.request.source, list(found.videos)) == ("reach:1", [None])


def test_the_digest_tells_rollouts_apart(made):
    assert len({read_candidate(made, name).digest for name in names_in(made)}) == 4


def test_a_folder_without_rollouts_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="no rollouts are here"):
        names_in(tmp_path)


def test_a_changed_file_is_refused(batch):
    (batch / "samples/noon_0/vision.mp4").write_bytes(b"no video")
    with pytest.raises(DatasetError, match="a rollout is damaged"):
        read_candidate(batch, "noon_0")


def test_a_rollout_without_arguments_is_refused(batch):
    (batch / "samples/noon_0/sample_args.json").write_text("{}")
    with pytest.raises(ConfigError, match="no arguments of a rollout"):
        read_candidate(batch, "noon_0")
