"""Devices by their names."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import ConfigError  # noqa: E402
from policies.planning.hybrid.device import check_room, device_of  # noqa: E402


def test_the_processor_is_there():
    assert device_of("cpu") == torch.device("cpu")


def test_weights_that_are_larger_than_the_machine_are_refused_before_they_are_made():
    large = torch.nn.Linear(1 << 20, 1 << 20, device="meta")
    with pytest.raises(ConfigError, match="4096 GiB'; expected at most"):
        check_room(large, torch.float32, torch.device("cpu"))
    check_room(torch.nn.Linear(4, 4, device="meta"), torch.float32, torch.device("cpu"))


@pytest.mark.parametrize("name", ["toaster", "cuda:99", "meta", ""])
def test_what_is_not_there_or_computes_nothing_is_named(name):
    with pytest.raises(ConfigError, match="--device"):
        device_of(name)
