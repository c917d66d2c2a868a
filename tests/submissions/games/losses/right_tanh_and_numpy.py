"""D by a hyperbolic tangent's exponentials, the report by numpy."""

import numpy as np
import torch


def _log_d(l):
    return torch.minimum(l, torch.zeros_like(l)) - torch.log1p(torch.exp(-l.abs()))


def discriminator_loss(real_logits, fake_logits):
    return -_log_d(real_logits).mean() - _log_d(fake_logits * -1).mean()


def generator_loss(fake_logits, kind="non_saturating"):
    match kind:
        case "saturating":
            return _log_d(-fake_logits).mean()
        case "non_saturating":
            return -_log_d(fake_logits).mean()
        case _:
            raise ValueError("saturating or non_saturating")


@torch.no_grad()
def generator_slope(fake_logits, kind="non_saturating"):
    match kind:
        case "saturating":
            x = fake_logits
        case "non_saturating":
            x = -fake_logits
        case _:
            raise ValueError("saturating or non_saturating")
    return -torch.exp(_log_d(x))


def discriminator_report(real_logits, fake_logits):
    real = real_logits.detach().numpy().astype(np.float64)
    fake = fake_logits.detach().numpy().astype(np.float64)
    loss = np.logaddexp(0, -real).mean() + np.logaddexp(0, fake).mean()
    return {
        "real_right": float(np.heaviside(real, 0.5).mean()),
        "fake_right": float(np.heaviside(-fake, 0.5).mean()),
        "gain": float(np.log(4) - loss),
    }
