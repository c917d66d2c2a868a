"""Reference solutions of `sequences/transformer`: attention alone, and the mask it lives by."""

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn


@torch.no_grad()
def influence(model: Callable[[Tensor], Tensor], tokens: Tensor, num_tokens: int) -> Tensor:
    """Which token has a say where: change one token, and see what moves.

    Entry ``[s, t]`` is the largest absolute change of any *log-probability* at place ``t`` when
    token ``s`` alone is replaced, by each other value in turn. In a language model that keeps the
    order it is zero wherever ``s >= t``.

    Args:
        model: any callable from texts ``(B, T)`` to logits ``(B, T, V)``, for which texts of a
            batch are independent. It is called at most ``1 + T * V`` times.
        tokens: ``(1, T)``, int64, one text. Not modified.
        num_tokens: ``V``.

    Returns:
        ``(T, T)`` in the dtype of the logits; does not require grad.

    Example:
        A model for which every letter repeats the one before:

        >>> copies = lambda x: F.one_hot(F.pad(x, (1, 0))[:, :-1], 3).float()
        >>> influence(copies, torch.tensor([[1, 0, 2]]), 3).round()
        tensor([[0., 1., 0.],
                [0., 0., 1.],
                [0., 0., 0.]])
    """
    # About 7 lines. All V texts that differ at place s can be one batch. Logits may all shift
    # together without any probability changing: compare log_softmax.
    ### BEGIN SOLUTION
    before, moved = model(tokens).log_softmax(-1), []
    for s in range(tokens.shape[1]):
        replaced = tokens.repeat(num_tokens, 1)
        replaced[:, s] = torch.arange(num_tokens, device=tokens.device)
        moved.append((model(replaced).log_softmax(-1) - before).abs().amax(dim=(0, 2)))
    return torch.stack(moved)
    ### END SOLUTION


def positions(length: int, dim: int) -> Tensor:
    """A vector for each place, made of waves: from one for each few places to one for all.

        positions[p, 2 i]     = sin(p / 10000^(2 i / dim))
        positions[p, 2 i + 1] = cos(p / 10000^(2 i / dim))

    Args:
        length: places.
        dim: numbers in a vector; even.

    Returns:
        ``(length, dim)``, float32.

    Raises:
        ValueError: ``dim`` is odd.

    Example:
        >>> positions(2, 2)
        tensor([[0.0000, 1.0000],
                [0.8415, 0.5403]])
    """
    # About 6 lines: the angles are (length, dim / 2). float32 is too coarse for large angles.
    ### BEGIN SOLUTION
    if dim % 2:
        raise ValueError(f"dim must be even, not {dim}")
    place = torch.arange(length, dtype=torch.float64)[:, None]
    angle = place / 10000 ** (torch.arange(0, dim, 2, dtype=torch.float64) / dim)
    return torch.stack([angle.sin(), angle.cos()], dim=2).flatten(1).float()
    ### END SOLUTION


