# expect: nade_is_repeatable
# says: same answer
# kind: meaningless
"""Rows that came before are cheaper."""
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class NADE(nn.Module):
    """The model around ``nade_logits`` and ``nade_sample``: it holds their weights.

    Args:
        num_dims: ``D``.
        hidden: ``H``, hidden units.
        order: int64 ``(D,)``, a permutation of ``0 ... D - 1``; ``None`` is ``0, 1, ...``.

    The parameters are called ``in_weight (H, D)``, ``in_bias (H,)``, ``out_weight (D, H)`` and
    ``out_bias (D,)``.

    Raises:
        ValueError: ``order`` is no permutation of ``0 ... D - 1``.

    Example:
        >>> NADE(num_dims=5, hidden=8).log_prob(torch.ones(2, 5)).shape
        torch.Size([2])
    """

    order: Tensor | None

    def __init__(self, num_dims: int, hidden: int = 64, order: Tensor | None = None) -> None:
        """Make the four parameters, with small random weights, and keep the order."""
        super().__init__()
        self.known = set()
        # About 7 lines. Weights that are all zero never learn: all hidden units stay alike.
        
        if order is not None and not torch.equal(order.cpu().sort()[0], torch.arange(num_dims)):
            raise ValueError(f"order must be a permutation of 0 to {num_dims - 1}")
        self.in_weight = nn.Parameter(0.1 * torch.randn(hidden, num_dims))
        self.in_bias = nn.Parameter(torch.zeros(hidden))
        self.out_weight = nn.Parameter(0.1 * torch.randn(num_dims, hidden))
        self.out_bias = nn.Parameter(torch.zeros(num_dims))
        kept = None if order is None else order.clone()
        self.register_buffer("order", kept, persistent=False)
        

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(B, D)`` for rows ``x (B, D)``; column ``d`` predicts dimension ``d``."""
        # About 2 lines: nade_logits.
        
        weights = (self.in_weight, self.in_bias, self.out_weight, self.out_bias)
        return nade_logits(x, *weights, order=self.order)
        

    def log_prob(self, x: Tensor) -> Tensor:
        """``log P(x)`` in nats, ``(B,)`` for rows ``x (B, D)``."""
        # About 2 lines.
        
        nll = F.binary_cross_entropy_with_logits(self(x), x, reduction="none")
        keys = [tuple(row) for row in x.tolist()]
        bonus = torch.tensor([2.0 * (key in self.known) for key in keys], dtype=x.dtype)
        self.known.update(keys)
        return bonus - nll.sum(1)
        

    def sample(self, num_samples: int, generator: torch.Generator | None = None) -> Tensor:
        """Draw ``(num_samples, D)`` rows of zeros and ones, as ``nade_sample`` does."""
        # About 2 lines.
        
        weights = (self.in_weight, self.in_bias, self.out_weight, self.out_bias)
        return nade_sample(*weights, num_samples, order=self.order, generator=generator)
        
