"""Memory is that of this process."""

import numpy as np
import pytest

from physai_sim.benches._memory import resident_mb


def test_memory_is_read_in_megabytes():
    before = resident_mb()
    block = np.ones(25_000_000)
    assert resident_mb() - before == pytest.approx(200, abs=20)
    del block
