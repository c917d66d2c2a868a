"""The whole matrix of derivatives of the softmax."""

import torch
import torch.nn.functional as F


def optimal_discriminator(p, q):
    both = torch.stack([p, q])
    empty = both.sum(0) == 0
    return (both[0] + 0.5 * empty) / (both.sum(0) + 1.0 * empty)


def game_value(p, q, logits):
    zero = torch.zeros((), dtype=logits.dtype)
    real = torch.where(p > 0, logits, zero)
    fake = torch.where(q > 0, -logits, zero)
    return (p * F.logsigmoid(real) + q * F.logsigmoid(fake)).sum()


def jensen_shannon(p, q):
    m = (p + q) / 2
    safe = torch.where(m > 0, m, torch.ones_like(m))
    kl = torch.xlogy(p, p / safe).sum() + torch.xlogy(q, q / safe).sum()
    return kl / 2


def generator_gradient(theta, logits, kind="non_saturating"):
    losses = {"saturating": lambda l: F.logsigmoid(-l), "non_saturating": lambda l: -F.logsigmoid(l)}
    if kind not in losses:
        raise ValueError("saturating or non_saturating")
    q = theta.detach().double().softmax(0)
    jacobian = torch.diag(q) - torch.outer(q, q)
    return (jacobian @ losses[kind](logits.detach().double())).to(theta.dtype)
