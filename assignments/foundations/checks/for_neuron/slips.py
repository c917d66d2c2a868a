"""What the usual mistakes answer to any data."""

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers

from ..shared.parts import row_of
from .cases import Data

HIDDEN = True  # never released


def predict_slips(x: Tensor, w: Tensor, b: Tensor) -> SlipAnswers:
    """Return what mistakes of `predict` answer."""
    right = x @ w + b
    return {
        "The bias is missing: it is added to every prediction.": right - b,
        "Add the bias once: this is once for each input.": (x * w + b).sum(1),
        "There is no activation here: negative answers are cut off.": right.clamp(min=0),
    }


def gradient_slips(data: Data) -> SlipAnswers:
    """Return what mistakes of `loss_and_gradient` answer, loss and gradients in one row."""
    count = len(data.x)
    errors = data.x @ data.w + data.b - data.y
    loss, by_w, by_b = errors.square().mean(), 2 * errors @ data.x / count, 2 * errors.mean()
    return {
        "The loss is the mean of the squares, without a factor of one half.": row_of(
            [loss / 2, by_w / 2, by_b / 2]
        ),
        "Half the gradient: the derivative of e² is 2e.": row_of([loss, by_w / 2, by_b / 2]),
        "Summed: with N rows the step is N times too long. Take means.": count
        * row_of([loss, by_w, by_b]),
        "Summed: with N rows the step is N times too long. The loss is a mean, so is its "
        "gradient.": row_of([loss, count * by_w, count * by_b]),
        "The gradient points the other way round: the error is prediction − target.": row_of(
            [loss, -by_w, -by_b]
        ),
        "A product of means: multiply each error by its own row first, then average.": row_of(
            [loss, 2 * errors.mean() * data.x.mean(0), by_b]
        ),
        "It is divided by the number of inputs, too: divide by N alone.": row_of(
            [loss, by_w / data.x.shape[1], by_b]
        ),
    }


def limit_slips(x: Tensor, want: Tensor) -> SlipAnswers:
    """Return what mistakes of `rate_limit` answer."""
    inputs = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    alone = len(x) / torch.linalg.matrix_norm(x, 2) ** 2
    return {
        "That is the limit for w alone; b moves, too.": alone,
        "The limit is 2 over the largest eigenvalue: this is 1 over it.": want / 2,
        "The second derivative of e² is 2: the Hessian is 2/N AᵀA.": 2 * want,
        "The loss is a mean over rows: divide AᵀA by N.": want / len(x),
        "The largest eigenvalue was asked for, not the sum of all.": len(x) / inputs.square().sum(),
    }


def fit_slips(data: Data) -> SlipAnswers:
    """Return what mistakes of `best_fit` answer, weights and bias in one row."""
    x, y = data.x, data.y
    mean, level = x.mean(0), y.mean()
    centred, height = x - mean, y - level
    together = torch.linalg.lstsq(centred, height[:, None]).solution[:, 0]
    apart = (centred * height[:, None]).sum(0) / centred.square().sum(0)
    origin = torch.linalg.lstsq(x, y[:, None]).solution[:, 0]
    return {
        "A fit through the origin: the bias is missing.": row_of([origin, torch.zeros_like(level)]),
        "The mean of y is the bias only where x is centred.": row_of([together, level]),
        "Weights are fitted together, not each input by itself.": row_of(
            [apart, level - mean @ apart]
        ),
    }
