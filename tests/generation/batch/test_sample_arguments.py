"""`sample_args.json` holds what makes a rollout again."""

import json

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.batch.sample_arguments import read_arguments


def test_the_request_is_read_as_it_was_asked_for(made):
    for rollout in made.rollouts:
        again, told = read_arguments(made.out / "samples" / rollout.name / "sample_args.json")
        assert again == rollout
        assert told["format"] == "both"
        assert told["source"]["exact"] is True
        assert told["config"]["name"] == told["world"] == "reach"


@pytest.mark.parametrize(
    "text", ["", "[]", "[" * 100_000, '{"request": {"nmae": 1}}', '{"request": {}}']
)
def test_another_file_is_refused_in_one_line(text, tmp_path):
    path = tmp_path / "sample_args.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match="no arguments of a rollout"):
        read_arguments(path)


def test_what_has_no_end_is_not_read(tmp_path):
    path = tmp_path / "sample_args.json"
    path.symlink_to("/dev/zero")
    with pytest.raises(ConfigError, match="no arguments of a rollout"):
        read_arguments(path)


@pytest.mark.parametrize(
    "change",
    [
        {"settings": 3},
        {"settings": "time_limit_s=1.0"},
        {"settings": [1]},
        {"format": None},
        {"sample": []},
        {"schema": 2},
        {"request": {"fps": "24"}},
    ],
)
def test_a_value_of_another_type_is_refused(made, tmp_path, change):
    told = json.loads((made.out / "samples/night_0/sample_args.json").read_text())
    request = told["request"] | change.get("request", {})
    told = {**told, **change, "request": request}
    path = tmp_path / "sample_args.json"
    path.write_text(json.dumps(told))
    with pytest.raises(ConfigError, match="no arguments of a rollout"):
        read_arguments(path)
