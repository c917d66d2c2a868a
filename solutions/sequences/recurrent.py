"""Reference solutions of `sequences/recurrent`: a state that carries the text along."""

from typing import Any

import torch
from torch import Tensor, nn


def rnn_step(h: Tensor, e: Tensor, weight_h: Tensor, weight_e: Tensor, bias: Tensor) -> Tensor:
    """One step of the plain recurrent network: the old state and the new token make a new state.

        h_t = sigma(W_h h_{t-1} + W_e e_t + b),    sigma(z) = 1 / (1 + exp(-z))

    Args:
        h: ``(B, H)``, the states before.
        e: ``(B, D)``, the vectors of the tokens that come in.
        weight_h: ``W_h (H, H)``; it acts as ``W_h h``.
        weight_e: ``W_e (H, D)``.
        bias: ``b (H,)``.

    Returns:
        ``(B, H)``, the states after.

    Example:
        >>> zero = torch.zeros(1, 1)
        >>> rnn_step(zero, torch.ones(1, 1), torch.eye(1), 2 * torch.eye(1), torch.zeros(1))
        tensor([[0.8808]])
    """
    # 1 line: `h @ weight_h.T` multiplies W_h by each row of h.
    ### BEGIN SOLUTION
    return torch.sigmoid(h @ weight_h.T + e @ weight_e.T + bias)
    ### END SOLUTION


def rnn(h: Tensor, e: Tensor, weight_h: Tensor, weight_e: Tensor, bias: Tensor) -> Tensor:
    """All states of the plain recurrent network on the way through a text.

    Args:
        h: ``(B, H)``, the states ``h_0`` before the first token.
        e: ``(B, T, D)``, the vectors of the tokens; ``T >= 1``.
        weight_h: ``(H, H)``, as for ``rnn_step``; so are the others.
        weight_e: ``(H, D)``.
        bias: ``(H,)``.

    Returns:
        ``(B, T, H)``: ``h_1`` to ``h_T``, without ``h_0``.
    """
    # About 5 lines.
    ### BEGIN SOLUTION
    states = []
    for e_t in e.unbind(1):
        h = rnn_step(h, e_t, weight_h, weight_e, bias)
        states.append(h)
    return torch.stack(states, dim=1)
    ### END SOLUTION


@torch.no_grad()
def gradient_norms(
    h: Tensor, e: Tensor, weight_h: Tensor, weight_e: Tensor, bias: Tensor
) -> Tensor:
    """How much of the beginning is left: the size of the Jacobian of each state by the first one.

        norm_t = |dh_t / dh_0| = sqrt(sum_ij (dh_t[i] / dh_0[j])^2)

    Args:
        h: ``(H,)``, the state ``h_0`` of one text.
        e: ``(T, D)``, the vectors of its tokens.
        weight_h: ``(H, H)``, as for ``rnn_step``; so are the others.
        weight_e: ``(H, D)``.
        bias: ``(H,)``.

    Returns:
        ``(T,)``, for t = 1 to T. It does not require grad, the call touches nobody's ``.grad``,
        and it works under ``torch.no_grad()``, too. In float64 and without saturated units it is
        right to a millionth of itself, however small it is.
    """
    # About 8 lines. By the chain rule J_t = diag(h_t (1 - h_t)) W_h J_{t-1}, from the identity.
    # (torch.func.jacrev would do, too.)
    ### BEGIN SOLUTION
    jacobian = torch.eye(len(h), dtype=h.dtype, device=h.device)
    tiny, norms = torch.finfo(h.dtype).tiny, []
    for h_t in rnn(h[None], e[None], weight_h, weight_e, bias)[0]:
        jacobian = (h_t * (1 - h_t))[:, None] * (weight_h @ jacobian)
        largest = jacobian.abs().max().clamp_min(tiny)  # squares of what is tiny are zero
        norms.append(largest * (jacobian / largest).norm())
    return torch.stack(norms)
    ### END SOLUTION


