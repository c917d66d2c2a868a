"""A NADE in float64, whatever is done wrong in it: the truth of hidden checks, and its slips."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers

from ..shared.draws import Drawing, usual_slips
from ..shared.mass import every_row

HIDDEN = True  # never released

NAMES = ("in_weight", "in_bias", "out_weight", "out_bias")


@dataclass(frozen=True)
class Weights:
    """The four weights of a NADE: (H, D), (H,), (D, H), (D,)."""

    in_weight: Tensor
    in_bias: Tensor
    out_weight: Tensor
    out_bias: Tensor

    @classmethod
    def drawn(
        cls, num_dims: int, hidden: int, draw: torch.Generator, scale: float = 1.0
    ) -> "Weights":
        """Draw weights from N(0, scale²), float64."""
        shapes = (hidden, num_dims), (hidden,), (num_dims, hidden), (num_dims,)
        return cls(*(scale * _randn(shape, draw) for shape in shapes))

    @classmethod
    def copying(cls, order: Tensor, hidden: int) -> "Weights":
        """Return weights by which one fair coin, the first in the order, decides all the others.

        The hidden units hold ±10, so a probability that is fed in gives no coin at all.
        """
        num_dims, first = len(order), int(order[0])
        into, out = _zeros(hidden, num_dims), torch.full((num_dims, hidden), 10.0 / hidden).double()
        into[:, first], out[first] = 20.0, 0.0
        bias = torch.full((num_dims,), -5.0).double()
        bias[first] = 0.0
        return cls(into, torch.full((hidden,), -10.0).double(), out, bias)

    def within(self, most: float, order: Tensor) -> "Weights":
        """Return the same weights, into the outputs made smaller where logits are beyond `most`."""
        every = every_row(len(self.out_bias))
        factor = min(1.0, most / float(walked(every, self, order).abs().max()))
        return replace(self, out_weight=factor * self.out_weight, out_bias=factor * self.out_bias)

    def to(self, dtype: torch.dtype) -> "Weights":
        """Return the same weights in another dtype."""
        return Weights(*(one.to(dtype) for one in self.tensors))

    @property
    def tensors(self) -> tuple[Tensor, ...]:
        """Return them in the order of the contract."""
        return self.in_weight, self.in_bias, self.out_weight, self.out_bias

    @property
    def named(self) -> dict[str, Any]:
        """Return them by their names."""
        return dict(zip(NAMES, self.tensors, strict=True))

    def logits(self, x: Tensor, order: Iterable[int] | Tensor | None = None) -> Tensor:
        """Return the logits (B, D) of rows (B, D), float64."""
        return walked(x, self, order)

    def drawing(self, order: Tensor) -> Drawing:
        """Return how rows are drawn from them in an order."""
        steps: tuple[int, ...] = tuple(order.tolist())
        return Drawing(lambda x: walked(x, self, steps), steps)

    def draw_slips(self, order: Tensor, elsewhere: str) -> Callable[[], Mapping[str, Tensor]]:
        """Return the laws of a sampler's mistakes; `elsewhere` is said of one without the order."""
        drawing = self.drawing(order)

        def slips() -> SlipAnswers:
            inverse, back = order.argsort(), order.flip(0)
            return {
                **usual_slips(drawing),
                elsewhere: self._chances(drawing, None),
                "order[t] is the dimension of step t; you used the step of dimension t.": (
                    self._chances(drawing, inverse)
                ),
                "The order is walked from its end.": self._chances(drawing, back),
                "Column d must hold dimension d: put the bits back.": drawing.permuted(),
            }

        return slips

    def _chances(self, drawing: Drawing, order: Tensor | None) -> Tensor:
        return drawing.chances(walked(drawing.every, self, order))


