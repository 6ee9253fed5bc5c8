"""A model's sizes from the `config.json` that transformers writes.

What this model does not do is refused by name: a setting that is passed over would give wrong
logits in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from policies.planning.hybrid.checkpoints.settings import FILE, Settings, read_settings
from policies.planning.hybrid.config import (
    AttentionConfig,
    HybridConfig,
    MambaConfig,
    MoeConfig,
)

_LETTERS = {"linear_attention": "M", "mamba": "M", "moe": "E", "mlp": "-"}
_LETTERS |= {"full_attention": "*", "attention": "*"}
_BLOCKS, _EXPERTS = 4096, 8192  # at most: each has tensors with names of their own
# Settings and the only values under which this model computes the same.
_NEMOTRON_FIXED: Mapping[str, tuple[Any, ...]] = {
    "use_bias": (False,),
    "mamba_proj_bias": (False,),
    "attention_bias": (False,),
    "mlp_bias": (False,),
    "use_conv_bias": (True,),
    "mamba_hidden_act": ("silu",),
    "mlp_hidden_act": ("relu2",),
    "n_group": (1,),
    "topk_group": (1,),
    "n_shared_experts": (1,),
    "moe_latent_size": (None,),
    "sliding_window": (None,),
}
_QWEN_FIXED: Mapping[str, tuple[Any, ...]] = {
    "attention_bias": (False,),
    "hidden_act": ("silu",),
    "decoder_sparse_step": (1,),
    "mlp_only_layers": ([], None),
    "use_sliding_window": (False,),
}


def read_config(folder: Path) -> HybridConfig:
    """Read the sizes of the model in a folder.

    Raises:
        CheckpointError: If there is no readable `config.json`, or it tells of another model.
        ConfigError: If its sizes do not fit together.
    """
    settings = Settings(str(folder / FILE), read_settings(folder))
    family = settings.values.get("model_type")
    if not isinstance(family, str) or family not in _FAMILIES:
        raise settings.wrong("model_type", family, " or ".join(sorted(_FAMILIES)))
    return _FAMILIES[family](settings)


def _nemotron(settings: Settings) -> HybridConfig:
    settings.hold(_NEMOTRON_FIXED)
    pattern = _pattern(settings)
    return HybridConfig(
        vocab_size=settings.whole("vocab_size"),
        hidden_size=settings.whole("hidden_size"),
        pattern=pattern,
        norm_eps=settings.number("layer_norm_epsilon", 1e-5),
        mamba=_mamba(settings) if "M" in pattern else None,
        attention=_attention(settings) if "*" in pattern else None,
        moe=_nemotron_moe(settings) if "E" in pattern else None,
        mlp_width=settings.whole("intermediate_size") if "-" in pattern else None,
        tied=settings.flag("tie_word_embeddings", default=False),
    )


def _pattern(settings: Settings) -> str:
    told = settings.first("layers_block_type", "layer_types", "hybrid_override_pattern")
    expected = f"a pattern, or a list of some of {sorted(_LETTERS)}"
    if not isinstance(told, str | list) or len(told) > _BLOCKS:
        raise settings.wrong("layers_block_type", type(told).__name__, expected)
    if isinstance(told, str):
        return told
    for name in told:
        if not isinstance(name, str) or name not in _LETTERS:
            raise settings.wrong("layers_block_type", name, expected)
    return "".join(_LETTERS[name] for name in told)


def _mamba(settings: Settings) -> MambaConfig:
    return MambaConfig(
        heads=settings.whole("mamba_num_heads"),
        head_dim=settings.whole("mamba_head_dim"),
        state=settings.whole("ssm_state_size"),
        groups=settings.whole("n_groups"),
        conv_kernel=settings.whole("conv_kernel"),
        chunk=settings.whole("chunk_size"),
    )


def _attention(settings: Settings) -> AttentionConfig:
    return AttentionConfig(
        heads=settings.whole("num_attention_heads"),
        kv_heads=settings.whole("num_key_value_heads", "num_attention_heads"),
        head_dim=settings.whole("head_dim"),
    )


def _nemotron_moe(settings: Settings) -> MoeConfig:
    return MoeConfig(
        experts=settings.whole("n_routed_experts", "num_local_experts", most=_EXPERTS),
        top_k=settings.whole("num_experts_per_tok"),
        width=settings.whole("moe_intermediate_size"),
        shared_width=settings.whole("moe_shared_expert_intermediate_size"),
        scale=settings.number("routed_scaling_factor", 1.0),
        normalise=settings.flag("norm_topk_prob", default=True),
    )


def _qwen(settings: Settings) -> HybridConfig:
    settings.hold(_QWEN_FIXED)
    return HybridConfig(
        vocab_size=settings.whole("vocab_size"),
        hidden_size=settings.whole("hidden_size"),
        pattern="*E" * settings.whole("num_hidden_layers", most=_BLOCKS // 2),
        norm_eps=settings.number("rms_norm_eps", 1e-6),
        attention=AttentionConfig(
            heads=settings.whole("num_attention_heads"),
            kv_heads=settings.whole("num_key_value_heads", "num_attention_heads"),
            head_dim=settings.whole("head_dim"),
            rope_theta=_theta(settings),
            qk_norm=True,
        ),
        moe=MoeConfig(
            experts=settings.whole("num_experts", "num_local_experts", most=_EXPERTS),
            top_k=settings.whole("num_experts_per_tok"),
            width=settings.whole("moe_intermediate_size"),
            router="softmax",
            activation="swiglu",
            normalise=settings.flag("norm_topk_prob", default=False),
        ),
        tied=settings.flag("tie_word_embeddings", default=False),
        family="qwen3_moe",
    )


def _theta(settings: Settings) -> float:
    """The base of rotary positions; wavelengths that are scaled are another model."""
    told = settings.group("rope_parameters", "rope_scaling")
    kind = told.get("rope_type", told.get("type", "default"))
    if kind != "default":
        raise settings.wrong("rope_parameters.rope_type", kind, "'default'")
    theta = told.get("rope_theta", settings.values.get("rope_theta"))
    return Settings(settings.where, {"rope_theta": theta}).number("rope_theta", 0.0)


_FAMILIES: dict[str, Callable[[Settings], HybridConfig]] = {
    "nemotron_h": _nemotron,
    "qwen3_moe": _qwen,
}
