"""Tiers of resolution and the rule of 4 k + 1 frames."""

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.spec.frames import check_learned, size_of


@pytest.mark.parametrize(
    ("tier", "aspect", "size"),
    [
        ("256", "16,9", (320, 192)),
        ("480", "16,9", (832, 480)),
        ("720", "16,9", (1280, 720)),
        ("256", "9,16", (192, 320)),
        ("480", "3,4", (544, 736)),
        ("256", "1,1", (256, 256)),
    ],
)
def test_sizes_of_tiers(tier, aspect, size):
    assert size_of(tier, aspect) == size


@pytest.mark.parametrize(("count", "tier"), [(189, "480"), (17, "256"), (5, "720"), (397, "256")])
def test_numbers_that_are_made_in_one_go(count, tier):
    check_learned(count, tier, where="num_frames")


@pytest.mark.parametrize(
    ("count", "tier", "told"),
    [
        (188, "480", "4 k \\+ 1, got 188; expected 185 or 189"),
        (190, "480", "4 k \\+ 1, got 190; expected 189 or 193"),
        (201, "720", "5 to 200"),
        (401, "256", "5 to 400"),
        (1, "256", "5 to 400"),
    ],
)
def test_other_numbers_are_refused_with_the_nearest(count, tier, told):
    with pytest.raises(ConfigError, match=told):
        check_learned(count, tier, where="num_frames")