def walked(
    x: Tensor,
    weights: Weights,
    order: Iterable[int] | Tensor | None = None,
    *,
    squash: Callable[[Tensor], Tensor] = torch.sigmoid,
    carried: Callable[[Tensor, Tensor], Tensor] = lambda total, term: total + term,
    updates_first: bool = False,
    inputs: Iterable[int] | Tensor | None = None,
) -> Tensor:
    """Return the logits (B, D) of rows (B, D), float64.

    Args: `carried`, what becomes of the sum as a term comes; `inputs`, the dimension that is added
    at each step, where it is not the one that is predicted.
    """
    into, start, out, bias = weights.to(torch.float64).tensors
    x, num_dims = x.double(), len(bias)
    steps = range(num_dims) if order is None else [int(d) for d in order]
    added = steps if inputs is None else [int(d) for d in inputs]
    total, found = start.expand(len(x), -1), torch.empty_like(x)
    for d, seen in zip(steps, added, strict=True):
        term = x[:, seen : seen + 1] * into[:, seen]
        total = carried(total, term) if updates_first else total
        found[:, d] = bias[d] + squash(total) @ out[d]
        total = total if updates_first else carried(total, term)
    return found


def logit_slips(
    x: Tensor,
    in_weight: Tensor,
    in_bias: Tensor,
    out_weight: Tensor,
    out_bias: Tensor,
    order: Tensor | None = None,
) -> SlipAnswers:
    """Return what the usual mistakes answer to a call of `nade_logits`."""
    weights = Weights(in_weight, in_bias, out_weight, out_bias)
    mistaken = {
        **_order_slips(x, weights, torch.arange(x.shape[1]) if order is None else order),
        **_sum_slips(x, weights, order),
    }
    return {text: answer.to(in_bias.dtype) for text, answer in mistaken.items()}


def _order_slips(x: Tensor, weights: Weights, order: Tensor) -> SlipAnswers:
    right = walked(x, weights, order)
    return {
        "The order has no effect: it is walked as 0, 1, 2, …": walked(x, weights),
        "order[t] is the dimension of step t; you used the step of dimension t.": (
            walked(x, weights, order.argsort())
        ),
        "The order is walked from its end.": walked(x, weights, order.flip(0)),
        "Column d must hold dimension d: put the logits back.": right[:, order],
        "The order holds for the outputs, too: step t predicts dimension order[t].": (
            walked(x, weights, inputs=order)
        ),
        "x_d is multiplied by column d of in_weight: you took the column of the step.": walked(
            x, replace(weights, in_weight=weights.in_weight[:, order.argsort()]), order
        ),
        "out_bias[d] belongs to dimension d: you took that of the step.": walked(
            x, replace(weights, out_bias=weights.out_bias[order.argsort()]), order
        ),
    }


def _sum_slips(x: Tensor, weights: Weights, order: Tensor | None) -> SlipAnswers:
    start = weights.in_bias.double()
    unbiased = replace(weights, out_bias=torch.zeros_like(weights.out_bias))
    centred = replace(weights, in_bias=torch.zeros_like(weights.in_bias))
    first = walked(x[:1].expand_as(x), weights, order)
    carried = walked(
        x,
        weights,
        order,
        squash=lambda total: total.sigmoid(),
        carried=lambda total, term: total.sigmoid() + term,
    )
    return {
        "The sum already includes x_d when x_d is predicted.": (
            walked(x, weights, order, updates_first=True)
        ),
        "Carry the activation, not its sigmoid.": carried,
        "h is the sigmoid of the sum: here the sum itself is used.": (
            walked(x, weights, order, squash=lambda total: total)
        ),
        "h is the sigmoid of the sum: here it is its tanh.": (
            walked(x, weights, order, squash=torch.tanh)
        ),
        "The sum starts as in_bias, once: it is added at each step.": (
            walked(x, weights, order, carried=lambda total, term: total + term + start)
        ),
        "The sum starts as in_bias, once: it starts from zero.": walked(x, centred, order),
        "out_bias[d] is added to the logit.": walked(x, unbiased, order),
        "forward gives logits, not probabilities.": walked(x, weights, order).sigmoid(),
        "h depends on the sum of all earlier terms, not on the last one alone.": (
            walked(x, weights, order, carried=lambda total, term: start + term)
        ),
        "The result depends on other rows: the first one counts for all.": first,
    }


def _randn(shape: tuple[int, ...], draw: torch.Generator) -> Tensor:
    return torch.randn(shape, generator=draw, dtype=torch.float64)


def _zeros(*shape: int) -> Tensor:
    return torch.zeros(shape, dtype=torch.float64)
