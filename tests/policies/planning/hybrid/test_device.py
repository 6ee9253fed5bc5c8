"""Devices by their names."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import ConfigError  # noqa: E402
from policies.planning.hybrid.device import device_of  # noqa: E402


def test_the_processor_is_there():
    assert device_of("cpu") == torch.device("cpu")


@pytest.mark.parametrize("name", ["toaster", "cuda:99", "meta", ""])
def test_what_is_not_there_or_computes_nothing_is_named(name):
    with pytest.raises(ConfigError, match="--device"):
        device_of(name)
