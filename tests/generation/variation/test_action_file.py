"""Actions from a file are numbers of the right width, or refused in one line."""

import json

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.variation.action_file import actions_of_file


def test_rows_come_back_as_they_are(tmp_path):
    rows = [[0.1, -2.0], [3.0, 4.5]]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    assert np.array_equal(actions_of_file(tmp_path / "a.json", 2), rows)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[1, 2, 3]]", r"action 0: wrong width, got 3; expected 2"),
        ("[]", "no sequence of actions"),
        ("[1, 2]", "no sequence of actions"),
        ("{}", "no sequence of actions"),
        ('[["a", 1]]', "no numbers"),
        ('[["2", 1]]', "no numbers"),
        ("[[true, 1]]", "no numbers"),
        (f"[[1, 1{'0' * 400}]]", "a number too large"),
        ("[[1, NaN]]", "not finite"),
        ("[[1,", "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_anything_else_is_refused(text, told, tmp_path):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(ConfigError, match=told):
        actions_of_file(tmp_path / "a.json", 2)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        actions_of_file(tmp_path / "none.json", 2)


def test_what_is_no_file_is_refused_unread(tmp_path):
    (tmp_path / "endless.json").symlink_to("/dev/zero")
    for path in (tmp_path, tmp_path / "endless.json"):
        with pytest.raises(ConfigError, match="cannot be read"):
            actions_of_file(path, 2)
