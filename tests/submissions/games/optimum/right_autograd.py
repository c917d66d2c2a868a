"""The gradient by autograd, in float64."""

import torch
import torch.nn.functional as F


def optimal_discriminator(p, q):
    return torch.nan_to_num(p / (p + q), nan=0.5)


def game_value(p, q, logits):
    safe_real = torch.where(p > 0, logits, torch.zeros_like(logits))
    safe_fake = torch.where(q > 0, logits, torch.zeros_like(logits))
    return torch.dot(p, -F.softplus(-safe_real)) - torch.dot(q, F.softplus(safe_fake))


def jensen_shannon(p, q):
    m = (p + q) / 2
    return (torch.special.entr(m) - torch.special.entr(p) / 2 - torch.special.entr(q) / 2).sum()


def generator_gradient(theta, logits, kind="non_saturating"):
    with torch.enable_grad():
        t = theta.detach().double().clone().requires_grad_(True)
        l = logits.detach().double()
        if kind == "saturating":
            each = F.logsigmoid(-l)
        elif kind == "non_saturating":
            each = -F.logsigmoid(l)
        else:
            raise ValueError(f"kind: {kind}")
        (gradient,) = torch.autograd.grad((t.softmax(0) * each).sum(), t)
    return gradient.to(theta.dtype).detach()
