"""Texts of unequal lengths in one batch, and what may stand behind their ends."""

from dataclasses import dataclass

import torch
from torch import Tensor

HIDDEN = True  # never released


@dataclass(frozen=True)
class Texts:
    """Logits (B, T, V), the tokens (B, T) that they are for, and how many of them count."""

    logits: Tensor
    tokens: Tensor
    lengths: Tensor

    @property
    def counts(self) -> Tensor:
        """Which tokens count, bool (B, T)."""
        return torch.arange(self.tokens.shape[1]) < self.lengths[:, None]

    def poisoned(self, logit: float, token: int) -> "Texts":
        """Return the same with other entries behind the ends."""
        logits = torch.where(self.counts[..., None], self.logits, logit)
        return Texts(logits, torch.where(self.counts, self.tokens, token), self.lengths)
