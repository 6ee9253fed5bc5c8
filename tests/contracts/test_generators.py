"""What every generator promises."""

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.core.errors import PhysAIError
from physai_sim.core.rollouts import RolloutRequest

ASKED = RolloutRequest(
    "r", "reach:0", fps=12, num_frames=3, cameras=("front_camera", "view"), size_px=(32, 24)
)


@pytest.fixture(scope="module", params=registry.names("generators"))
def pair(request):
    made = registry.find("generators", request.param)
    return made().generate(ASKED), made().generate(ASKED)


def test_equal_requests_give_equal_rollouts_to_the_bit(pair):
    one, other = pair
    assert one.frames.keys() == other.frames.keys() == set(ASKED.cameras)
    assert all(np.array_equal(one.frames[name], other.frames[name]) for name in one.frames)
    assert np.array_equal(one.actions, other.actions)
    assert (one.state_hashes, one.provenance) == (other.state_hashes, other.provenance)


def test_every_frame_has_its_stamp_and_its_action(pair):
    rollout, _ = pair
    assert rollout.stamps_ns.tolist() == [k * 1_000_000_000 // 12 for k in range(3)]
    assert len(rollout.actions) == 3
    for frames in rollout.frames.values():
        assert frames.shape == (3, 24, 32, 3)
        assert frames.dtype == np.uint8


def test_it_says_who_made_it_and_passes_for_nothing_else(pair):
    rollout, _ = pair
    assert rollout.request == ASKED
    assert rollout.provenance.source in ("simulated", "generated")
    assert (rollout.provenance.source == "simulated") == bool(rollout.state_hashes)


@pytest.mark.parametrize("name", registry.names("generators"))
def test_a_source_that_there_is_not_is_refused_in_one_line(name):
    generator = registry.find("generators", name)()
    with pytest.raises(PhysAIError) as refused:
        generator.generate(RolloutRequest("r", "reech:0"))
    assert "\n" not in str(refused.value)
