import pytest
from hypothesis import given
from hypothesis import strategies as st
from tf2_py import ExtrapolationException
from tf2_py._cache import Link, StaticCache, TimeCache
from tf2_py._rigid import Rigid

S = 1_000_000_000


def _link(x, parent="map"):
    return Link(parent, Rigid((float(x), 0.0, 0.0)))


def _cache(*stamps_s, kept_s=10):
    cache = TimeCache(kept_s * S)
    for stamp in stamps_s:
        assert cache.insert(stamp * S, _link(stamp))
    return cache


def _x(link):
    return link.rigid.translation[0]


@given(st.permutations([1, 2, 3, 5, 8]))
def test_the_order_of_arrival_does_not_matter(stamps):
    cache = _cache(*stamps)
    assert _x(cache.at(4 * S)) == pytest.approx(4.0)
    assert cache.span() == (1 * S, 8 * S, 5)


def test_time_zero_is_the_latest():
    assert _x(_cache(1, 7, 3).at(0)) == 7.0


def test_the_ends_are_exact_and_beyond_them_is_extrapolation():
    cache = _cache(1, 2)
    assert [_x(cache.at(stamp * S)) for stamp in (1, 2)] == [1.0, 2.0]
    future = "into the future.  Requested time 2.500000 but the latest data is at time 2.000000"
    with pytest.raises(ExtrapolationException, match=future):
        cache.at(5 * S // 2)
    past = "into the past.  Requested time 0.500000 but the earliest data is at time 1.000000"
    with pytest.raises(ExtrapolationException, match=past):
        cache.at(S // 2)


def test_one_entry_answers_for_its_own_time_only():
    cache = _cache(3)
    assert _x(cache.at(3 * S)) == 3.0
    with pytest.raises(ExtrapolationException, match=r"only time 3\.000000 is in the buffer"):
        cache.at(4 * S)


def test_an_empty_cache_has_nothing():
    cache = TimeCache(S)
    assert cache.latest() is None
    assert cache.span() == (0, 0, 0)
    with pytest.raises(ExtrapolationException):
        cache.at(0)


def test_data_older_than_what_is_kept_is_refused_and_forgotten():
    cache = _cache(1, 2, 20, 21)
    assert cache.span() == (20 * S, 21 * S, 2)
    assert not cache.insert(10 * S, _link(10))
    assert cache.insert(11 * S, _link(11))
    assert _x(cache.at(15 * S)) == pytest.approx(15.0)


def test_the_same_data_twice_is_kept_once_and_newer_data_of_a_stamp_wins():
    cache = _cache(1, 1, 1)
    assert cache.span()[2] == 1
    cache.insert(S, _link(9))
    assert _x(cache.at(S)) == 9.0


def test_across_a_change_of_parent_the_older_transform_holds():
    cache = TimeCache(10 * S)
    cache.insert(1 * S, _link(1, "map"))
    cache.insert(3 * S, _link(3, "odom"))
    link = cache.at(2 * S)
    assert (link.parent, _x(link)) == ("map", 1.0)


def test_a_static_transform_holds_for_all_times_and_outlives_a_clear():
    cache = StaticCache()
    cache.insert(7 * S, _link(7))
    cache.clear()
    assert _x(cache.at(123 * S)) == 7.0
    assert cache.latest() == (0, "map")
    assert cache.span() == (0, 0, 1)
