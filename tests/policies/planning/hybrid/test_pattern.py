"""Patterns: every letter is explained, a bad one is named with its place."""

import pytest

from physai_sim.core.errors import ConfigError
from policies.planning.hybrid.pattern import kinds, place_among_its_kind


def test_letters_name_kinds_in_order():
    assert kinds("ME*-M") == ("mamba", "moe", "attention", "mlp", "mamba")


@pytest.mark.parametrize("pattern", ["MEX*", "MEm*", "ME *"])
def test_a_bad_letter_is_named_with_its_place_and_every_letter_explained(pattern):
    with pytest.raises(ConfigError, match="letter 3 of 4") as caught:
        kinds(pattern)
    told = str(caught.value)
    assert repr(pattern[2]) in told
    for part in ("M (Mamba-2", "E (mixture of experts)", "* (attention)", "- (MLP)"):
        assert part in told


def test_no_pattern_is_refused():
    with pytest.raises(ConfigError, match="no blocks"):
        kinds("")


def test_a_blocks_row_in_a_pool_counts_its_own_kind():
    assert [place_among_its_kind("ME*MM*", i) for i in range(6)] == [0, 0, 0, 1, 2, 1]
