"""Weights in 8 bits with their scales, made wide while they are loaded.

Legend: O rows, J columns.

Source: the layouts that NVIDIA's ModelOpt (`weight_scale`: one number, or one for each row) and
Qwen3's FP8 folders (`weight_scale_inv`: one number for each block of 128 x 128) write.
"""

from __future__ import annotations

from torch import Tensor

from physai_sim.core.errors import CheckpointError

BLOCK = (128, 128)


def dequantised(
    weight: Tensor, scale: Tensor, *, where: str, block: tuple[int, int] = BLOCK
) -> Tensor:
    """Multiply with the scale.

    Args:
        weight: Any 8-bit float, shape (O, J); of any shape with one scale for all.
        scale: Of the whole (one number), of each row (O,) or (O, 1), or of each block, shape
            (ceil(O / block rows), ceil(J / block columns)).
        where: Name of the weight, for the error.
        block: Rows and columns of a block.

    Returns:
        float32, shape (O, J).

    Raises:
        CheckpointError: If the scale fits none of these.
    """
    wide, scale = weight.float(), scale.float()
    if scale.numel() == 1:
        return wide * scale.view(())
    rows, columns = weight.shape if weight.dim() == 2 else (0, 0)
    if scale.shape in ((rows,), (rows, 1)):
        return wide * scale.view(rows, 1)
    if scale.shape == (-(-rows // block[0]), -(-columns // block[1])):
        spread = scale.repeat_interleave(block[0], 0)[:rows]
        return wide * spread.repeat_interleave(block[1], 1)[:, :columns]
    raise CheckpointError(
        "a scale that does not fit its weight",
        where=where,
        got=tuple(scale.shape),
        expected=f"one number, one for each of {rows} rows, or one for each block of {block}",
    )


def is_8_bit(kind: str) -> bool:
    """Whether a weight of this type of safetensors means nothing without its scale."""
    return kind.startswith("F8_E")