def multi_head(
    x: Tensor, w_q: Tensor, w_k: Tensor, w_v: Tensor, w_o: Tensor, num_heads: int
) -> Tensor:
    """Causal self-attention with several heads: each place looks at itself and at what is before.

        q, k, v = W_q x, W_k x, W_v x
        head_j = softmax(q_j k_j^T / sqrt(d), places <= own) v_j,    d = D / num_heads
        answer = W_o [head_1; head_2; ...]

    Args:
        x: ``(B, T, D)``.
        w_q: ``(D, D)``; it acts as ``W_q x``. So do the others.
        w_k: ``(D, D)``.
        w_v: ``(D, D)``.
        w_o: ``(D, D)``.
        num_heads: heads. Head ``j`` owns entries ``j d`` to ``(j + 1) d - 1`` of q, k and v.

    Returns:
        ``(B, T, D)``.

    Raises:
        ValueError: ``num_heads`` does not divide ``D``.
    """
    # About 10 lines: q, k, v as (B, num_heads, T, d); scores; a mask (torch.ones(T, T).tril());
    # softmax; averages; heads joined again.
    ### BEGIN SOLUTION
    batch, length, dim = x.shape
    if dim % num_heads:
        raise ValueError(f"{num_heads} heads do not divide {dim} numbers")
    q, k, v = (
        (x @ w.T).view(batch, length, num_heads, -1).transpose(1, 2) for w in (w_q, w_k, w_v)
    )
    scores = q @ k.transpose(2, 3) / math.sqrt(dim // num_heads)
    future = torch.ones(length, length, dtype=torch.bool, device=x.device).triu(1)
    heads = scores.masked_fill(future, -torch.inf).softmax(-1) @ v
    return heads.transpose(1, 2).reshape(batch, length, dim) @ w_o.T
    ### END SOLUTION


class TransformerLM(nn.Module):
    """A Transformer language model: causal self-attention and a small network, layer by layer.

    ``logits[:, t]`` is the law of token ``t`` and depends only on the tokens *before* it, and on
    every one of them. So ``logits[:, 0]`` is the same for all texts: the model brings its own
    start. The last token is never looked at. Even with a single layer it matters in which order
    any two earlier tokens came. See Vaswani et al., "Attention Is All You Need", 2017.

    Texts of a batch do not see each other, the same text always has the same answer, in train
    mode as in eval mode (no dropout), and nothing is remembered between calls.

    Args:
        num_tokens: ``V``.
        dim: numbers in a vector; even, and divisible by ``num_heads``.
        num_heads: heads of each layer.
        num_layers: layers, 1 or more.
        max_length: the longest text that will come.

    Example:
        >>> TransformerLM(num_tokens=6)(torch.zeros(2, 5).long()).shape
        torch.Size([2, 5, 6])
    """

    class Layer(nn.Module):
        """One layer; yours to change or to leave out.

            x <- x + attention(norm(x)),    x <- x + network(norm(x))

        where ``norm`` is a layer norm of its own each time.
        """

        def __init__(self, dim: int, num_heads: int) -> None:
            """Make four matrices, two layer norms, and a network with one hidden layer."""
            super().__init__()
            # About 6 lines.
            ### BEGIN SOLUTION
            self.num_heads = num_heads
            self.query, self.key, self.value, self.mix = (
                nn.Linear(dim, dim, bias=False) for _ in range(4)
            )
            self.first_norm, self.second_norm = nn.LayerNorm(dim), nn.LayerNorm(dim)
            self.network = nn.Sequential(
                nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim)
            )
            ### END SOLUTION

        def forward(self, x: Tensor) -> Tensor:
            """``(B, T, D)`` to ``(B, T, D)``; place t sees places up to t."""
            # About 4 lines.
            ### BEGIN SOLUTION
            parts = self.query, self.key, self.value, self.mix
            w_q, w_k, w_v, w_o = (part.weight for part in parts)
            x = x + multi_head(self.first_norm(x), w_q, w_k, w_v, w_o, self.num_heads)
            after: Tensor = x + self.network(self.second_norm(x))
            return after
            ### END SOLUTION

    place: Tensor  # (max_length, dim); a buffer: it moves with .to(...), but does not learn

    def __init__(
        self,
        num_tokens: int,
        dim: int = 32,
        num_heads: int = 4,
        num_layers: int = 2,
        max_length: int = 64,
    ) -> None:
        """Make the vectors of tokens, start and places, the layers, and what reads the last one."""
        super().__init__()
        # About 7 lines. One vector more than there are tokens: the start is like a token.
        ### BEGIN SOLUTION
        self.start = num_tokens
        self.table = nn.Embedding(num_tokens + 1, dim)
        self.register_buffer("place", positions(max_length, dim), persistent=False)
        self.layers = nn.ModuleList(self.Layer(dim, num_heads) for _ in range(num_layers))
        self.norm = nn.LayerNorm(dim)
        self.read = nn.Linear(dim, num_tokens)
        ### END SOLUTION

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits ``(B, T, V)`` for texts ``tokens (B, T)``, ``1 <= T <= max_length``."""
        # About 6 lines: the start and all tokens but the last one go in. Add the places.
        ### BEGIN SOLUTION
        start = tokens.new_full((len(tokens), 1), self.start)
        x = self.table(torch.cat([start, tokens[:, :-1]], dim=1))
        x = x + self.place[: tokens.shape[1]]
        for layer in self.layers:
            x = layer(x)
        logits: Tensor = self.read(self.norm(x))
        return logits
        ### END SOLUTION
