"""Means that follow earlier channels, and what the usual mistakes make of them."""

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Student

from ..shared.accuracy import require_close

HIDDEN = True


def followed(means: Tensor, coeffs: Tensor, r: Tensor, g: Tensor) -> Tensor:
    """Return m_R, m_G + α r and m_B + β r + γ g, float64 (B, K, 3, H, W); r and g (B, K, H, W)."""
    mean_r, mean_g, mean_b = means.double().unbind(2)
    alpha, beta, gamma = coeffs.double().unbind(2)
    return torch.stack([mean_r, mean_g + alpha * r, mean_b + beta * r + gamma * g], 2)


def right_means(means: Tensor, coeffs: Tensor, x: Tensor, num_values: int) -> Tensor:
    """Return what `channel_means` should answer, float64."""
    r, g, _ = (x.double() / (num_values - 1)).unsqueeze(1).expand(means.shape).unbind(2)
    return followed(means, coeffs, r, g)


def asked_means(student: Student, ctx: Context) -> Answer:
    """Ask `channel_means` about drawn numbers, by the names of its arguments."""
    means, coeffs = ctx.randn(2, 2, 2, 3, 3, 4)
    x = ctx.randint(7, 2, 3, 3, 4)
    answer: Answer = student.call("channel_means", means=means, coeffs=coeffs, x=x, num_values=7)
    return answer


def require_means(student: Student, ctx: Context) -> None:
    """Raise Failed unless `channel_means` is right, and keeps its arguments."""
    answer = asked_means(student, ctx)
    require_close(answer, right_means(**answer.named))


def means_slips(means: Tensor, coeffs: Tensor, x: Tensor, num_values: int) -> SlipAnswers:
    """Return what the usual mistakes answer to `channel_means`."""
    values = x.double().unsqueeze(1).expand(means.shape)
    r, g, _ = (values / (num_values - 1)).unbind(2)
    whole_r, whole_g, _ = values.unbind(2)
    mean_r, mean_g, _ = means.double().unbind(2)
    alpha, beta, gamma = coeffs.double().unbind(2)
    return {
        "G follows the *true* R: here it follows the predicted one, and B both.": followed(
            means, coeffs, mean_r, mean_g + alpha * mean_r
        ),
        "B follows the *true* G: here it follows G's mean.": followed(
            means, coeffs, r, mean_g + alpha * r
        ),
        "V counts: r and g are x / (V − 1), not x / 255.": followed(
            means, coeffs, whole_r / 255, whole_g / 255
        ),
        "r and g are x / (V − 1), not integers.": followed(means, coeffs, whole_r, whole_g),
        "r and g are x / (V − 1), not x / V.": followed(
            means, coeffs, whole_r / num_values, whole_g / num_values
        ),
        "r and g are x / (V − 1), in [0, 1], not in [−1, 1].": followed(
            means, coeffs, 2 * r - 1, 2 * g - 1
        ),
        "beta goes with R and gamma with G.": followed(
            means, torch.stack([alpha, gamma, beta], 2), r, g
        ),
        "The coefficients are used as they are: no tanh.": followed(means, coeffs.tanh(), r, g),
        "coeffs have no effect.": means.double(),
    }
