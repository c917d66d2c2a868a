"""KL by torch's own function, the value by two terms of a cross-entropy."""

import torch
import torch.nn.functional as F


def optimal_discriminator(p, q):
    return torch.where((p == 0) & (q == 0), torch.full_like(p, 0.5), p / (p + q).clamp(min=1e-300 if p.dtype == torch.float64 else 1e-38))


def game_value(p, q, logits):
    terms = torch.stack([F.logsigmoid(logits), F.logsigmoid(-logits)])
    mass = torch.stack([p, q])
    return (mass * terms.masked_fill(mass == 0, 0.0)).sum()


def jensen_shannon(p, q):
    m = (p + q) / 2
    log_m = torch.where(m > 0, m, torch.ones_like(m)).log()
    return (F.kl_div(log_m, p, reduction="sum") + F.kl_div(log_m, q, reduction="sum")) / 2


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind == "non_saturating":
        cost = F.binary_cross_entropy_with_logits(logits.double(), torch.ones_like(logits).double(), reduction="none")
    elif kind == "saturating":
        cost = -F.binary_cross_entropy_with_logits(logits.double(), torch.zeros_like(logits).double(), reduction="none")
    else:
        raise ValueError(kind)
    q = F.softmax(theta.double(), dim=-1)
    return (q * cost - q * torch.sum(q * cost)).detach().to(theta.dtype)
