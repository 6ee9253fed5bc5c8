"""Scales of a whole weight, of rows and of blocks; one that fits nothing is refused."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import CheckpointError  # noqa: E402
from policies.planning.hybrid.checkpoints.fp8 import dequantised, is_8_bit  # noqa: E402


def _weight():
    return torch.arange(20.0).view(4, 5).to(torch.float8_e4m3fn)


@pytest.mark.parametrize("scale", [torch.tensor(0.5), torch.tensor([0.5])])
def test_one_scale_for_all(scale):
    assert torch.equal(dequantised(_weight(), scale, where="w"), 0.5 * _weight().float())


def test_a_scale_for_each_row():
    got = dequantised(_weight(), torch.tensor([1.0, 2.0, 3.0, 4.0]), where="w")
    assert torch.equal(got[2], 3.0 * _weight().float()[2])


def test_a_scale_for_each_block_also_at_the_edge():
    scale = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    got = dequantised(_weight(), scale, where="w", block=(3, 4))
    wide = _weight().float()
    assert got[0, 0] == wide[0, 0]
    assert got[0, 4] == 2.0 * wide[0, 4]
    assert got[3, 1] == 3.0 * wide[3, 1]
    assert got[3, 4] == 4.0 * wide[3, 4]


def test_a_scale_that_fits_nothing_is_refused():
    with pytest.raises(CheckpointError, match=r"layer\.7.*does not fit"):
        dequantised(_weight(), torch.ones(3), where="layer.7")


def test_8_bits_are_told_from_others():
    assert is_8_bit("F8_E4M3")
    assert is_8_bit("F8_E5M2")
    assert not is_8_bit("BF16")
    assert not is_8_bit("U8")
