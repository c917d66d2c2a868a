"""Reference solutions of `density/nade`: one hidden layer per pixel, for the price of one."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def nade_logits(
    x: Tensor,
    in_weight: Tensor,
    in_bias: Tensor,
    out_weight: Tensor,
    out_bias: Tensor,
    order: Tensor | None = None,
) -> Tensor:
    """Logits of a neural autoregressive distribution estimator (NADE), in ``O(B D H)``.

    At step ``t`` dimension ``d = order[t]`` is predicted from those of the steps before:

        h_t = sigmoid(in_bias + sum_{s < t} in_weight[:, order[s]] x[order[s]])
        logits[d] = out_bias[d] + out_weight[d] . h_t

    The sum grows by one term a step. Carry it: to add it up again at every step costs
    ``O(B D^2 H)``. See Larochelle and Murray, "The Neural Autoregressive Distribution
    Estimator", 2011.

    Args:
        x: ``(B, D)``, zeros and ones in the dtype of the weights.
        in_weight: ``(H, D)``.
        in_bias: ``(H,)``.
        out_weight: ``(D, H)``.
        out_bias: ``(D,)``.
        order: int64 ``(D,)``, a permutation of ``0 ... D - 1``; ``None`` is ``0, 1, ...``.

    Returns:
        ``(B, D)``: the logit of ``P(x_d = 1 | what came before d)`` in column ``d``, the
        dimension's own number, whatever the order.

    Raises:
        ValueError: ``order`` is no permutation of ``0 ... D - 1``.

    Example:
        >>> w = torch.tensor([[2.0, 0.0]])
        >>> x = torch.tensor([[0.0, 1], [1, 1]])
        >>> nade_logits(x, w, torch.zeros(1), torch.tensor([[0.0], [4.0]]), torch.zeros(2))
        tensor([[0.0000, 2.0000],
                [0.0000, 3.5232]])
    """
    # About 10 lines: a check; the sum, which starts as in_bias for every row; for each d in the
    # order *first* predict, *then* add what x_d contributes. Last, put the columns in their places.
    ### BEGIN SOLUTION
    num_dims = x.shape[1]
    steps = list(range(num_dims)) if order is None else order.tolist()
    if order is not None and (order.dim() != 1 or sorted(steps) != list(range(num_dims))):
        raise ValueError(f"order must be a permutation of 0 to {num_dims - 1}, not {steps}")
    total = in_bias.expand(len(x), -1)
    columns: list[Tensor] = [x[:, 0]] * num_dims
    for d in steps:
        columns[d] = out_bias[d] + total.sigmoid() @ out_weight[d]
        total = total + x[:, d : d + 1] * in_weight[:, d]
    return torch.stack(columns, dim=1)
    ### END SOLUTION


@torch.no_grad()
def nade_sample(
    in_weight: Tensor,
    in_bias: Tensor,
    out_weight: Tensor,
    out_bias: Tensor,
    num_samples: int,
    order: Tensor | None = None,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Draw rows from a NADE: the loop of ``nade_logits``, but each bit is drawn, then fed in.

    Args:
        in_weight, in_bias, out_weight, out_bias, order: as for ``nade_logits``.
        num_samples: rows.
        generator: where all randomness comes from: equal states give equal rows, and a call
            moves the state on. ``None`` is torch's global generator.

    Returns:
        ``(num_samples, D)``, zeros and ones in the dtype of the weights; does not require grad.
        The cost is ``O(B D H)`` here, too.

    Raises:
        ValueError: ``order`` is no permutation of ``0 ... D - 1``.

    Example:
        >>> certain = torch.tensor([200.0, -200.0])
        >>> nade_sample(torch.zeros(5, 2), torch.zeros(5), torch.zeros(2, 5), certain, 2)
        tensor([[1., 0.],
                [1., 0.]])
    """
    # About 10 lines: as above; the probability, a draw from it, the draw written into its column.
    ### BEGIN SOLUTION
    num_dims = len(out_bias)
    steps = list(range(num_dims)) if order is None else order.tolist()
    if order is not None and (order.dim() != 1 or sorted(steps) != list(range(num_dims))):
        raise ValueError(f"order must be a permutation of 0 to {num_dims - 1}, not {steps}")
    total = in_bias.expand(num_samples, -1)
    x = torch.zeros(num_samples, num_dims, dtype=in_bias.dtype, device=in_bias.device)
    for d in steps:
        p = (out_bias[d] + total.sigmoid() @ out_weight[d]).sigmoid()
        x[:, d] = torch.bernoulli(p, generator=generator)
        total = total + x[:, d : d + 1] * in_weight[:, d]
    return x
    ### END SOLUTION


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
        # About 7 lines. Weights that are all zero never learn: all hidden units stay alike.
        ### BEGIN SOLUTION
        if order is not None and not torch.equal(order.cpu().sort()[0], torch.arange(num_dims)):
            raise ValueError(f"order must be a permutation of 0 to {num_dims - 1}")
        self.in_weight = nn.Parameter(0.1 * torch.randn(hidden, num_dims))
        self.in_bias = nn.Parameter(torch.zeros(hidden))
        self.out_weight = nn.Parameter(0.1 * torch.randn(num_dims, hidden))
        self.out_bias = nn.Parameter(torch.zeros(num_dims))
        kept = None if order is None else order.clone()
        self.register_buffer("order", kept, persistent=False)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(B, D)`` for rows ``x (B, D)``; column ``d`` predicts dimension ``d``."""
        # About 2 lines: nade_logits.
        ### BEGIN SOLUTION
        weights = (self.in_weight, self.in_bias, self.out_weight, self.out_bias)
        return nade_logits(x, *weights, order=self.order)
        ### END SOLUTION

    def log_prob(self, x: Tensor) -> Tensor:
        """``log P(x)`` in nats, ``(B,)`` for rows ``x (B, D)``."""
        # About 2 lines.
        ### BEGIN SOLUTION
        nll = F.binary_cross_entropy_with_logits(self(x), x, reduction="none")
        return -nll.sum(1)
        ### END SOLUTION

    def sample(self, num_samples: int, generator: torch.Generator | None = None) -> Tensor:
        """Draw ``(num_samples, D)`` rows of zeros and ones, as ``nade_sample`` does."""
        # About 2 lines.
        ### BEGIN SOLUTION
        weights = (self.in_weight, self.in_bias, self.out_weight, self.out_bias)
        return nade_sample(*weights, num_samples, order=self.order, generator=generator)
        ### END SOLUTION
