"""The model: an embedding, blocks of one norm and one mixer each, a norm and a head.

Legend: T tokens, D width, V vocabulary.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from policies.planning.hybrid.batch import Batch
from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.layers.attention import AttentionMixer
from policies.planning.hybrid.layers.mamba import MambaMixer
from policies.planning.hybrid.layers.mlp_mixer import MlpMixer
from policies.planning.hybrid.layers.moe import MoeMixer
from policies.planning.hybrid.layers.norms import RmsNorm
from policies.planning.hybrid.layers.state import LayerState, StatePool

_MIXERS: dict[str, type[MambaMixer | MoeMixer | AttentionMixer | MlpMixer]] = {
    "mamba": MambaMixer,
    "moe": MoeMixer,
    "attention": AttentionMixer,
    "mlp": MlpMixer,
}


class Block(nn.Module):
    """`x + mixer(norm(x))`.

    Args:
        config: Sizes.
        kind: Of the mixer.
        dtype: Of the weights.
        device: Of the weights.
    """

    def __init__(
        self, config: HybridConfig, kind: str, *, dtype: torch.dtype, device: torch.device | None
    ) -> None:
        super().__init__()
        self.norm = RmsNorm(config.hidden_size, config.norm_eps, dtype=dtype, device=device)
        self.mixer = _MIXERS[kind](config, dtype=dtype, device=device)

    def forward(self, x: Tensor, batch: Batch, state: LayerState | None) -> Tensor:
        """One block, shape (T, D) to the same."""
        mixed: Tensor = self.mixer(self.norm(x), batch, state)
        return x + mixed


class HybridModel(nn.Module):
    """A language model by a pattern of blocks; its weights are not set yet.

    Args:
        config: Sizes.
        dtype: Of the weights; routers and the numbers of each Mamba-2 head are float32.
        device: Of the weights; on `meta` they take no memory.
    """

    def __init__(
        self,
        config: HybridConfig,
        *,
        dtype: torch.dtype = torch.float32,
        device: torch.device | None = None,
    ) -> None:
        super().__init__()
        self.config = config
        vocab, width = config.vocab_size, config.hidden_size
        # Made empty: an embedding of this size drawn at random would take longer than loading it.
        table = torch.empty(vocab, width, dtype=dtype, device=device)
        self.embeddings = nn.Embedding.from_pretrained(table, freeze=False)
        self.layers = nn.ModuleList(
            Block(config, kind, dtype=dtype, device=device) for kind in config.kinds
        )
        self.norm_f = RmsNorm(width, config.norm_eps, dtype=dtype, device=device)
        self.lm_head = nn.Linear(width, vocab, bias=False, dtype=dtype, device=device)
        self.tie()

    def tie(self) -> None:
        """Make the head the embedding, if it is to be; anew when storage was made anew."""
        if self.config.tied:
            self.lm_head.weight = self.embeddings.weight

    def hidden(self, batch: Batch, pool: StatePool | None = None) -> Tensor:
        """What the head reads, shape (T, D).

        Args:
            batch: The tokens.
            pool: States of sequences, read and written in place, without gradients; None: every
                sequence starts from nothing, and nothing is kept.
        """
        with torch.set_grad_enabled(torch.is_grad_enabled() and pool is None):
            x: Tensor = self.embeddings(batch.tokens)
            for index, block in enumerate(self.layers):
                x = block(x, batch, None if pool is None else pool.layer(index))
            out: Tensor = self.norm_f(x)
        return out

    def logits(self, hidden: Tensor) -> Tensor:
        """Scores of every next token, shape (T, D) to (T, V), float32."""
        scores = functional.linear(hidden, self.lm_head.weight)
        return scores if scores.dtype == torch.float64 else scores.float()
