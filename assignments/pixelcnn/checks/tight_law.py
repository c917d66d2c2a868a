"""A linear-Gaussian model, whose log p(x) and whose importance weights are known exactly."""

import math
from typing import Any

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from .gaussians import gaussian
from .tightness import drawn_noise

HIDDEN = True  # never released


def known_law() -> tuple[Tensor, float]:
    """Return log-weights (64, 100) and log p(x) of a linear-Gaussian model (probabilistic PCA).

    x = W z + noise, so p(x) is Gaussian and known. q is off on purpose, too wide and aside: with
    the exact posterior every weight would be p(x), and every K as good. The numbers are the same
    for everyone, so nothing here is left to chance.
    """
    weight, x = torch.tensor([[1.0, 0], [1, 1], [0, 1], [-1, 1]]).double(), torch.ones(4).double()
    every, noise = torch.eye(2).double(), 0.8
    covariance = weight @ weight.T + noise**2 * torch.eye(4).double()
    posterior = torch.linalg.inv(every + weight.T @ weight / noise**2)
    mean, std = posterior @ weight.T @ x / noise**2 + 0.6, posterior.diagonal().sqrt() * 1.6
    z = mean + std * drawn_noise()
    fit = gaussian(z @ weight.T, torch.tensor(2 * math.log(noise))).log_prob(x).sum(2)
    prior, known = gaussian(0 * z, 0 * z).log_prob(z), gaussian(mean, 2 * std.log()).log_prob(z)
    law: Any = MultivariateNormal(0 * x, covariance)
    return fit + (prior - known).sum(2), float(law.log_prob(x))
