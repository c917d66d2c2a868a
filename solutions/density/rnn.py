"""Reference solutions of `density/rnn`: a state that carries the whole past along."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def shift_right(x: Tensor) -> Tensor:
    """Zeros, then ``x`` without its last column: what each dimension may be told of its past.

    Args:
        x: ``(B, D)``; ``D >= 1``. Not modified.

    Returns:
        ``(B, D)`` in the dtype of ``x``; a new tensor.

    Example:
        >>> shift_right(torch.tensor([[5.0, 6, 7]]))
        tensor([[0., 5., 6.]])
    """
    # About 2 lines.
    ### BEGIN SOLUTION
    return torch.cat([torch.zeros_like(x[:, :1]), x[:, :-1]], dim=1)
    ### END SOLUTION


class RNNDensity(nn.Module):
    """A recurrent model: a state, updated by each dimension, from which the next one is read.

        state_0 = start,    logit_i = read(state_i),    state_{i+1} = update(state_i, x_i)

    Any network will do for ``start``, ``update`` and ``read``, and the state may be of any width
    ``S``. The object itself remembers nothing between calls: all memory is in the state.

    Args:
        hidden: units of the hidden layer.

    Example:
        >>> model = RNNDensity(hidden=8)
        >>> model(torch.ones(2, 5)).shape, model.read(model.start(2)).shape
        (torch.Size([2, 5]), torch.Size([2]))
    """

    def __init__(self, hidden: int = 32) -> None:
        """Make what updates the state, what reads it, and the state to start from."""
        super().__init__()
        # About 3 lines: nn.GRUCell takes one bit and a state, and gives the next state.
        ### BEGIN SOLUTION
        self.first = nn.Parameter(torch.zeros(hidden))
        self.cell = nn.GRUCell(1, hidden)
        self.out = nn.Linear(hidden, 1)
        ### END SOLUTION

    def start(self, batch_size: int) -> Tensor:
        """The state ``(B, S)`` before anything was seen, for ``batch_size`` rows."""
        # 1 line.
        ### BEGIN SOLUTION
        return self.first.repeat(batch_size, 1)
        ### END SOLUTION

    def update(self, state: Tensor, x_i: Tensor) -> Tensor:
        """The next state ``(B, S)`` once ``x_i (B,)`` was seen; ``state`` is not modified."""
        # About 2 lines: the cell wants the bit as (B, 1).
        ### BEGIN SOLUTION
        after: Tensor = self.cell(x_i.unsqueeze(1), state)
        return after
        ### END SOLUTION

    def read(self, state: Tensor) -> Tensor:
        """The logit ``(B,)`` of the next dimension, from the state alone."""
        # About 2 lines.
        ### BEGIN SOLUTION
        logit: Tensor = self.out(state)
        return logit.squeeze(1)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(B, D)`` for rows ``x (B, D)`` of any length ``D >= 1``, teacher-forced.

        Column ``i`` is what ``read`` gives after ``start`` and an update with each column before
        ``i``: the true ones, not what the model would have drawn.
        """
        # About 6 lines: first read, then update.
        ### BEGIN SOLUTION
        state = self.start(len(x))
        logits = [self.read(state)]
        for x_i in x[:, :-1].unbind(1):
            state = self.update(state, x_i)
            logits.append(self.read(state))
        return torch.stack(logits, dim=1)
        ### END SOLUTION

    def log_prob(self, x: Tensor) -> Tensor:
        """``log P(x)`` in nats, ``(B,)`` for rows ``x (B, D)``."""
        # About 2 lines.
        ### BEGIN SOLUTION
        nll = F.binary_cross_entropy_with_logits(self(x), x, reduction="none")
        return -nll.sum(1)
        ### END SOLUTION


def step_log_prob(model: RNNDensity, x: Tensor) -> Tensor:
    """``log P(x)`` by ``start``, ``read`` and ``update`` alone, one dimension after the other.

    Args:
        model: any object with these three methods. For each batch ``start`` is called once,
            ``read`` ``D`` times, ``update`` ``D - 1`` or ``D`` times.
        x: ``(B, D)``, zeros and ones in the dtype of the model; ``D >= 1``.

    Returns:
        ``(B,)``: nats; logits of ±10,000 are fine.
    """
    # About 7 lines: read, pay for x_i, update with x_i.
    ### BEGIN SOLUTION
    state = model.start(len(x))
    log_probs = []
    for i, x_i in enumerate(x.unbind(1)):
        if i:
            state = model.update(state, x[:, i - 1])
        cost = F.binary_cross_entropy_with_logits(model.read(state), x_i, reduction="none")
        log_probs.append(-cost)
    return torch.stack(log_probs, dim=1).sum(1)
    ### END SOLUTION


@torch.no_grad()
def step_sample(
    model: RNNDensity, num_samples: int, num_dims: int, generator: torch.Generator | None = None
) -> Tensor:
    """Draw rows by ``start``, ``read`` and ``update`` alone: what is drawn is what is fed in.

    Args:
        model: any object with these three methods, called as often as by ``step_log_prob``.
        num_samples: rows.
        num_dims: ``D``, at least 1.
        generator: where all randomness comes from: equal states give equal rows, and a call
            moves the state on. ``None`` is torch's global generator.

    Returns:
        ``(num_samples, num_dims)``, zeros and ones in the dtype that ``read`` gives; does not
        require grad.
    """
    # About 7 lines: read, draw, update with the bit that was drawn (not with its probability).
    ### BEGIN SOLUTION
    state = model.start(num_samples)
    drawn: list[Tensor] = []
    for _ in range(num_dims):
        if drawn:
            state = model.update(state, drawn[-1])
        drawn.append(torch.bernoulli(model.read(state).sigmoid(), generator=generator))
    return torch.stack(drawn, dim=1)
    ### END SOLUTION
