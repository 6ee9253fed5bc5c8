import sys

import pytest
from ament_index_python import get_search_paths


def test_only_prefixes_that_exist_are_searched(tmp_path, monkeypatch):
    monkeypatch.setenv("AMENT_PREFIX_PATH", f"{tmp_path}::{tmp_path / 'gone'}")
    assert get_search_paths() == [str(tmp_path)]


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_path_the_prefix_of_this_python_is_searched(value, tmp_path, monkeypatch):
    monkeypatch.delenv("AMENT_PREFIX_PATH", raising=False)
    if value is not None:
        monkeypatch.setenv("AMENT_PREFIX_PATH", value)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert get_search_paths() == [str(tmp_path)]
