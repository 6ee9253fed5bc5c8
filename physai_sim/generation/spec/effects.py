"""What each key of a sample does where the engine itself draws the result.

Why: a key that is taken without a word and does nothing would be a lie. Each has an effect, is
recorded beside the result with the reason why it has none, or is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from physai_sim.core.errors import ConfigError
from physai_sim.core.strict import StrictModel
from physai_sim.generation.spec.sample import CONTROLS, SampleSpec

EFFECTS: Mapping[str, str] = {
    "name": "names the sample and its folder",
    "seed": "of what the generator draws itself",
    "fps": "frames per second; it divides the physics rate",
    "num_frames": "length; as the source where absent",
    "max_frames": "most frames",
    "resolution": "size of frames, with aspect_ratio",
    "aspect_ratio": "size of frames, with resolution",
    "action_path": "takes the place of the source's actions, one for each control step",
    "domain_name": "of the actions: physai/MODEL/ACTION, whose width is checked",
    "edge": "writes the stream edges beside the colours",
    "depth": "writes the stream depth",
    "seg": "writes the stream shaded",
    "physai": "source, expansion, cameras, streams and size",
}
_NO_SAMPLER = "the engine has no sampler"
_NO_CHUNKS = "the engine makes the whole in one piece"
_EXACT = "every picture follows the engine exactly, with no weight and no guidance"
RECORDED: Mapping[str, str] = {
    "prompt": "the engine reads no text",
    "prompt_path": "as prompt",
    "negative_prompt": "the engine reads no text",
    "negative_prompt_file": "the engine reads no text",
    "model_mode": "the engine has one mode; the rules of frames are checked",
    "vision_path": "the engine starts from its source, not from pictures",
    "condition_frame_indexes_vision": "the engine starts from its source",
    "condition_video_keep": "the engine starts from its source",
    "action_chunk_size": _NO_CHUNKS,
    "view_point": "the engine reads no text",
    "num_video_frames_per_chunk": _NO_CHUNKS,
    "num_conditional_frames": _NO_CHUNKS,
    "num_first_chunk_conditional_frames": _NO_CHUNKS,
    "share_vision_temporal_positions": _NO_CHUNKS,
    "num_steps": _NO_SAMPLER,
    "guidance": _NO_SAMPLER,
    "shift": _NO_SAMPLER,
    "control_guidance": _EXACT,
    "guided_generation_step_threshold": _NO_SAMPLER,
    "blur": _EXACT,
    "guided_generation_mask": "no appearance moves anything, in the mask or outside of it",
    "show_control_condition": "controls are streams of their own",
}
REFUSED: Mapping[str, str] = {
    "wsm": "no map of this kind: the engine draws depth, seg and edge",
    "enable_sound": "no sound: the engine is silent",
}
OF_CONTROLS: Mapping[str, str] = {
    "weight": f"recorded, 0 apart: {_EXACT}",
    "control_path": "recorded: the engine draws its own controls, from its own buffers",
    "mask_path": f"recorded: {_EXACT}",
    "preset_edge_threshold": "recorded: outlines are those of bodies, creases and depth",
    "preset_blur_strength": f"recorded: {_EXACT}",
    "control_prompt": "recorded: the engine knows every body",
}
OWN = "physai/"
MODES = ("forward_dynamics", "video2video", "image2video", "text2video")


def told(spec: SampleSpec) -> dict[str, str]:
    """What became of each key that a sample gives: for the file beside its result."""
    effects = {key: f"effect: {why}" for key, why in EFFECTS.items()}
    recorded = {key: f"recorded: {why}" for key, why in RECORDED.items()}
    known = {**effects, **recorded}
    found = {key: known[key] for key in spec.model_fields_set if key in known}
    for name in CONTROLS:
        control: StrictModel | None = getattr(spec, name)
        if control is not None:
            found |= {f"{name}.{key}": OF_CONTROLS[key] for key in control.model_fields_set}
    return dict(sorted(found.items()))


def check_for_engine(spec: SampleSpec, *, where: str = "") -> None:
    """Refuse what the engine cannot do.

    Raises:
        ConfigError: With the key and what would do instead.
    """
    place = where or f"sample {spec.name!r}"
    for key in sorted(spec.model_fields_set & REFUSED.keys()):
        if getattr(spec, key) not in (None, False):
            raise ConfigError("not for the engine", where=f"{place}: {key}", expected=REFUSED[key])
    if spec.model_mode is not None and spec.model_mode not in MODES:
        what, got = "the engine makes videos of its worlds alone", spec.model_mode
        raise ConfigError(what, where=f"{place}: model_mode", got=got, expected=", ".join(MODES))
    if spec.action_path is not None and not str(spec.domain_name).startswith(OWN):
        raise ConfigError(
            "actions of a robot that no world has",
            where=f"{place}: domain_name",
            got=spec.domain_name,
            expected=f"{OWN}MODEL/ACTION",
        )
