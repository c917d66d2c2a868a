"""Reference solutions of `games/optimum`: the game of two known laws, without any sampling."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def optimal_discriminator(p: Tensor, q: Tensor) -> Tensor:
    """The D(x) that minimises the discriminator's loss, where both laws are known.

    See Goodfellow et al., "Generative Adversarial Nets", 2014, proposition 1.

    Args:
        p: ``(V,)``, the probability of each value in the data; zeros are allowed.
        q: ``(V,)``, and by the generator.

    Returns:
        ``(V,)``: ``p / (p + q)``; 1/2 where both are zero.

    Example:
        >>> optimal_discriminator(torch.tensor([0.5, 0.5, 0.0]), torch.tensor([0.0, 0.5, 0.5]))
        tensor([1.0000, 0.5000, 0.0000])
    """
    # About 2 lines.
    ### BEGIN SOLUTION
    total = p + q
    return torch.where(total > 0, p / total, 0.5)
    ### END SOLUTION


def game_value(p: Tensor, q: Tensor, logits: Tensor) -> Tensor:
    """What the discriminator maximises and the generator minimises.

        sum_x p(x) log D(x) + sum_x q(x) log(1 - D(x)),    D = sigmoid(logit)

    Args:
        p: ``(V,)``, the data.
        q: ``(V,)``, the generator.
        logits: ``(V,)``, of the discriminator; plus and minus infinity are allowed.

    Returns:
        ``()``: nats. Where there is no mass, there is no contribution: ``0 * log 0`` is 0. It is
        minus infinity only where mass meets ``log 0``, and never NaN.

    Example:
        A perfect discriminator, of laws that have nothing in common, loses nothing.

        >>> p, q = torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0])
        >>> print(game_value(p, q, torch.tensor([math.inf, -math.inf])))
        tensor(0.)
    """
    # About 4 lines. Put a harmless logit where there is no mass, *before* you take the logarithm.
    ### BEGIN SOLUTION
    real = F.logsigmoid(logits.where(p > 0, 0.0))
    fake = F.logsigmoid(-logits.where(q > 0, 0.0))
    return (p * real).sum() + (q * fake).sum()
    ### END SOLUTION


def jensen_shannon(p: Tensor, q: Tensor) -> Tensor:
    """The Jensen-Shannon divergence: how far two laws are apart, in nats.

        JS = KL(p || m) / 2 + KL(q || m) / 2,    m = (p + q) / 2

    See Lin, "Divergence Measures Based on the Shannon Entropy", 1991.

    Args:
        p: ``(V,)``.
        q: ``(V,)``.

    Returns:
        ``()``: from 0, for equal laws, to log 2, for laws that have nothing in common.

    Example:
        >>> print(f"{jensen_shannon(torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0])):.4f}")
        0.6931
    """
    # About 4 lines. torch.xlogy(x, y) is x log y, and 0 where x is 0.
    ### BEGIN SOLUTION
    m = (p + q) / 2
    to_p = (torch.xlogy(p, p) - torch.xlogy(p, m)).sum()
    to_q = (torch.xlogy(q, q) - torch.xlogy(q, m)).sum()
    return ((to_p + to_q) / 2).clamp(0, math.log(2))
    ### END SOLUTION


def generator_gradient(theta: Tensor, logits: Tensor, kind: str = "non_saturating") -> Tensor:
    """The gradient of the generator's *expected* loss, exactly: no sample is drawn.

        d/dtheta  sum_x q(x) loss(logit_x),    q = softmax(theta)

    The discriminator's logits are fixed.

    Args:
        theta: ``(V,)``, the generator's parameters.
        logits: ``(V,)``, of the discriminator.
        kind: ``"saturating"``: loss = log(1 - D); ``"non_saturating"``: loss = -log D.

    Returns:
        ``(V,)`` in the dtype of ``theta``; nothing is recorded for autograd.

    Raises:
        ValueError: ``kind`` is another one.

    Example:
        The discriminator likes the second value better. Minus the gradient points there.

        >>> generator_gradient(torch.zeros(2), torch.tensor([-2.0, 2.0]))
        tensor([ 0.5000, -0.5000])
    """
    # About 7 lines. Of q_x by theta_y the derivative is q_x ([x = y] - q_y).
    ### BEGIN SOLUTION
    if kind not in ("saturating", "non_saturating"):
        raise ValueError(f'kind is "saturating" or "non_saturating", not {kind!r}')
    q, said = theta.detach().double().softmax(0), logits.detach().double()
    loss = F.logsigmoid(-said) if kind == "saturating" else -F.logsigmoid(said)
    return (q * (loss - (q * loss).sum())).to(theta.dtype)
    ### END SOLUTION
