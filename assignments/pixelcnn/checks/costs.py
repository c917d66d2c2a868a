"""What images cost, by `torch.distributions`, and what the usual slips make of it."""

import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.distributions import Bernoulli, Categorical

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import listed, said

from .scaled import TURNED, scaled_mistakes, softmax_over

HIDDEN = True  # never released


def common_mistakes(cost: Tensor) -> SlipAnswers:
    """Return what the usual slips make of the right costs (B, C, H, W), in nats."""
    first, colour_mean = cost[:, :1].flatten(1).sum(1), cost.mean(1).flatten(1).sum(1)
    return {
        **scaled_mistakes(cost.flatten(1).sum(1), cost[0].numel()),
        "Only one channel is counted: sum over the channels, too.": first,
        "You take the mean over the channels: their costs add up.": colour_mean,
    }


def bernoulli_cost(logits: Tensor, x: Tensor) -> Tensor:
    """Return -log P(x) of each entry in float64, for P(x=1) = sigmoid(logits)."""
    # The logits may be a student's: of a NaN the cost is NaN, which agrees with nothing.
    known: Any = Bernoulli(logits=logits.double(), validate_args=False)
    cost: Tensor = -known.log_prob(x.double())
    return cost


def bernoulli_mistakes(logits: Tensor, x: Tensor) -> SlipAnswers:
    """Return what the usual slips would answer to these logits and images."""
    wide, bits = logits.double(), x.double()
    flipped = bernoulli_cost(logits, 1 - x)
    twice = bernoulli_cost(torch.sigmoid(wide), x)
    dark = F.softplus(-wide) * bits
    return {
        **common_mistakes(bernoulli_cost(logits, x)),
        "0 and 1 are swapped: the logit is that of P(x = 1).": flipped.flatten(1).sum(1),
        "The sigmoid is taken twice: these functions start from logits.": twice.flatten(1).sum(1),
        "Only the pixels that are 1 are counted: those that are 0 cost -log(1 - p).": (
            dark.flatten(1).sum(1)
        ),
    }


def from_sigmoid(logits: Tensor, x: Tensor) -> SlipAnswers:
    """Return what the loss that starts from a sigmoid makes of logits: its logarithm ends at
    -100.
    """
    cost = F.binary_cross_entropy(logits.sigmoid(), x, reduction="none").double()
    name = said(
        "`F.binary_cross_entropy` starts from the sigmoid, which rounds to 0 or 1, and cuts the "
        "logarithm off at -100: use the loss that starts from logits."
    )
    return {name: cost.flatten(1).sum(1)}


def categorical_cost(logits: Tensor, x: Tensor) -> Tensor:
    """Return -log P(x) of each entry in float64, for a softmax over dim 1 of (B, V, C, H, W)."""
    known: Any = Categorical(logits=logits.double().movedim(1, -1))
    cost: Tensor = -known.log_prob(x)
    return cost


def categorical_mistakes(logits: Tensor, x: Tensor) -> SlipAnswers:
    """Return what the usual slips would answer to these logits and images."""
    wide = logits.double()
    names = {
        0: said("images of the batch"),
        2: said("channels"),
        3: said("rows"),
        4: said("columns"),
    }
    chosen = {dim: _entry(F.log_softmax(wide, dim), x) for dim in names}
    rows = wide.reshape(-1, logits.shape[1])
    mixed = F.cross_entropy(rows, x.flatten(), reduction="none").view_as(x)
    reverse = categorical_cost(logits, logits.shape[1] - 1 - x)
    return {
        **common_mistakes(categorical_cost(logits, x)),
        **{softmax_over(names[dim]): -entry.flatten(1).sum(1) for dim, entry in chosen.items()},
        "The order of the values is reversed: x is an index along dimension 1.": (
            reverse.flatten(1).sum(1)
        ),
        "The numbers are mixed up: `reshape` keeps their order, so it cannot move the values last. "
        "Use `movedim` or `permute` first.": mixed.flatten(1).sum(1),
        "The softmax is taken twice: start from the logits.": (
            categorical_cost(wide.softmax(1), x).flatten(1).sum(1)
        ),
        "The logits are not normalised: subtract the logsumexp over the values.": (
            -_entry(wide, x).flatten(1).sum(1)
        ),
    }


