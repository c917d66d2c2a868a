"""Python's loops over samples, the sums kept as tensors."""

import math

import torch
import torch.nn.functional as F


def discriminator_loss(real_logits, fake_logits):
    loss = real_logits.new_zeros(())
    for logit in real_logits:
        loss = loss - F.logsigmoid(logit) / len(real_logits)
    for logit in fake_logits:
        loss = loss - F.logsigmoid(-logit) / len(fake_logits)
    return loss


def generator_loss(fake_logits, kind="non_saturating"):
    if kind not in ("non_saturating", "saturating"):
        raise ValueError("kind")
    each = []
    for logit in fake_logits:
        each.append(F.logsigmoid(-logit) if kind == "saturating" else -F.logsigmoid(logit))
    return torch.stack(each).mean()


def generator_slope(fake_logits, kind="non_saturating"):
    if kind not in ("non_saturating", "saturating"):
        raise ValueError("kind")
    sign = 1.0 if kind == "saturating" else -1.0
    values = []
    for l in fake_logits.detach().tolist():
        x = sign * l
        values.append(-1 / (1 + math.exp(-x)) if x >= 0 else -math.exp(x) / (1 + math.exp(x)))
    return torch.tensor(values, dtype=fake_logits.dtype)


def discriminator_report(real_logits, fake_logits):
    right = {"real": 0.0, "fake": 0.0}
    for name, logits, sign in (("real", real_logits, 1), ("fake", fake_logits, -1)):
        for l in logits.tolist():
            right[name] += 0.5 if l == 0 else float(sign * l > 0)
        right[name] /= len(logits)
    gain = math.log(4) - float(discriminator_loss(real_logits.double(), fake_logits.double()))
    return {"real_right": right["real"], "fake_right": right["fake"], "gain": gain}
