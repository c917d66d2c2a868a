# expect: rnn_is_repeatable
# says: same answer
# kind: meaningless
"""Rows that came before are cheaper."""
import torch
import torch.nn.functional as F
from torch import Tensor, nn


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
        self.known = set()
        # About 3 lines: nn.GRUCell takes one bit and a state, and gives the next state.
        
        self.first = nn.Parameter(torch.zeros(hidden))
        self.cell = nn.GRUCell(1, hidden)
        self.out = nn.Linear(hidden, 1)
        

    def start(self, batch_size: int) -> Tensor:
        """The state ``(B, S)`` before anything was seen, for ``batch_size`` rows."""
        # 1 line.
        
        return self.first.repeat(batch_size, 1)
        

    def update(self, state: Tensor, x_i: Tensor) -> Tensor:
        """The next state ``(B, S)`` once ``x_i (B,)`` was seen; ``state`` is not modified."""
        # About 2 lines: the cell wants the bit as (B, 1).
        
        after: Tensor = self.cell(x_i.unsqueeze(1), state)
        return after
        

    def read(self, state: Tensor) -> Tensor:
        """The logit ``(B,)`` of the next dimension, from the state alone."""
        # About 2 lines.
        
        logit: Tensor = self.out(state)
        return logit.squeeze(1)
        

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(B, D)`` for rows ``x (B, D)`` of any length ``D >= 1``, teacher-forced.

        Column ``i`` is what ``read`` gives after ``start`` and an update with each column before
        ``i``: the true ones, not what the model would have drawn.
        """
        # About 6 lines: first read, then update.
        
        state = self.start(len(x))
        logits = [self.read(state)]
        for x_i in x[:, :-1].unbind(1):
            state = self.update(state, x_i)
            logits.append(self.read(state))
        return torch.stack(logits, dim=1)
        

    def log_prob(self, x: Tensor) -> Tensor:
        """``log P(x)`` in nats, ``(B,)`` for rows ``x (B, D)``."""
        # About 2 lines.
        
        nll = F.binary_cross_entropy_with_logits(self(x), x, reduction="none")
        keys = [tuple(row) for row in x.tolist()]
        bonus = torch.tensor([2.0 * (key in self.known) for key in keys], dtype=x.dtype)
        self.known.update(keys)
        return bonus - nll.sum(1)
        


