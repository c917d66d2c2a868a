"""What the usual mistakes make of a fully visible sigmoid belief network, and of its gradient."""

import math
from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

WHOLE = said(
    "The whole weight counts, but only j < i counts: cut it at every call, since an optimiser "
    "fills it again."
)


def logits_of(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Return the right logits, (B, D)."""
    return x @ weight.tril(-1).T + bias


def log_prob_of(x: Tensor, logits: Tensor) -> Tensor:
    """Return log P of rows by their logits, (B,)."""
    return F.logsigmoid((2 * x - 1) * logits).sum(1)


def logits_slips(x: Tensor, weight: Tensor, bias: Tensor) -> SlipAnswers:
    """Return the logits (B, D) that mistakes make."""
    right = logits_of(x, weight, bias)
    return {
        "Pixel i sees itself: only j < i counts.": x @ weight.tril().T + bias,
        WHOLE: x @ weight.T + bias,
        "The upper triangle is kept: the lower one predicts.": x @ weight.triu(1).T + bias,
        "The upper triangle is kept, and the diagonal: the lower one predicts.": (
            x @ weight.triu().T + bias
        ),
        "The weight is transposed: row i predicts pixel i.": x @ weight.tril(-1) + bias,
        "The weight is transposed before it is cut: row i predicts pixel i.": (
            x @ weight.T.tril(-1).T + bias
        ),
        "The weight is transposed, and not cut: row i predicts pixel i.": x @ weight + bias,
        "bias_i is added to every logit of pixel i.": right - bias,
        "bias_i is added to every logit of pixel i, not taken off.": right - 2 * bias,
        "It counts all earlier pixels, not the last alone.": (
            x @ weight.tril(-1).triu(-1).T + bias
        ),
        "The pixel just before counts, too: all j < i do.": x @ weight.tril(-2).T + bias,
        "Bits are zeros and ones: do not turn them into −1 and 1.": (
            (2 * x - 1) @ weight.tril(-1).T + bias
        ),
        "forward gives logits, not probabilities.": right.sigmoid(),
        "The sign of the logits is turned round.": -right,
    }


def log_prob_slips(
    x: Tensor, weight: Tensor, bias: Tensor, want: Tensor, got: Tensor
) -> SlipAnswers:
    """Return the log-probabilities (B,) that mistakes make."""
    right = logits_of(x, weight, bias)
    other = {text: log_prob_of(x, logits) for text, logits in logits_slips(x, weight, bias).items()}
    off = (got - want).median()
    return {
        "These are bits, no nats.": want / math.log(2),
        "The sign is turned round.": -want,
        "This is a mean: add up.": want / x.shape[1],
        "Zeros cost, too.": (x * F.logsigmoid(right)).sum(1),
        "Ones cost, too.": ((1 - x) * F.logsigmoid(-right)).sum(1),
        "The logit is that of a one: zero and one are swapped.": log_prob_of(1 - x, right),
        **other,
        "All rows cost one number too many.": want + off,
    }


def gradient_of(x: Tensor, weight: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
    """Return the gradient of the mean log-likelihood, (D, D) and (D,), by differentiating it."""
    parameters = [weight.clone().requires_grad_(), bias.clone().requires_grad_()]
    mean = log_prob_of(x, logits_of(x, *parameters)).mean()
    by_weight, by_bias = torch.autograd.grad(mean, parameters)
    return by_weight, by_bias


def gradient_slips(x: Tensor, weight: Tensor, bias: Tensor) -> Mapping[str, Tensor]:
    """Return what mistakes make of both gradients, one after the other in one row."""
    own, by_bias = gradient_of(x, weight, bias)
    logits, rows, dims = logits_of(x, weight, bias), *x.shape
    p, whole = logits.sigmoid(), (x @ weight.T + bias).sigmoid()
    full = (x - p).T @ x / rows
    slips: Mapping[str, tuple[Tensor, Tensor]] = {
        said("The sign is turned round."): (-own, -by_bias),
        said("That is the gradient of the sum; the mean was asked."): (rows * own, rows * by_bias),
        said("For `weight`, that is the gradient of the sum; the mean was asked."): (
            rows * own,
            by_bias,
        ),
        said("For `bias`, that is the gradient of the sum; the mean was asked."): (
            own,
            rows * by_bias,
        ),
        said("This is divided by the number of dimensions."): (own / dims, by_bias / dims),
        said("The gradient of `weight` is divided by the number of dimensions."): (
            own / dims,
            by_bias,
        ),
        said("It must be zero on and above the diagonal."): (full, by_bias),
        said("It must be zero on and above the diagonal, on it, too."): (full.tril(), by_bias),
        said("The gradient of `weight` is transposed."): (full.T.tril(-1), by_bias),
        said("The gradient of `weight` is transposed after it is cut."): (own.T, by_bias),
        said("In the logits only j < i counts."): _of(x, x - whole),
        said("The surprise is x − p, p the sigmoid of the logit."): _of(x, x - logits),
        said("The surprise is x − p, p the sigmoid of the logit, not rounded."): (
            _of(x, x - p.round())
        ),
        said("There is no factor p (1 - p) here."): _of(x, (x - p) * p * (1 - p)),
        said("It is x_j that the surprise is multiplied by, and not p_j."): (
            ((x - p).T @ p).tril(-1) / rows,
            by_bias,
        ),
    }
    return {text: torch.cat([one.flatten(), two]) for text, (one, two) in slips.items()}


def _of(x: Tensor, surprise: Tensor) -> tuple[Tensor, Tensor]:
    """Return what comes of another surprise, (B, D)."""
    by_weight = torch.einsum("bi,bj->ij", surprise, x) / len(x)
    return by_weight.tril(-1), surprise.mean(0)
