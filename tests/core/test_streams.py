"""Names of streams are checked, and put in one order."""

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.streams import chosen_streams


def test_names_are_put_in_order_and_checked():
    assert chosen_streams("") == ()
    assert chosen_streams("flow, depth") == ("depth", "flow")
    with pytest.raises(ConfigError, match=r"unknown stream.*'dept'; did you mean 'depth'"):
        chosen_streams("dept")
    with pytest.raises(ConfigError, match="twice"):
        chosen_streams("depth,depth")
