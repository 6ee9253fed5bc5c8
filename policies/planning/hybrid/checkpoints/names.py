"""Which tensor of a checkpoint goes where in the model.

Released folders hold one tensor for each matrix of each expert; a folder may also hold all experts
of a block in one. Both are read.

Legend: E experts, I inner width of an expert, D width.

Source: transformers 5.24, `models/nemotron_h`, `models/qwen3_moe`, `conversion_mapping.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.planning.hybrid.config import HybridConfig, MoeConfig

PREFIXES = ("model.", "backbone.")
# Scales of activations and of cached keys and values, and the layers that draft tokens: nothing
# here reads them.
UNUSED_ENDINGS = (".input_scale", ".k_scale", ".v_scale")
UNUSED_BEGINNINGS = ("mtp.",)
SCALE_ENDINGS = (".weight_scale", ".weight_scale_inv")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tensor, or a part of it, goes.

    Args:
        parameter: Name in our model.
        expert: Row of the parameter; None: all of it.
        half: Which half of an expert's rows, of two matrices in one; None: all of them.
    """

    parameter: str
    expert: int | None = None
    half: int | None = None


Table = dict[str, tuple[Place, ...]]


def bare(name: str) -> str:
    """The name without the prefix of the inner model."""
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name


def unused(name: str) -> bool:
    """Whether a bare name is known and read by nobody here."""
    return name.endswith(UNUSED_ENDINGS) or name.startswith(UNUSED_BEGINNINGS)


def are_packed(names: Iterator[str]) -> bool:
    """Whether experts of a block are in one tensor."""
    ends = (".experts.down_proj", ".experts.up_proj", ".experts.gate_up_proj")
    return any(name.endswith(ends) for name in names)


def table(config: HybridConfig, parameters: list[str], *, packed: bool) -> Table:
    """Bare names of a checkpoint, and where each goes.

    Args:
        config: Sizes and family.
        parameters: Names of all weights of our model.
        packed: See `are_packed`.
    """
    found: Table = {}
    for parameter in parameters:
        name = parameter if config.family == "nemotron_h" else _qwen_name(parameter)
        if ".experts." not in parameter:
            found[name] = (Place(parameter),)
            continue
        assert config.moe is not None, "only blocks with experts have them"
        found |= _of_experts(name, parameter, config.moe, packed=packed)
    return found


def _of_experts(name: str, parameter: str, moe: MoeConfig, *, packed: bool) -> Table:
    block, _, matrix = name.rpartition(".")
    if not packed:
        each = range(moe.experts)
        return {f"{block}.{e}.{matrix}.weight": (Place(parameter, expert=e),) for e in each}
    if moe.activation == "relu2" or matrix == "down_proj":
        return {name: (Place(parameter),)}
    stem = parameter.rpartition(".")[0]
    halves = (Place(f"{stem}.gate_proj", half=0), Place(f"{stem}.up_proj", half=1))
    return {f"{block}.gate_up_proj": halves}


def _qwen_name(parameter: str) -> str:
    """Each of its layers is two blocks of ours: attention, then experts."""
    if not parameter.startswith("layers."):
        return {"embeddings.weight": "embed_tokens.weight", "norm_f.weight": "norm.weight"}.get(
            parameter, parameter
        )
    _, block, rest = parameter.split(".", 2)
    layer, second = divmod(int(block), 2)
    if rest == "norm.weight":
        rest = "post_attention_layernorm.weight" if second else "input_layernorm.weight"
    inner = "mlp." if second else "self_attn."
    return f"layers.{layer}.{rest.replace('mixer.', inner, 1)}"
