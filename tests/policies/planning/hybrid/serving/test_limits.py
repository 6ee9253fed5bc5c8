"""Bounds, addresses and keys."""

import pytest

from physai_sim.core.errors import ConfigError
from policies.planning.hybrid.serving.limits import Limits, check_address, key_fits


def test_other_machines_need_a_key():
    check_address("127.0.0.1", None)
    check_address("::1", None)
    check_address("localhost", None)
    check_address("0.0.0.0", "key")
    with pytest.raises(ConfigError, match="--host"):
        check_address("0.0.0.0", None)
    for key in ("a b", "é", "a\n", "\udcff"):
        with pytest.raises(ConfigError, match="no client can show"):
            check_address("127.0.0.1", key)
    with pytest.raises(ConfigError, match="empty key"):
        check_address("0.0.0.0", " ")


def test_a_key_fits_whole():
    assert key_fits(None, None)
    assert key_fits("Bearer é", "é")
    assert key_fits("bearer a", "a")
    assert not key_fits("Basic a", "a")
    assert not key_fits("Bearer a", "ab")
    assert not key_fits(None, "a")


def test_a_limit_of_nothing_is_refused():
    with pytest.raises(ConfigError, match="requests"):
        Limits(requests=0)
