import json

import numpy as np
import pytest

from physai_sim.core.errors import DatasetError, UnknownNameError
from physai_sim.datasets.lerobot.reader import LeRobotDataset

CAMERA = "observation.images.front"


def test_a_frame_is_found_alone_as_in_its_row(written):
    dataset = LeRobotDataset(written)
    all_of_it = list(dataset.frames(2, CAMERA))
    assert np.array_equal(dataset.frame(2, 4, CAMERA), all_of_it[4])
    assert dataset.task(2) == "Go."


def test_what_is_not_there_is_told(written, tmp_path):
    dataset = LeRobotDataset(written)
    with pytest.raises(DatasetError, match="no such episode, got 3; expected 0 to 2"):
        dataset.columns(3)
    with pytest.raises(DatasetError, match="no such frame, got 5; expected 0 to 4"):
        dataset.frame(0, 5, CAMERA)
    with pytest.raises(UnknownNameError, match="did you mean"):
        dataset.frame(0, 0, "observation.images.frnt")
    with pytest.raises(DatasetError, match="no dataset is here"):
        LeRobotDataset(tmp_path)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("codebase_version", "v2.1", "another version"),
        ("total_frames", 17, "disagree on total_frames"),
        ("total_episodes", 4, "disagree on total_episodes"),
    ],
)
def test_an_info_that_does_not_fit_is_refused(written, key, value, says):
    path = written / "meta/info.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))
    with pytest.raises(DatasetError, match=says):
        LeRobotDataset(written)


def test_an_info_that_is_no_json_is_refused(written):
    (written / "meta/info.json").write_text("{")
    with pytest.raises(DatasetError, match="cannot be read"):
        LeRobotDataset(written)
