"""Reference solutions of `density/made`: a network in which no path leads to one's own answer."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def count_paths(masks: list[Tensor]) -> Tensor:
    """How many paths lead from each input to each output through weights that are kept.

    Args:
        masks: zeros and ones, ``(out, in)`` each; the first takes the ``D`` inputs, the last leads
            into the ``D`` outputs.

    Returns:
        ``(D, D)`` in the dtype of the masks: ``[i, j]`` counts the paths from input ``j`` to
        output ``i``. A model is autoregressive for sure if, sorted by the order, all that is not
        zero lies strictly below the diagonal.

    Example:
        >>> into, out = torch.ones(4, 2), torch.tensor([[0.0, 0, 0, 0], [1, 1, 1, 0]])
        >>> count_paths([into, out])
        tensor([[0., 0.],
                [3., 3.]])
    """
    # About 4 lines. What does a product of two such matrices count?
    ### BEGIN SOLUTION
    paths = torch.eye(masks[0].shape[1], dtype=masks[0].dtype, device=masks[0].device)
    for mask in masks:
        paths = mask @ paths
    return paths
    ### END SOLUTION


def made_degrees(
    num_dims: int, hidden_sizes: list[int] | tuple[int, ...], order: Tensor | None = None
) -> list[Tensor]:
    """A number for each unit: of how many dimensions, in the order, it may know.

    The input of dimension ``order[t]`` has degree ``t + 1``: it is the ``(t + 1)``-th to come.
    Hidden unit ``k`` of each layer has degree ``1 + k mod (D - 1)``: it may know the first so many
    dimensions of the order. (It could not help to know all ``D``.)

    Args:
        num_dims: ``D``, at least 2.
        hidden_sizes: units of each hidden layer, a list or tuple, perhaps empty.
        order: int64 ``(D,)``, a permutation of ``0 ... D - 1``; ``None`` is ``0, 1, ...``.

    Returns:
        A list of int64 tensors: ``(D,)`` for the inputs, then ``(size,)`` for each hidden layer.

    Raises:
        ValueError: ``order`` is no permutation of ``0 ... D - 1``.

    Example:
        Dimension 2 comes first, then 0, then 1.

        >>> made_degrees(3, [5], order=torch.tensor([2, 0, 1]))
        [tensor([2, 3, 1]), tensor([1, 2, 1, 2, 1])]
    """
    # About 7 lines: a check; degrees[order] = 1, 2, ..., D; then torch.arange(size) for each layer.
    ### BEGIN SOLUTION
    steps = torch.arange(num_dims)
    order = steps if order is None else order
    if order.shape != steps.shape or not torch.equal(order.sort().values, steps):
        raise ValueError(f"order must be a permutation of 0 to {num_dims - 1}")
    inputs = torch.empty_like(steps)
    inputs[order] = steps + 1
    return [inputs, *(1 + torch.arange(size) % (num_dims - 1) for size in hidden_sizes)]
    ### END SOLUTION


def made_masks(degrees: list[Tensor]) -> list[Tensor]:
    """Which weights of each layer are kept, from the degrees of its units.

    Into a hidden layer a weight is kept where ``degree(out) >= degree(in)``: nobody may know more
    than the ones it tells. Into the outputs, whose degrees are the inputs', it is kept where
    ``degree(out) > degree(in)``: a dimension must not know itself. See Germain et al.,
    "MADE: Masked Autoencoder for Distribution Estimation", 2015.

    Args:
        degrees: those of the inputs and of each hidden layer, as ``made_degrees`` returns them,
            or any other such numbers.

    Returns:
        ``len(degrees)`` masks, float32 zeros and ones, ``(out, in)`` as the weight of
        ``nn.Linear``; the last one leads into the outputs, ``(D, last size)``.

    Example:
        >>> made_masks([torch.tensor([1, 2, 3])])  # no hidden layer
        [tensor([[0., 0., 0.],
                [1., 0., 0.],
                [1., 1., 0.]])]
    """
    # About 5 lines: compare a column with a row, `out[:, None] >= inn`; the last one differs.
    ### BEGIN SOLUTION
    masks = []
    for layer in range(1, len(degrees)):
        masks.append((degrees[layer].unsqueeze(1) >= degrees[layer - 1]).float())
    return [*masks, (degrees[0].unsqueeze(1) > degrees[-1]).float()]
    ### END SOLUTION


class MADE(nn.Module):
    """A masked autoencoder: an ordinary network whose weights act only where the masks are one.

    The logit of ``order[t]`` depends on the dimensions ``order[0] ... order[t - 1]`` only: at the
    start, after optimiser steps, and after ``load_state_dict``. It depends on *all* of them if
    every hidden layer has at least ``D - 1`` units.

    Args:
        num_dims: ``D``, at least 2.
        hidden_sizes: units of each hidden layer; without any, this is an FVSBN.
        order: int64 ``(D,)``, a permutation of ``0 ... D - 1``; ``None`` is ``0, 1, ...``.

    Raises:
        ValueError: ``order`` is no permutation of ``0 ... D - 1``.

    Example:
        >>> MADE(num_dims=5, hidden_sizes=(16, 16))(torch.ones(2, 5)).shape
        torch.Size([2, 5])
    """

    def __init__(
        self,
        num_dims: int,
        hidden_sizes: list[int] | tuple[int, ...] = (64, 64),
        order: Tensor | None = None,
    ) -> None:
        """Build one nn.Linear a mask, and keep the masks."""
        super().__init__()
        # About 8 lines. A buffer moves with .to(...), but no optimiser changes it.
        ### BEGIN SOLUTION
        degrees = made_degrees(num_dims, hidden_sizes, order)
        self.order: list[int] = degrees[0].argsort().tolist()
        sizes = [len(units) for units in (*degrees, degrees[0])]
        self.layers = nn.ModuleList(map(nn.Linear, sizes[:-1], sizes[1:]))
        for number, mask in enumerate(made_masks(degrees)):
            self.register_buffer(f"mask{number}", mask, persistent=False)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(B, D)`` for rows ``x (B, D)``; column ``d`` predicts dimension ``d``."""
        # About 6 lines: F.linear with `weight * mask` at every call, a nonlinearity in between.
        ### BEGIN SOLUTION
        for number, layer in enumerate(self.layers):
            # Unlike ReLU, ELU is never shut: a hidden unit always passes on what it knows.
            x = F.elu(x) if number else x
            weight = layer.weight * self.get_buffer(f"mask{number}")  # type: ignore[operator]
            x = F.linear(x, weight, layer.bias)  # type: ignore[arg-type]
        return x
        ### END SOLUTION

    def log_prob(self, x: Tensor) -> Tensor:
        """``log P(x)`` in nats, ``(B,)`` for rows ``x (B, D)``."""
        # About 2 lines.
        ### BEGIN SOLUTION
        nll = F.binary_cross_entropy_with_logits(self(x), x, reduction="none")
        return -nll.sum(1)
        ### END SOLUTION

    @torch.no_grad()
    def sample(self, num_samples: int, generator: torch.Generator | None = None) -> Tensor:
        """Draw rows of zeros and ones, one dimension after the other, in the model's order.

        Args:
            num_samples: rows.
            generator: where all randomness comes from: equal states give equal rows, and a call
                moves the state on. ``None`` is torch's global generator.

        Returns:
            ``(num_samples, D)`` in the dtype of the parameters; does not require grad.
        """
        # About 6 lines: D passes. Of each pass only one column is read.
        ### BEGIN SOLUTION
        like = next(self.parameters())
        x = torch.zeros(num_samples, len(self.order), dtype=like.dtype, device=like.device)
        for d in self.order:
            x[:, d] = torch.bernoulli(self(x)[:, d].sigmoid(), generator=generator)
        return x
        ### END SOLUTION


def ensemble_log_prob(models: list[MADE] | tuple[MADE, ...], x: Tensor) -> Tensor:
    """The log of the *mean probability* that several models give to each row.

        log( 1/K sum_k P_k(x) )

    This is the exact log-likelihood of a mixture of the models with equal weights. The mean of the
    logarithms is less (Jensen), and no log-likelihood of any model.

    Args:
        models: a tuple or list of ``K >= 1`` objects with ``log_prob(x) -> (B,)``, such as MADEs
            of different orders. Each is asked once.
        x: ``(B, D)``, zeros and ones in the dtype of the models.

    Returns:
        ``(B,)``: nats; log-probabilities of -10,000 must not underflow.
    """
    # About 2 lines: as importance weights are averaged, without ever computing a probability.
    ### BEGIN SOLUTION
    log_probs = torch.stack([model.log_prob(x) for model in models])
    return log_probs.logsumexp(0) - math.log(len(models))
    ### END SOLUTION
