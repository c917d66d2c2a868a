"""Mixtures of products of coins: the truth, and what the usual mistakes make of it."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.slips import SlipAnswers

HIDDEN = True  # never released


def coins(x: Tensor, logits: Tensor) -> Tensor:
    """Return log P_k(x_i), (B, K, D) in the dtype of the logits."""
    sign = 2 * x.unsqueeze(1) - 1
    return F.logsigmoid(sign * logits)


def mixture_slips(x: Tensor, weight_logits: Tensor, logits: Tensor, want: Tensor) -> SlipAnswers:
    """Return what the usual mistakes make of a mixture."""
    each, weights = coins(x, logits), weight_logits.log_softmax(0)
    rows = each.sum(2)
    ones = F.logsigmoid(logits)
    return {
        "These are bits, no nats.": want / math.log(2),
        "The sign is turned round.": -want,
        "This is a mean: add up.": (weights + each.mean(2)).logsumexp(1),
        "This is a mean over the dimensions: add up.": want / x.shape[1],
        "One component is picked for the whole row, not for each pixel.": (
            (weights.unsqueeze(1) + each).logsumexp(1).sum(1)
        ),
        "That is a bound (Jensen): take the logarithm of the sum over components.": (
            (weights.exp() * rows).sum(1)
        ),
        "It is a sum over all components, not the best one.": (weights + rows).amax(1),
        "The weights of the components have no say.": (
            rows.logsumexp(1) - math.log(len(weight_logits))
        ),
        "The weights of the components are missing: they sum to one.": rows.logsumexp(1),
        **_weight_slips(weight_logits, rows),
        "Zeros cost, too.": (weights + (x.unsqueeze(1) * ones).sum(2)).logsumexp(1),
        "Zero and one are swapped: the logit is that of a one.": (
            (weights + coins(1 - x, logits).sum(2)).logsumexp(1)
        ),
        "Given a component, dimensions are independent coins: no softmax over them.": (
            _softmax_over_coins(x, weights, logits)
        ),
    }


def _weight_slips(weight_logits: Tensor, rows: Tensor) -> SlipAnswers:
    """Return what becomes of weights that are no softmax."""
    return {
        "Weights are the softmax of weight_logits: they sum to one.": (
            (weight_logits + rows).logsumexp(1)
        ),
        "Weights are the softmax of weight_logits, which are no probabilities themselves.": (
            (weight_logits.abs().log() + rows).logsumexp(1)
        ),
    }


def _softmax_over_coins(x: Tensor, weights: Tensor, logits: Tensor) -> Tensor:
    ones = logits.log_softmax(1)
    zeros = torch.log1p(-ones.exp().clamp(max=1 - 1e-6))
    each = torch.where(x.unsqueeze(1) > 0, ones, zeros)
    return (weights + each.sum(2)).logsumexp(1)
