"""A sample: Cosmos 3's keys, checked; and the request that comes of it."""

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.core.strict import parse
from physai_sim.generation.spec.sample import SampleSpec

# As a file for Cosmos 3 has it.
TRANSFER = {
    "name": "transfer_edge",
    "model_mode": "video2video",
    "resolution": "720",
    "aspect_ratio": "16,9",
    "num_frames": 121,
    "fps": 30,
    "num_video_frames_per_chunk": 121,
    "num_conditional_frames": 1,
    "num_first_chunk_conditional_frames": 0,
    "share_vision_temporal_positions": True,
    "guidance": 3.0,
    "control_guidance": 1.5,
    "negative_prompt_file": "negative.json",
    "prompt_path": "prompt.json",
    "edge": {"control_path": "control_edge.mp4", "preset_edge_threshold": "medium"},
}


def sample(**data):
    return parse(SampleSpec, {"name": "a", **data}, where="a.json")


def test_a_transfer_file_is_read_and_asks_for_outlines():
    request = sample(**TRANSFER).request("reach:1")
    assert request == RolloutRequest(
        "transfer_edge", "reach:1", fps=30, num_frames=121, size_px=(1280, 720), streams=("edges",)
    )


def test_our_own_part_says_the_rest():
    own = {
        "expansion": {"appearance": "night+rain+wet"},
        "cameras": ["front_camera"],
        "streams": ["flow", "depth"],
        "size_px": [128, 96],
    }
    request = sample(seed=3, physai=own, seg={"weight": 0.5}, blur={}).request("a/bag")
    assert request.expansion.name == "night+rain+wet"
    assert (request.seed, request.cameras, request.size_px) == (3, ("front_camera",), (128, 96))
    assert request.streams == ("depth", "shaded", "flow")


def test_a_control_of_weight_zero_asks_for_nothing():
    assert sample(depth={"weight": 0.0}).request("reach:1").streams == ()


def test_weights_are_scaled_together():
    assert sample(edge={}, seg={}).weights() == {"edge": 0.5, "seg": 0.5}


def test_a_texture_is_made_for_the_world():
    spec = sample(physai={"expansion": {"appearance": "noon+texture_2"}})
    assert spec.request("reach:1", load_world("reach")).expansion.settings
    with pytest.raises(ConfigError, match="a texture is made for a world"):
        spec.request("reach:1")


def test_actions_of_a_file_are_an_expansion():
    spec = sample(action_path="/a.json", domain_name="physai/panda/end_effector_delta")
    assert spec.request("reach:1").expansion.actions == "file:/a.json"


def test_most_frames_are_a_limit():
    assert sample(num_frames=100, max_frames=40).request("reach:1").num_frames == 40
    assert sample(max_frames=40).request("reach:1").num_frames == 40


def test_whole_rates_may_be_written_with_a_point():
    assert sample(fps=24.0).fps == 24
    with pytest.raises(ConfigError, match="fps"):
        sample(fps=23.5)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"nmae": "b"}, "unknown key.*did you mean 'name'"),
        ({"modelmode": "policy"}, "did you mean 'model_mode'"),
        ({"model_mode": "text2vid"}, "model_mode"),
        ({"name": "../a"}, "name"),
        ({"name": ""}, "name"),
        ({"seed": -1}, "seed"),
        ({"seed": "1"}, "seed"),
        ({"fps": 0}, "fps"),
        ({"guidance": 8.0}, "guidance"),
        ({"resolution": "1080"}, "resolution"),
        ({"prompt": "a", "prompt_path": "b"}, "both prompt and prompt_path"),
        ({"domain_name": "avv"}, "no such action domain.*did you mean 'av'"),
        ({"action_path": "a.json"}, "needs the domain_name"),
        ({"edge": {"weight": 1.5}}, "edge.weight"),
        ({"seg": {"wieght": 1.0}}, "did you mean 'weight'"),
        ({"model_mode": "text2video", "num_frames": 100}, "4 k \\+ 1.*97 or 101"),
        ({"model_mode": "text2video", "resolution": "720", "num_frames": 301}, "5 to 200"),
        ({"model_mode": "video2video", "num_video_frames_per_chunk": 50}, "4 k \\+ 1"),
        (
            {
                "action_path": "a.json",
                "domain_name": "av",
                "physai": {"expansion": {"actions": "zero"}},
            },
            "both action_path and physai.expansion",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_key(data, told):
    with pytest.raises(ConfigError, match=told):
        sample(**data)


def test_frames_are_free_where_no_learned_model_is_asked_for():
    assert sample(num_frames=100).num_frames == 100
    chunked = sample(model_mode="video2video", num_frames=720, num_video_frames_per_chunk=93)
    assert chunked.num_frames == 720


def test_a_domain_can_be_added_by_a_file():
    own = {"domains": {"my_arm": 7}}
    assert sample(domain_name="my_arm", physai=own).domain_name == "my_arm"


def test_unknown_looks_are_refused_when_the_request_is_made():
    with pytest.raises(UnknownNameError, match="no such look"):
        sample(physai={"expansion": {"appearance": "nigth"}}).request("reach:1")
