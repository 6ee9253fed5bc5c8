import json
import shutil
import socket
import sys

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError, MachineError
from physai_sim.generation.critics.language import checkpoint as checkpoint_module
from physai_sim.generation.critics.language.checkpoint import Checkpoint
from physai_sim.generation.critics.language.prompts import SYSTEM
from physai_sim.generation.critics.language.video_patches import video_patches
from physai_sim.generation.critics.reason2 import Reason2
from physai_sim.generation.physics.clip import Clip

FRAMES = np.random.default_rng(0).integers(0, 256, (12, 32, 48, 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def tiny(checkpoint_folder):
    return Checkpoint(checkpoint_folder)


@pytest.fixture
def copied(checkpoint_folder, tmp_path):
    """A checkpoint that may be spoilt."""
    return shutil.copytree(checkpoint_folder, tmp_path / "copy")


@pytest.mark.slow
def test_a_tiny_random_model_answers_without_the_network(checkpoint_folder, monkeypatch):
    def refuse(*_args, **_keywords):
        raise AssertionError("the network is used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    text = Checkpoint(checkpoint_folder).ask("?", FRAMES, hz=12, seed=1, most=8)
    assert isinstance(text, str)


@pytest.mark.slow
def test_an_equal_seed_gives_an_equal_answer_and_another_another(tiny):
    said = [tiny.ask("?", FRAMES, hz=12, seed=seed, most=12) for seed in (1, 1, 2)]
    assert said[0] == said[1] != said[2]


@pytest.mark.slow
def test_what_is_seen_changes_what_is_said(tiny):
    said = [tiny.ask("?", frames, hz=12, seed=1, most=40) for frames in (FRAMES, 255 - FRAMES)]
    assert said[0] != said[1]


@pytest.mark.slow
def test_the_video_comes_before_the_question_each_pair_of_frames_with_its_time(tiny):
    patches = video_patches(FRAMES, 12, tiny._shape)
    prompt = tiny._prompt("Could this be?", patches)
    assert prompt.startswith(f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\n<0.")
    assert prompt.endswith("Could this be?<|im_end|>\n<|im_start|>assistant\n")
    pads = patches.grid[0] * patches.grid[1] * patches.grid[2] // 4
    assert prompt.count("<|video_pad|>") == pads
    assert prompt.count(" seconds><|vision_start|>") == patches.grid[0] == 2


@pytest.mark.slow
def test_the_model_is_told_which_tokens_are_video(tiny):
    patches = video_patches(FRAMES, 12, tiny._shape)
    inputs = tiny._inputs(tiny._prompt("?", patches), patches)
    video = inputs["input_ids"] == tiny._model.config.video_token_id
    assert (inputs["mm_token_type_ids"] == 2).equal(video)
    assert inputs["pixel_values_videos"].shape == patches.values.shape
    assert sorted(inputs) == [
        "attention_mask",
        "input_ids",
        "mm_token_type_ids",
        "pixel_values_videos",
        "video_grid_thw",
    ]


@pytest.mark.slow
def test_the_critic_gives_what_a_random_model_says_no_score_and_says_why(
    checkpoint_folder, monkeypatch
):
    monkeypatch.setattr(checkpoint_module.Checkpoint.ask, "__kwdefaults__", {"most": 6})
    critique = Reason2(checkpoint_folder).judge(Clip("clip", 12, FRAMES), None, "a cube falls")
    assert critique.score is None
    assert critique.reasons[0].startswith(("the answer", "there is no answer"))
    assert critique.facts["seed"] == 0


@pytest.mark.slow
def test_a_template_without_a_place_for_a_video_is_refused(copied):
    (copied / "chat_template.json").write_text(json.dumps({"chat_template": "hello"}))
    with pytest.raises(ConfigError, match="leaves no one place for a video, got 0"):
        Checkpoint(copied).ask("?", FRAMES, hz=12, seed=0, most=1)


@pytest.mark.slow
def test_weights_that_are_cut_off_are_refused_in_a_line(copied):
    weights = copied / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ConfigError, match="the checkpoint cannot be loaded") as refused:
        Checkpoint(copied)
    assert "\n" not in str(refused.value)


@pytest.mark.slow
def test_pickled_weights_are_never_read(copied):
    (copied / "model.safetensors").rename(copied / "pytorch_model.bin")
    with pytest.raises(ConfigError, match="the checkpoint cannot be loaded"):
        Checkpoint(copied)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "no checkpoint: a file is missing"),
        ("{", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ("[]", "cannot be read: it is no object"),
        ('{"model_type": "llama"}', "another kind of model, got 'llama'; expected qwen3_vl"),
    ],
)
def test_a_folder_that_is_no_checkpoint_is_refused_before_anything_is_loaded(tmp_path, text, said):
    if text is not None:
        (tmp_path / "config.json").write_text(text)
    with pytest.raises(ConfigError, match=said):
        Checkpoint(tmp_path)


def test_where_transformers_is_missing_one_line_says_what_to_install(tmp_path, monkeypatch):
    (tmp_path / "config.json").write_text('{"model_type": "qwen3_vl"}')
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MachineError, match=r"expected make setup-critic, or pip install"):
        Checkpoint(tmp_path)
