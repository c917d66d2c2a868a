"""Value by value, in Python."""

import math

import torch
import torch.nn.functional as F


def optimal_discriminator(p, q):
    values = [a / (a + b) if a + b > 0 else 0.5 for a, b in zip(p.tolist(), q.tolist())]
    return torch.tensor(values, dtype=p.dtype)


def game_value(p, q, logits):
    total = logits.new_zeros(())
    for a, b, l in zip(p, q, logits):
        if a > 0:
            total = total + a * F.logsigmoid(l)
        if b > 0:
            total = total + b * F.logsigmoid(-l)
    return total


def jensen_shannon(p, q):
    total = 0.0
    for a, b in zip(p.tolist(), q.tolist()):
        m = (a + b) / 2
        if a > 0:
            total += 0.5 * a * math.log(a / m)
        if b > 0:
            total += 0.5 * b * math.log(b / m)
    return torch.tensor(total, dtype=p.dtype)


def generator_gradient(theta, logits, kind="non_saturating"):
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(kind)
    q = theta.detach().double().softmax(0).tolist()
    loss = []
    for l in logits.detach().double():
        loss.append((F.logsigmoid(-l) if kind == "saturating" else -F.logsigmoid(l)).item())
    mean = sum(a * b for a, b in zip(q, loss))
    return torch.tensor([a * (b - mean) for a, b in zip(q, loss)], dtype=theta.dtype)
