"""The game of two known laws in float64: its optimum, its value, and the generator's gradient."""

import torch.nn.functional as F
from torch import Tensor

HIDDEN = True  # never released

SATURATING, NON_SATURATING = "saturating", "non_saturating"
OTHER = {SATURATING: NON_SATURATING, NON_SATURATING: SATURATING}


def best_of(p: Tensor, q: Tensor) -> Tensor:
    """Return the D of each value, (V,), that minimises the discriminator's loss."""
    total = p.double() + q.double()
    return (p.double() / total).where(total > 0, 0.5)


def value_of(p: Tensor, q: Tensor, logits: Tensor) -> Tensor:
    """Return E_p log D + E_q log(1 − D), (); −inf where mass meets log 0."""
    p, q, logits = p.double(), q.double(), logits.double()
    real = F.logsigmoid(logits.where(p > 0, 0.0))
    fake = F.logsigmoid(-logits.where(q > 0, 0.0))
    return (p * real).sum() + (q * fake).sum()


def kl_of(p: Tensor, q: Tensor) -> Tensor:
    """Return KL(p || q), (); infinite where p has mass and q has none."""
    some = p > 0
    return (p[some] * (p[some].log() - q[some].log())).sum()


def divergence_of(p: Tensor, q: Tensor) -> Tensor:
    """Return the Jensen-Shannon divergence, ()."""
    p, q = p.double(), q.double()
    middle = (p + q) / 2
    return (kl_of(p, middle) + kl_of(q, middle)) / 2


def losses_of(logits: Tensor, kind: str) -> Tensor:
    """Return a generator's loss of each value, (V,)."""
    logits = logits.double()
    return F.logsigmoid(-logits) if kind == SATURATING else -F.logsigmoid(logits)


def gradient_of(theta: Tensor, logits: Tensor, kind: str = NON_SATURATING) -> Tensor:
    """Return the gradient of the expected loss by theta, (V,)."""
    q, losses = theta.double().softmax(0), losses_of(logits, kind)
    return q * (losses - (q * losses).sum())
