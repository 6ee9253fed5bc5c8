"""When a node that was told to end may end."""

from types import SimpleNamespace

from physai_sim.ros.running import LAST_ANSWERS_S, PATIENCE_S, QUIET_S, end_s


def test_who_only_speaks_ends_soon():
    assert end_s(SimpleNamespace(), 10.0) == 10.0 + LAST_ANSWERS_S


def test_who_must_hear_all_ends_once_nothing_comes_any_more():
    assert end_s(SimpleNamespace(heard_at_s=4.0), 10.0) == 10.0 + QUIET_S
    assert end_s(SimpleNamespace(heard_at_s=11.0), 10.0) == 11.0 + QUIET_S


def test_a_publisher_that_never_stops_does_not_keep_it():
    assert end_s(SimpleNamespace(heard_at_s=90.0), 10.0) == 10.0 + PATIENCE_S
