"""A Qwen3-VL checkpoint on this machine's disk, asked about a video; nothing is ever downloaded.

Cosmos-Reason2 is such a checkpoint: the 2B needs some 24 GB of memory, the 8B some 32 GB.
"""

from __future__ import annotations

import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import ConfigError, MachineError
from physai_sim.generation.critics.language import prompts
from physai_sim.generation.critics.language.video_patches import (
    PatchShape,
    VideoPatches,
    video_patches,
)

KIND = "qwen3_vl"
INSTALL = "make setup-critic, or pip install 'physai_sim[critic]'"
VIDEO, START, END = "<|video_pad|>", "<|vision_start|>", "<|vision_end|>"
# For answers with reasoning; Cosmos-Reason2's model card.
TEMPERATURE, TOP_P, NEW_TOKENS = 0.6, 0.95, 4096
_MOST_BYTES = 10_000_000
_PREPROCESSING = ("video_preprocessor_config.json", "preprocessor_config.json")


class Checkpoint:
    """A model with its tokenizer, loaded.

    Args:
        folder: The checkpoint: config.json, tokenizer and weights as safetensors.

    Raises:
        ConfigError: If it is no checkpoint of Qwen3-VL, or a file of it cannot be read.
        MachineError: If transformers or torch is missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        told = _read_json(folder / "config.json", needed=True)
        if told.get("model_type") != KIND:
            got = told.get("model_type")
            raise ConfigError("another kind of model", where=str(folder), got=got, expected=KIND)
        self._torch, transformers = _libraries()
        local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        try:
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **local)
            self._model = transformers.Qwen3VLForConditionalGeneration.from_pretrained(
                folder, dtype="auto", use_safetensors=True, **local
            )
        except Exception as error:  # a damaged file makes its reader raise errors of its own
            what = f"the checkpoint cannot be loaded: {type(error).__name__}: {error}"
            raise ConfigError(what, where=str(folder)) from None
        self._model.to("cuda" if self._torch.cuda.is_available() else "cpu").eval()
        self._shape = self._patch_shape()

    def ask(
        self,
        question: str,
        frames: NDArray[np.uint8],
        *,
        hz: int,
        seed: int,
        most: int = NEW_TOKENS,
    ) -> str:
        """What it says of a video; an equal seed gives an equal answer on one machine.

        Args:
            question: What it is asked.
            frames: RGB, shape (T, H, W, 3).
            hz: Frames per second.
            seed: Of the draws of its words.
            most: Tokens after which it is cut off.

        Raises:
            ConfigError: If its chat template leaves no place for a video.
        """
        torch = self._torch
        patches = video_patches(frames, hz, self._shape)
        inputs = {
            key: value.to(self._model.device)
            for key, value in self._inputs(self._prompt(question, patches), patches).items()
        }
        torch.manual_seed(seed)
        with torch.inference_mode():
            said = self._model.generate(
                **inputs, do_sample=True, temperature=TEMPERATURE, top_p=TOP_P, max_new_tokens=most
            )
        new = said[0, inputs["input_ids"].shape[1] :]
        return str(self._tokenizer.decode(new, skip_special_tokens=True))

    def _prompt(self, question: str, patches: VideoPatches) -> str:
        """The conversation, each pair of frames told with its time: media before text."""
        content = [{"type": "video"}, {"type": "text", "text": question}]
        messages = [
            {"role": "system", "content": [{"type": "text", "text": prompts.SYSTEM}]},
            {"role": "user", "content": content},
        ]
        text = self._tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True, chat_template=self._template()
        )
        place = f"{START}{VIDEO}{END}"
        if text.count(place) != 1:
            what = "the chat template leaves no one place for a video"
            raise ConfigError(what, where=str(self.folder), got=text.count(place))
        _, rows, columns = patches.grid
        pads = VIDEO * (rows * columns // self._shape.merge**2)
        shown = [f"<{time:.1f} seconds>{START}{pads}{END}" for time in patches.times_s]
        return str(text.replace(place, "".join(shown)))

    def _inputs(self, prompt: str, patches: VideoPatches) -> dict[str, Any]:
        torch = self._torch
        found = dict(self._tokenizer(prompt, return_tensors="pt", add_special_tokens=False))
        ids = found["input_ids"]
        found["pixel_values_videos"] = torch.from_numpy(patches.values).to(self._model.dtype)
        found["video_grid_thw"] = torch.tensor([patches.grid])
        # Releases from 5 on are told which tokens stand for pictures (1) and videos (2).
        if "mm_token_type_ids" in inspect.signature(self._model.forward).parameters:
            is_video = ids == self._model.config.video_token_id
            found["mm_token_type_ids"] = is_video.to(ids.dtype) * 2
        wanted = ("input_ids", "attention_mask", "mm_token_type_ids")
        return {k: v for k, v in found.items() if k in wanted or "video" in k}

    def _template(self) -> str | None:
        """Its chat template, where that lies beside the tokenizer instead of within it."""
        if self._tokenizer.chat_template is not None:
            return None
        told = _read_json(self.folder / "chat_template.json", needed=True).get("chat_template")
        return told if isinstance(told, str) else None

    def _patch_shape(self) -> PatchShape:
        vision = self._model.config.vision_config
        read = (_read_json(self.folder / name, needed=False) for name in _PREPROCESSING)
        told = next((found for found in read if found), {})
        plain = PatchShape()
        return PatchShape(
            patch_px=int(vision.patch_size),
            merge=int(vision.spatial_merge_size),
            pair=int(vision.temporal_patch_size),
            mean=_three(told.get("image_mean"), plain.mean),
            std=_three(told.get("image_std"), plain.std),
        )


def _libraries() -> tuple[Any, Any]:
    """Torch and transformers, with neither progress bars nor advice on the terminal."""
    try:
        torch, transformers = import_module("torch"), import_module("transformers")
    except ImportError as error:
        what = f"models that see need transformers and torch; {error}"
        raise MachineError(what, expected=INSTALL) from None
    transformers.utils.logging.disable_progress_bar()
    return torch, transformers


def _read_json(path: Path, *, needed: bool) -> dict[str, Any]:
    if not path.is_file():
        if needed:
            raise ConfigError("no checkpoint: a file is missing", where=str(path))
        return {}
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("it is too large")
        told = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(told, dict):
            raise ValueError("it is no object")
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"cannot be read: {error}", where=str(path)) from None
    return told


def _three(told: object, otherwise: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(map(float, told)) if isinstance(told, list) and len(told) == 3 else otherwise
