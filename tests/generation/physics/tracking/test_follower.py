"""One body followed by colour and flow, hidden, and found again."""

import numpy as np
import pytest

from physai_sim.generation.physics.tracking.colours import bins_of, lab_of
from physai_sim.generation.physics.tracking.doubts import doubt_of
from physai_sim.generation.physics.tracking.follower import Follower

STILL = np.zeros((32, 48, 2), dtype=np.float32)


def scene(*lefts, colour=(200, 20, 20), size=8):
    """Red squares on grey, with what is theirs."""
    frame = np.full((32, 48, 3), 128, dtype=np.uint8)
    mask = np.zeros((32, 48), dtype=bool)
    for left in lefts:
        frame[12 : 12 + size, left : left + size] = colour
        mask[12 : 12 + size, left : left + size] = True
    return bins_of(lab_of(frame)), mask


@pytest.fixture
def follower():
    bins, mask = scene(10)
    return Follower("cube", mask, bins)


def step(follower, bins):
    odds = follower.odds(bins)
    won = odds + follower.prior(STILL) > 0
    found = follower.choose(won, odds, np.ones_like(won))
    follower.take(found, bins)
    return found


def test_a_body_that_moves_by_a_pixel_is_followed(follower):
    bins, mask = scene(11)
    assert np.array_equal(step(follower, bins), mask)


def test_a_body_that_is_hidden_is_not_seen_and_is_found_again(follower):
    hidden, _ = scene()
    assert not step(follower, hidden).any()
    back, mask = scene(14)
    assert np.array_equal(step(follower, back), mask)


def test_another_one_like_it_is_counted(follower):
    bins, both = scene(10, 34)
    assert follower.alike(follower.odds(bins), np.zeros_like(both)) == 1


def test_doubts_are_told_for_what_is_small_or_like_its_surroundings(follower):
    _, mask = scene(10)
    assert doubt_of(follower, mask) is None
    bins, small = scene(10, size=3)
    assert "too small" in doubt_of(Follower("cube", small, bins), small)
    bins, grey = scene(10, colour=(128, 128, 128))
    assert "too much like" in doubt_of(Follower("cube", grey, bins), grey)


@pytest.mark.parametrize(("evidence", "is_kept"), [(1.0, False), (3.0, True)])
def test_a_piece_beside_a_body_is_a_part_only_if_it_looks_as_much_like_it(
    follower, evidence, is_kept
):
    _, mask = scene(10)
    follower.prior(STILL)
    body, piece = mask.copy(), np.zeros_like(mask)
    body[:, 16] = False  # something thin stands before it
    piece[:, 17] = mask[:, 17]
    body &= ~piece
    odds = np.where(piece, evidence, np.where(body, 4.0, -4.0))
    found = follower.choose(body | piece, odds, np.ones_like(mask))
    assert np.array_equal(found, body | piece if is_kept else body)


def test_what_a_body_passed_by_stays_behind_though_it_has_the_same_colour(follower):
    red, _ = scene(20)
    for left in range(11, 36):
        bins, mask = scene(left)
        bins[15:17, 20:22] = red[15, 22]
        found = step(follower, bins)
    assert np.array_equal(found, mask)
