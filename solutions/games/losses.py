"""Reference solutions of `games/losses`: what a discriminator and a generator minimise."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """How badly a discriminator tells real samples from fakes, in nats.

        -mean log D(real) - mean log(1 - D(fake)),    D = sigmoid(logit)

    The logistic loss of a classifier, with a mean of its own for each class. See Goodfellow et al.,
    "Generative Adversarial Nets", 2014.

    Args:
        real_logits: ``(N,)``, what the discriminator says of real samples.
        fake_logits: ``(M,)``, and of the generator's; ``M`` need not be ``N``.

    Returns:
        ``()`` in their dtype, without a factor 1/2. Logits of ±10,000 are fine, and so are their
        gradients.

    Example:
        A coin says 0 to everything. It pays log 2 for either kind.

        >>> print(f"{discriminator_loss(torch.zeros(2), torch.zeros(3)):.4f}")
        1.3863
    """
    # About 2 lines. 1 - sigmoid(l) is sigmoid(-l); F.logsigmoid is safe where log(sigmoid) is not.
    ### BEGIN SOLUTION
    return -F.logsigmoid(real_logits).mean() - F.logsigmoid(-fake_logits).mean()
    ### END SOLUTION


def generator_loss(fake_logits: Tensor, kind: str = "non_saturating") -> Tensor:
    """What a generator minimises, in nats: the mean over its samples.

    ====================  ==========
    ``kind``              one sample
    ====================  ==========
    ``"saturating"``      log(1 - D)
    ``"non_saturating"``  -log D
    ====================  ==========

    Args:
        fake_logits: ``(M,)``, what the discriminator says of the generator's samples.
        kind: one of these.

    Returns:
        ``()`` in the dtype of the logits, which may be ±10,000.

    Raises:
        ValueError: ``kind`` is another one.

    Example:
        >>> sure = torch.tensor([-4.0])  # the discriminator is sure: a fake
        >>> print(f"{generator_loss(sure, 'saturating'):.4f} {generator_loss(sure):.4f}")
        -0.0181 4.0181
    """
    # About 5 lines.
    ### BEGIN SOLUTION
    if kind == "saturating":
        return F.logsigmoid(-fake_logits).mean()
    if kind == "non_saturating":
        return -F.logsigmoid(fake_logits).mean()
    raise ValueError(f'kind is "saturating" or "non_saturating", not {kind!r}')
    ### END SOLUTION


def generator_slope(fake_logits: Tensor, kind: str = "non_saturating") -> Tensor:
    """How strongly each sample's own loss pulls at its own logit.

    Args:
        fake_logits: ``(M,)``.
        kind: as in ``generator_loss``.

    Returns:
        ``(M,)``: the derivative of ``log(1 - D)``, or of ``-log D``, by the logit; no 1/M. In
        closed form: nothing is recorded for autograd. To a *relative* accuracy of 1e-5 in float32
        and 1e-9 in float64 where the logit is within ±80.

    Raises:
        ValueError: ``kind`` is another one.

    Example:
        >>> sure = torch.tensor([-4.0])
        >>> generator_slope(sure, "saturating"), generator_slope(sure)
        (tensor([-0.0180]), tensor([-0.9820]))
    """
    # About 5 lines. For which of the two is `sigmoid(l) - 1` no good near l = 40?
    ### BEGIN SOLUTION
    if kind == "saturating":
        return -torch.sigmoid(fake_logits.detach())
    if kind == "non_saturating":
        return -torch.sigmoid(-fake_logits.detach())
    raise ValueError(f'kind is "saturating" or "non_saturating", not {kind!r}')
    ### END SOLUTION


def discriminator_report(real_logits: Tensor, fake_logits: Tensor) -> dict[str, float]:
    """How often a discriminator is right, and how far it is ahead of a coin.

    Args:
        real_logits: ``(N,)``.
        fake_logits: ``(M,)``.

    Returns:
        Python floats: ``"real_right"``, the share of the real samples with a logit above 0;
        ``"fake_right"``, the share of the fakes with one below 0; a logit of exactly 0 counts half
        in both. ``"gain"``: log 4 minus the ``discriminator_loss``, in nats.

    Example:
        >>> report = discriminator_report(torch.tensor([3.0, 0.0]), torch.tensor([-3.0, -1.0]))
        >>> report["real_right"], report["fake_right"], round(report["gain"], 4)
        (0.75, 1.0, 0.8345)
    """
    # About 7 lines. `.item()` makes a Python float of a tensor.
    ### BEGIN SOLUTION
    real, fake = real_logits.double(), fake_logits.double()
    loss = -F.logsigmoid(real).mean() - F.logsigmoid(-fake).mean()
    return {
        "real_right": ((1 + real.sign()) / 2).mean().item(),
        "fake_right": ((1 - fake.sign()) / 2).mean().item(),
        "gain": math.log(4) - loss.item(),
    }
    ### END SOLUTION