def _entry(logits: Tensor, x: Tensor) -> Tensor:
    return logits.gather(1, x.unsqueeze(1)).squeeze(1)


def bits_mistakes(nll: Tensor, num_dims: int) -> SlipAnswers:
    """Return what the usual slips would answer."""
    wide, dims = nll.double(), num_dims
    return {
        "These are still nats: one bit is log 2 nats, so divide by log 2.": wide / dims,
        "These are bits per image: divide by the number of dimensions.": wide / math.log(2),
        "You multiply by log 2: a nat is more than a bit, so divide.": wide * math.log(2) / dims,
        "You multiply by the number of dimensions: divide.": wide * dims / math.log(2),
        "Divide by the number of dimensions once, not twice.": wide / math.log(2) / dims**2,
        "You divide by log 2 twice: once turns nats into bits.": wide / math.log(2) ** 2 / dims,
        "You divide by log 10: a bit is log 2 nats.": wide / math.log(10) / dims,
    }


def fvsbn_cost(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Return -log sigmoid(±(bias + weight x)) (B, D) in float64, with `weight` as it stands."""
    logits = x.double() @ weight.double().T + bias.double()
    return bernoulli_cost(logits, x)


def fvsbn_mistakes(x: Tensor, weight: Tensor, bias: Tensor) -> SlipAnswers:
    """Return what the usual misuses of `weight` would answer; the right one is not among them."""
    own = said("The diagonal is used: a dimension would see itself, and predict it perfectly.")
    full = said("The whole weight is used: only what lies strictly below its diagonal counts.")
    upper = said("The weights above the diagonal are used: dimension i may see only j < i.")
    late = said("The weight is cut and then transposed: dimension i would see only later ones.")
    wrong = {
        own: weight.tril(),
        full: weight,
        upper: weight.triu(1),
        TURNED: weight.T.tril(-1),
        listed([TURNED, said("Nor is it cut.")]): weight.T,
        late: weight.tril(-1).T,
        "The weights are ignored: the dimensions are not independent.": 0 * weight,
        "Only the dimension just before is seen: all earlier ones are.": weight.tril(-1).triu(-1),
    }
    slips = {name: fvsbn_cost(x, used, bias).sum(1) for name, used in wrong.items()}
    right = fvsbn_cost(x, weight.tril(-1), bias)
    return {
        **slips,
        "The bias is missing.": fvsbn_cost(x, weight.tril(-1), 0 * bias).sum(1),
        "The first dimension is not counted: it costs -log P(x_1), from its bias alone.": (
            right[:, 1:].sum(1)
        ),
        "The probabilities of the earlier dimensions are fed in: feed in their values x_j.": (
            fvsbn_fed_back(x, weight, bias).sum(1)
        ),
    }


def fvsbn_slips(want: Tensor, x: Tensor, weight: Tensor, bias: Tensor) -> SlipAnswers:
    """Return what a wrong unit, sum or sign, or a misuse of `weight` would answer."""
    return {**scaled_mistakes(want, x.shape[1]), **fvsbn_mistakes(x, weight, bias)}


def fvsbn_fed_back(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Return the costs (B, D) of a network that sees its own predictions instead of x."""
    wide, costs = bias.double(), torch.zeros_like(x, dtype=torch.float64)
    seen = torch.zeros_like(costs)
    for i in range(x.shape[1]):
        logit = seen[:, :i] @ weight[i, :i].double() + wide[i]
        seen[:, i] = logit.sigmoid()
        costs[:, i] = bernoulli_cost(logit, x[:, i])
    return costs
