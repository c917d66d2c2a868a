"""What the rounding of large logits may cost."""

import torch
from torch import Tensor

HIDDEN = True  # never released


def rounding(logits: Tensor, tokens: int = 1) -> float:
    """Return what the rounding of large logits may cost a sum over so many tokens."""
    return 4 * torch.finfo(logits.dtype).eps * float(logits.abs().max()) * tokens
