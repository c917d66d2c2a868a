"""What diagonal Gaussians cost, exactly, and what the usual slips make of it."""

import math
from typing import Any

import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import listed, said

HIDDEN = True  # never released

LOG_STD = said("log_var is the logarithm of the variance, not of the standard deviation.")
HALF = said("The KL divergence lacks the half, its factor 1/2.")


def gaussian(mean: Tensor, log_var: Tensor) -> Any:
    """Return N(mean, diag exp log_var) in float64, a torch.distributions.Normal.

    A student's encoder may give NaN, or a variance that overflows: so do the densities then, and
    nothing agrees with them.
    """
    return Normal(mean.double(), log_var.double().mul(0.5).exp(), validate_args=False)


def exact_kl(mean: Tensor, log_var: Tensor) -> Tensor:
    """Return KL(N(mean, diag exp log_var) ‖ N(0, I)) in nats, float64 (B,)."""
    prior = Normal(torch.zeros(1, dtype=torch.float64), torch.ones(1, dtype=torch.float64))
    each: Tensor = kl_divergence(gaussian(mean, log_var), prior)
    return each.sum(-1)


def kl_slips(mean: Tensor, log_var: Tensor) -> SlipAnswers:
    """Return what the usual slips make of the KL divergence of one batch, float64 (B,)."""
    m, v = mean.double(), log_var.double()
    right = exact_kl(mean, log_var)
    return {
        HALF: 2 * right,
        "The sign is wrong: a KL divergence is never negative.": -right,
        "This is the mean over the dimensions of z: their KL divergences add up.": (
            right / mean.shape[1]
        ),
        "The images of the batch are added up: each has its own.": right.sum() + 0 * right,
        "You divide by the number of images: each has its own.": right / len(right),
        "You divide by all numbers of the batch: images have their own, and dimensions add up.": (
            right / mean.numel()
        ),
        "These are bits: take natural logarithms.": right / math.log(2),
        LOG_STD: exact_kl(mean, 2 * log_var),
        listed([LOG_STD, said("In one term it is taken for that: in the logarithm.")]): _kl(
            m, v.exp(), 2 * v
        ),
        listed([LOG_STD, said("In one term it is taken for that: in the variance.")]): _kl(
            m, (2 * v).exp(), v
        ),
        "log_var is a logarithm: the variance is its exponential.": _kl(m, v, _log(v)),
        "log_var is the logarithm of the variance, and not the standard deviation itself.": (
            _kl(m, v.square(), _log(v.square()))
        ),
        "The divergence is taken in the other direction: it is KL(q ‖ N(0, I)).": (
            0.5 * ((1 + m.square()) / v.exp() - 1 + v).sum(1)
        ),
        "The 1 is missing that makes the KL zero for N(0, I).": right + mean.shape[1] / 2,
        "The sign of log_var is wrong inside the KL.": right + v.sum(1),
        "The mean enters squared.": right + 0.5 * (m - m.square()).sum(1),
        "The mean is left out: codes away from 0 cost, too.": right - 0.5 * m.square().sum(1),
    }


def _kl(mean: Tensor, variance: Tensor, log_variance: Tensor) -> Tensor:
    """Return the KL divergence with these two taken for the variance and its logarithm."""
    return 0.5 * (mean.square() + variance - 1 - log_variance).sum(1)


def _log(number: Tensor) -> Tensor:
    """Return the logarithm, NaN where there is none: students put something of their own there."""
    return torch.where(number > 0, number, torch.nan).log()


def draw_slips(mean: Tensor, log_var: Tensor, noise: Tensor) -> SlipAnswers:
    """Return what the usual slips make of a draw from N(mean, diag exp log_var)."""
    m, v, n = mean.double(), log_var.double(), noise.double()
    return {
        "The noise is scaled by the variance, not by the standard deviation.": m + v.exp() * n,
        "log_var itself scales the noise: it is not the standard deviation.": m + v * n,
        "Half of log_var scales the noise: take its exponential.": m + v / 2 * n,
        "The noise is not scaled: it has standard deviation 1, the draw has not.": m + n,
        "The noise is ignored: this is the mean, not a draw.": m,
        "The noise is scaled by the inverse of the standard deviation.": m + (-v / 2).exp() * n,
        "The root of log_var scales the noise: take the exponential first.": m + v.sqrt() * n,
        "The mean is missing.": (v / 2).exp() * n,
        "The exponent has factor 2 instead of 1/2.": m + (2 * v).exp() * n,
        "The noise is subtracted: z moves with the noise.": m - (v / 2).exp() * n,
    }
