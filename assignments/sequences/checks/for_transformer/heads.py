"""Causal attention with several heads, in float64, and what usual mistakes make of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

HIDDEN = True  # never released

# B, T, D and heads: all unequal, all equal, one head, one entry a head, one of each.
SIZES = (
    *((2, 5, 6, 3), (3, 3, 3, 3), (4, 4, 4, 2), (3, 3, 3, 1), (1, 1, 4, 2)),
    *((2, 4, 8, 2), (1, 6, 2, 2), (5, 2, 1, 1), (2, 3, 12, 4)),
)
UNEVEN = ((6, 4), (4, 3), (5, 2), (3, 4), (9, 6))
OVERFLOW = said(
    "Scores may be large: exp overflows. Take off the largest first, or call torch.softmax."
)
SEES_LATER = said(
    "A later place still gets some weight where scores are large: fill with −inf, not with a "
    "number that scores may reach."
)


@dataclass(frozen=True)
class Heads:
    """One question, the arguments of `multi_head`."""

    x: Tensor
    w_q: Tensor
    w_k: Tensor
    w_v: Tensor
    w_o: Tensor
    num_heads: int = field(kw_only=True)

    @property
    def want(self) -> Tensor:
        """The answer, (B, T, D) float64."""
        return answer_of(**vars(self))

    def told(self, got: Tensor) -> str:
        """Return what is said of answers to large scores."""
        return OVERFLOW if got.isnan().any() else SEES_LATER

    def slips(self) -> SlipAnswers:
        """Return what mistakes answer."""
        swapped = replace(self, w_q=self.w_k, w_k=self.w_q)
        turned = (one.T for one in (self.w_q, self.w_k, self.w_v, self.w_o))
        all_turned = Heads(self.x, *turned, num_heads=self.num_heads)
        eye = torch.eye(self.x.shape[2], dtype=self.x.dtype)
        return {
            **self._of_masks(),
            **self._of_scales(),
            **self._of_joining(),
            "Matrices act as W x, so it is x @ W.T: yours is x @ W.": all_turned.want,
            "w_o is missing: it mixes the heads once they are joined.": replace(self, w_o=eye).want,
            "w_o acts as W x, too: joined @ w_o.T.": replace(self, w_o=self.w_o.T).want,
            "Queries and keys are swapped: q = w_q x looks, k = w_k x is looked at.": swapped.want,
            "One head sees all entries here: each head has its own scores and weights.": replace(
                self, num_heads=1
            ).want,
            "x is added to the answer: that is for the layer to do, not for attention.": (
                self.want + self.x.double()
            ),
        }

    def _of_masks(self) -> SlipAnswers:
        weights = Weights(self)
        free = weights.scores.softmax(-1)
        before = weights.scores.masked_fill(~weights.seen.tril(-1), -torch.inf).softmax(-1)
        turned = weights.scores.masked_fill(~weights.seen.T, -torch.inf).softmax(-1)
        return {
            "Places see later ones here: the mask is missing. Place t sees places up to "
            "t.": weights.joined(free),
            "Place t sees itself, too: your mask forbids it.": weights.joined(before.nan_to_num()),
            "The mask is turned round: place t sees places up to t, not from t on.": (
                weights.joined(turned)
            ),
            "Masked after the softmax: the weights no longer sum to one. Mask the "
            "scores.": weights.joined(free * weights.seen),
            "A masked score is made 0, and e⁰ = 1 is a weight, too: fill with "
            "−inf.": weights.joined((weights.scores * weights.seen).softmax(-1)),
            "The softmax runs over the queries: over the keys, the last dimension, it is "
            "due.": weights.joined(weights.filled.softmax(-2)),
            "The softmax runs over the heads: over the keys, the last dimension, it is "
            "due.": weights.joined(weights.filled.softmax(1).nan_to_num()),
            "All earlier places weigh the same here: the scores have no effect.": weights.joined(
                (weights.filled * 0).nan_to_num(nan=-torch.inf).softmax(-1)
            ),
        }

    def _of_scales(self) -> SlipAnswers:
        weights, size = Weights(self), self.x.shape[2] // self.num_heads
        scaled = {
            "Scores are divided by the root of a head's size D/num_heads, not of D.": self.num_heads
            ** -0.5,
            "Scores are not divided here: √(D/num_heads) is due.": size**0.5,
            "Scores are divided by √(D/num_heads): here it is D/num_heads.": size**-0.5,
            "Scores are divided by √(D/num_heads): here they are multiplied.": float(size),
            "Scores are divided by the root of a head's size, not of the number of heads.": (
                size / self.num_heads
            )
            ** 0.5,
        }
        return {
            told: weights.joined((weights.filled * by).softmax(-1)) for told, by in scaled.items()
        }

    def _of_joining(self) -> SlipAnswers:
        weights = Weights(self)
        heads, out = weights.filled.softmax(-1) @ weights.value, self.w_o.double().T
        batch, length, dim = self.x.shape
        every = torch.arange(dim).view(-1, self.num_heads).T.flatten()
        w_q, w_k, w_v = (one[every] for one in (self.w_q, self.w_k, self.w_v))
        woven = Weights(replace(self, w_q=w_q, w_k=w_k, w_v=w_v))
        apart = (woven.filled.softmax(-1) @ woven.value).transpose(1, 2).reshape(batch, length, dim)
        return {
            "Heads and places are mixed up when heads are joined: put (B, T, heads, size) in "
            "order before reshape.": heads.reshape(batch, length, dim) @ out,
            "Heads and places are mixed up when heads are split: view as (B, T, heads, size), "
            "then swap places and heads.": self._split_at_once() @ out,
            "The heads are joined in another order: head 0 first.": (
                heads.flip(1).transpose(1, 2).reshape(batch, length, dim) @ out
            ),
            "Head j owns a block of entries from j·D/num_heads on, not every num_heads-th "
            "one.": apart[..., every.argsort()] @ out,
            "Heads are woven into one another when joined: head 0's entries come first, then those "
            "of head 1.": heads.permute(0, 2, 3, 1).reshape(batch, length, dim) @ out,
        }

    def _split_at_once(self) -> Tensor:
        """Return heads that were made by (B, heads, T, size) at once, joined the right way."""
        weights = Weights(self)
        batch, length, dim = self.x.shape
        parts = (
            one.transpose(1, 2).reshape(batch, length, dim).view(batch, self.num_heads, length, -1)
            for one in (weights.query, weights.key, weights.value)
        )
        query, key, value = parts
        scores = query @ key.transpose(2, 3) / query.shape[3] ** 0.5
        heads = scores.masked_fill(~weights.seen, -torch.inf).softmax(-1) @ value
        found: Tensor = heads.transpose(1, 2).reshape(batch, length, dim)
        return found


class Weights:
    """The queries, keys, values (B, heads, T, size) of a question, and its scores."""

    def __init__(self, asked: Heads) -> None:
        """Compute them in float64."""
        x, batch, length = asked.x.double(), *asked.x.shape[:2]
        self.query, self.key, self.value = (
            (x @ w.double().T).view(batch, length, asked.num_heads, -1).transpose(1, 2)
            for w in (asked.w_q, asked.w_k, asked.w_v)
        )
        self.seen = torch.ones(length, length, dtype=torch.bool).tril()
        self.scores = self.query @ self.key.transpose(2, 3) / self.query.shape[3] ** 0.5
        self.filled = self.scores.masked_fill(~self.seen, -torch.inf)
        self._asked = asked

    def joined(self, weights: Tensor) -> Tensor:
        """Return the answer by these weights (B, heads, T, T)."""
        heads = (weights @ self.value).transpose(1, 2)
        return heads.reshape(self._asked.x.shape) @ self._asked.w_o.double().T


def answer_of(
    x: Tensor, w_q: Tensor, w_k: Tensor, w_v: Tensor, w_o: Tensor, num_heads: int
) -> Tensor:
    """Return the answer, for its gradients, too."""
    weights = Weights(Heads(x, w_q, w_k, w_v, w_o, num_heads=num_heads))
    return weights.joined(weights.filled.softmax(-1))


def drawn_heads(ctx: Context, dtype: torch.dtype) -> Iterator[Heads]:
    """Draw questions of all sizes."""
    for batch, length, dim, heads in SIZES:
        x = ctx.randn(batch, length, dim, dtype=dtype)
        weights = (1.5 * ctx.randn(dim, dim, dtype=dtype) / dim**0.5 for _ in range(4))
        yield Heads(x, *weights, num_heads=heads)


def large_heads(ctx: Context, dtype: torch.dtype) -> Iterator[Heads]:
    """Draw scores up to some ±8,000, of whole numbers; later places score far above all earlier."""
    for heads in (4, 1):  # heads of one entry, and of four
        size = 4 // heads
        height = torch.tensor([-28.0, -28, -14, -5, 0, 28])
        little = ctx.randint(3, 2, 6, 4)
        x = (height.view(1, 6, 1) + little).to(dtype)
        eye = torch.eye(4, dtype=dtype)
        turned = ctx.one_of((1.0, 2.0))
        yield Heads(
            x, turned * eye * size**0.5, -eye, ctx.randn(4, 4, dtype=dtype), eye, num_heads=heads
        )
