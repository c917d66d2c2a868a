"""Reference solutions of `sequences/attention`: looking back instead of carrying along."""

import torch
from torch import Tensor, nn


def padding_mask(lengths: Tensor, size: int) -> Tensor:
    """Which places of a padded batch hold true tokens.

    Args:
        lengths: ``(B,)``, int64: the tokens of each text, 0 to ``size``.
        size: the places of the batch.

    Returns:
        ``(B, size)``, bool: True for a true token, False for padding.

    Example:
        >>> padding_mask(torch.tensor([2, 0]), 3)
        tensor([[ True,  True, False],
                [False, False, False]])
    """
    # 1 line.
    ### BEGIN SOLUTION
    return torch.arange(size, device=lengths.device) < lengths[:, None]
    ### END SOLUTION


def attention_weights(
    query: Tensor, keys: Tensor, allowed: Tensor | None = None, scale: float = 1.0
) -> Tensor:
    """How much each query attends to each key: a softmax over the keys.

        weights_{qk} = softmax_k(scale * query_q . key_k)

    Args:
        query: ``(B, Q, d)``.
        keys: ``(B, K, d)``.
        allowed: bool, broadcasts to ``(B, Q, K)``: which keys a query may attend to. ``None``:
            all.
        scale: what the products are multiplied by.

    Returns:
        ``(B, Q, K)``. A forbidden key has weight exactly 0, and the weights of the others sum to
        1. A query that may attend to nothing has weights 0, and finite gradients.

    Example:
        >>> query, keys = torch.zeros(1, 2, 4), torch.randn(1, 3, 4)
        >>> attention_weights(query, keys, torch.tensor([[True, True, False]] * 2)[None])
        tensor([[[0.5000, 0.5000, 0.0000],
                 [0.5000, 0.5000, 0.0000]]])
    """
    # About 5 lines: scores, what is forbidden among them lowered, the softmax. In a row of -inf
    # alone a softmax is NaN, and so is its gradient: torch.finfo(dtype).min is low enough.
    ### BEGIN SOLUTION
    scores = scale * query @ keys.transpose(1, 2)
    if allowed is None:
        return scores.softmax(-1)
    weights = scores.masked_fill(~allowed, torch.finfo(scores.dtype).min).softmax(-1)
    return weights.masked_fill(~allowed, 0)  # matters to rows with nothing allowed only
    ### END SOLUTION


def attend(
    query: Tensor,
    keys: Tensor,
    values: Tensor,
    allowed: Tensor | None = None,
    scale: float = 1.0,
) -> Tensor:
    """The context of each query: the average of the values by its attention weights.

    Args:
        query: ``(B, Q, d)``.
        keys: ``(B, K, d)``.
        values: ``(B, K, e)``, one for each key.
        allowed: bool, broadcasts to ``(B, Q, K)``; ``None``: all.
        scale: what the products are multiplied by.

    Returns:
        ``(B, Q, e)``; zeros for a query that may attend to nothing.
    """
    # 1 line.
    ### BEGIN SOLUTION
    return attention_weights(query, keys, allowed, scale) @ values
    ### END SOLUTION


class Seq2Seq(nn.Module):
    """An encoder and a decoder, joined by attention: a language model of target, given source.

    ``logits[:, t]`` is the law of target token ``t``. It depends on source and on target tokens
    *before* ``t`` only, and from ``t = 1`` on it depends on every one of them. The last target
    token is never looked at: the model brings its own start. What fills a source up behind its
    end, and how much of it there is, does not matter.

    Pairs of a batch do not see each other, and in eval mode the same pair always has the same
    answer. Any encoder and decoder will do, recurrent or not.

    Args:
        num_source: tokens of the source's language.
        num_target: tokens of the target's.
        dim: numbers in a vector.

    Example:
        >>> source, lengths = torch.tensor([[3, 1, 2], [4, 0, 0]]), torch.tensor([3, 1])
        >>> Seq2Seq(5, 7)(source, lengths, torch.zeros(2, 4).long()).shape
        torch.Size([2, 4, 7])
    """

    def __init__(self, num_source: int, num_target: int, dim: int = 16) -> None:
        """Make the vectors of both languages' tokens, the encoder, the decoder, what reads both."""
        super().__init__()
        # About 8 lines. The start of the target is like one more token.
        ### BEGIN SOLUTION
        self.start = num_target
        self.source_table = nn.Embedding(num_source, dim)
        self.target_table = nn.Embedding(num_target + 1, dim)
        self.encoder = nn.GRU(dim, dim, batch_first=True)
        self.decoder = nn.GRU(dim, dim, batch_first=True)
        self.join = nn.Linear(2 * dim, dim)
        self.read = nn.Linear(dim, num_target)
        ### END SOLUTION

    def forward(self, source: Tensor, lengths: Tensor, target: Tensor) -> Tensor:
        """Logits of target tokens, teacher-forced.

        Args:
            source: ``(B, S)``, int64. What stands at places ``lengths`` and later is padding.
            lengths: ``(B,)``, int64: the tokens of each source, 1 to ``S``.
            target: ``(B, T)``, int64; ``T >= 1``.

        Returns:
            ``(B, T, num_target)``.
        """
        # About 9 lines. An encoder that reads from the left never knows what comes after the end;
        # its *last* state does. Decoder states are queries, encoder states are keys and values.
        ### BEGIN SOLUTION
        true = padding_mask(lengths, source.shape[1])
        encoded, _ = self.encoder(self.source_table(torch.where(true, source, 0)))
        start = target.new_full((len(target), 1), self.start)
        before = torch.cat([start, target[:, :-1]], dim=1)
        states, _ = self.decoder(self.target_table(before))
        context = attend(states, encoded, encoded, true[:, None])
        joined = torch.tanh(self.join(torch.cat([states, context], dim=2)))
        logits: Tensor = self.read(joined)
        return logits
        ### END SOLUTION