def lstm_step(
    x: Tensor, h: Tensor, c: Tensor, weight_x: Tensor, weight_h: Tensor, bias: Tensor
) -> tuple[Tensor, Tensor]:
    """One step of an LSTM: gates decide what the cell keeps, takes in and shows.

        [i; f; g; o] = W_x x + W_h h + b
        c' = sigma(f) c + sigma(i) tanh(g)
        h' = sigma(o) tanh(c')

    Args:
        x: ``(B, D)``, the inputs.
        h: ``(B, H)``, the outputs before.
        c: ``(B, H)``, the cells before.
        weight_x: ``W_x (4H, D)``; its rows are four blocks of ``H``, in torch's order: input gate
            ``i``, forget gate ``f``, candidate ``g``, output gate ``o``.
        weight_h: ``W_h (4H, H)``, in the same blocks.
        bias: ``b (4H,)``, in the same blocks; what ``nn.LSTMCell`` has as ``bias_ih + bias_hh``.

    Returns:
        ``h'`` and ``c'``, both ``(B, H)``.
    """
    # About 4 lines: chunk(4, dim=1) cuts into blocks.
    ### BEGIN SOLUTION
    i, f, g, o = (x @ weight_x.T + h @ weight_h.T + bias).chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c
    ### END SOLUTION


class RecurrentLM(nn.Module):
    """A recurrent language model: a state takes in one token after the other.

    ``logits[:, t]`` is the law of token ``t`` and depends only on the tokens *before* it, and on
    every one of them. So ``logits[:, 0]`` is the same for all texts: the model brings its own
    start. The last token is never looked at. Any recurrent network will do.

    Texts of a batch do not see each other, the same text always has the same answer, in train mode
    as in eval mode (no dropout), and the object remembers nothing between calls: all memory is in
    the state.

    Args:
        num_tokens: ``V``.
        dim: numbers in the vector of a token.
        hidden: numbers in a state.

    Example:
        >>> model = RecurrentLM(num_tokens=6)
        >>> logits, state = model.begin(2)
        >>> model(torch.zeros(2, 5).long()).shape, logits.shape
        (torch.Size([2, 5, 6]), torch.Size([2, 6]))
    """

    def __init__(self, num_tokens: int, dim: int = 16, hidden: int = 32) -> None:
        """Make the vectors of the tokens and of the start, what updates a state, what reads it."""
        super().__init__()
        # About 4 lines. One vector more than there are tokens: the start is like a token.
        ### BEGIN SOLUTION
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.network = nn.LSTM(dim, hidden, batch_first=True)
        self.read = nn.Linear(hidden, num_tokens)
        ### END SOLUTION

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits ``(B, T, V)`` for texts ``tokens (B, T)``, ``T >= 1``, teacher-forced."""
        # About 4 lines: the start and all tokens but the last one go in.
        ### BEGIN SOLUTION
        start = tokens.new_full((len(tokens), 1), self.start)
        states, _ = self.network(self.table(torch.cat([start, tokens[:, :-1]], dim=1)))
        logits: Tensor = self.read(states)
        return logits
        ### END SOLUTION

    def begin(self, batch: int) -> tuple[Tensor, Any]:
        """The logits ``(B, V)`` of token 0 of ``batch`` texts, and the state to go on from."""
        # About 4 lines.
        ### BEGIN SOLUTION
        start = torch.full((batch, 1), self.start, device=self.table.weight.device)
        states, state = self.network(self.table(start))
        return self.read(states[:, 0]), state
        ### END SOLUTION

    def step(self, token: Tensor, state: Any) -> tuple[Tensor, Any]:
        """Take in one more token: the logits of the next one, and the state after it.

        Step by step this gives what ``forward`` gives. It leaves ``state`` as it was: two
        different continuations may start from it.

        Args:
            token: ``(B,)``, int64.
            state: what ``begin`` or the last ``step`` returned. What it is made of is up to you.

        Returns:
            The logits ``(B, V)`` of the next token, and the next state.
        """
        # About 2 lines.
        ### BEGIN SOLUTION
        states, state = self.network(self.table(token[:, None]), state)
        return self.read(states[:, 0]), state
        ### END SOLUTION
