"""Reference solutions of `images/logistic`: logistic laws, cut into bars and mixed."""

import torch
import torch.nn.functional as F
from torch import Tensor


def logistic_log_prob(x: Tensor, mean: Tensor, log_scale: Tensor, num_values: int = 256) -> Tensor:
    """Log-probability of a value under a logistic law that was cut into ``V`` bars.

        P(v) = s((b - mean) / scale) - s((a - mean) / scale),    scale = exp(log_scale)
        a = (v - 1/2) / (V - 1),    b = (v + 1/2) / (V - 1)

    where ``s`` is the sigmoid, ``a`` of value 0 is minus infinity and ``b`` of value ``V - 1`` is
    infinity. Far from the mean both sigmoids round to the same number, and the logarithm of their
    difference is lost. In logarithms it is not:

        log(s(b) - s(a)) = log s(b) + log s(-a) + log(1 - exp(a - b))

    Args:
        x: int64, values in [0, ``V``).
        mean, log_scale: in units of [0, 1]; the shapes of all three broadcast.
        num_values: ``V``, from 2 to 256.

    Returns:
        The broadcast shape, in the dtype of ``mean``: nats, exact in the far tails, with finite
        gradients.

    Example:
        The middle one of three values is as wide as half of [0, 1]:

        >>> logistic_log_prob(torch.arange(3), torch.tensor(0.5), torch.tensor(-2.0), 3).exp()
        tensor([0.1362, 0.7276, 0.1362])
    """
    # About 9 lines. Of the three terms value 0 has the first alone, V - 1 the second alone. Each
    # is finite for all values, so torch.where may choose among them. log(1 - exp(-w)) loses
    # digits when w is small: torch.expm1.
    ### BEGIN SOLUTION
    # In float64: a narrow scale multiplies the rounding of (v - 1/2) / (V - 1) by a thousand.
    centre, log_scale = mean.double(), log_scale.double()
    half, last = 0.5 / (num_values - 1), num_values - 1
    offset = x.double() / last - centre
    above = F.logsigmoid((offset + half) * (-log_scale).exp())
    below = F.logsigmoid((half - offset) * (-log_scale).exp())
    width = (-torch.expm1(-2 * half * (-log_scale).exp())).log()
    zero = torch.zeros_like(width)
    log_prob = torch.where(x < last, above, zero) + torch.where(x > 0, below, zero)
    return (log_prob + torch.where((x > 0) & (x < last), width, zero)).to(mean.dtype)
    ### END SOLUTION


def channel_means(means: Tensor, coeffs: Tensor, x: Tensor, num_values: int = 256) -> Tensor:
    """Let the mean of G follow the true R, and the mean of B the true R and G, linearly.

        m_R,    m_G + alpha r,    m_B + beta r + gamma g

    with ``r`` and ``g`` the image's own values, ``x / (V - 1)``. See Salimans et al.,
    "PixelCNN++", 2017.

    Args:
        means: ``(B, K, 3, H, W)``.
        coeffs: ``(B, K, 3, H, W)``: ``alpha``, ``beta``, ``gamma``, used as they are.
        x: int64 ``(B, 3, H, W)``, values in [0, ``V``).
        num_values: ``V``.

    Returns:
        ``(B, K, 3, H, W)``, in the dtype of ``means``; a new tensor.

    Example:
        >>> one = torch.ones(1, 1, 3, 1, 1)
        >>> channel_means(0 * one, one, torch.tensor([255, 51, 0]).view(1, 3, 1, 1)).flatten()
        tensor([0.0000, 1.0000, 1.2000])
    """
    # About 5 lines: unbind, torch.stack.
    ### BEGIN SOLUTION
    r, g, _ = (x.to(means.dtype) / (num_values - 1)).unsqueeze(1).unbind(2)
    mean_r, mean_g, mean_b = means.unbind(2)
    alpha, beta, gamma = coeffs.unbind(2)
    return torch.stack([mean_r, mean_g + alpha * r, mean_b + beta * r + gamma * g], dim=2)
    ### END SOLUTION


def mixture_nll(
    logits: Tensor, means: Tensor, log_scales: Tensor, x: Tensor, num_values: int = 256
) -> Tensor:
    """Negative log-likelihood of an image: a mixture of ``K`` logistic laws for each pixel.

    One component is picked for the *whole pixel*; given it, the channels are independent.

    Args:
        logits: ``(B, K, H, W)``, the weights before softmax; large ones must not overflow.
        means, log_scales: ``(B, K, C, H, W)``, as ``logistic_log_prob`` takes them; ``C`` is 1
            or 3.
        x: int64 ``(B, C, H, W)``, values in [0, ``V``).
        num_values: ``V``.

    Returns:
        ``(B,)``: nats per image, in the dtype of ``logits``.

    Example:
        >>> shape = (1, 2, 3, 4, 4)
        >>> x = torch.zeros(1, 3, 4, 4, dtype=torch.long)
        >>> mixture_nll(torch.zeros(1, 2, 4, 4), torch.zeros(shape), torch.zeros(shape), x).shape
        torch.Size([1])
    """
    # About 3 lines: add over channels before logsumexp over components, over pixels after it.
    ### BEGIN SOLUTION
    by_channel = logistic_log_prob(x.unsqueeze(1), means, log_scales, num_values)
    by_component = logits.log_softmax(1) + by_channel.sum(2)
    return -by_component.logsumexp(1).sum((1, 2))
    ### END SOLUTION


@torch.no_grad()
def sample_mixture(
    logits: Tensor,
    means: Tensor,
    log_scales: Tensor,
    coeffs: Tensor | None = None,
    num_values: int = 256,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Draw an image: a component for each pixel, then R, G, B in this order.

    Args:
        logits: ``(B, K, H, W)``.
        means, log_scales: ``(B, K, C, H, W)``; ``C`` is 1 or 3.
        coeffs: ``(B, K, 3, H, W)``: the means of G and B follow, by ``channel_means``, what was
            drawn; ``None``: the means as they stand.
        num_values: ``V``.
        generator: where all randomness comes from: equal states give equal images, and a call
            moves the state on. ``None`` is torch's global generator.

    Returns:
        int64 ``(B, C, H, W)``, values in [0, ``V``).

    Example:
        >>> narrow, x = torch.full((1, 1, 1, 2, 2), -7.0), torch.full((1, 1, 1, 2, 2), 0.2)
        >>> sample_mixture(torch.zeros(1, 1, 2, 2), x, narrow, num_values=6).flatten()
        tensor([1, 1, 1, 1])
    """
    # About 14 lines: torch.multinomial, gather; of a uniform number u, mean + scale * logit(u)
    # follows the logistic law. The nearest value is its bar; beyond both ends, the last one.
    ### BEGIN SOLUTION
    batch, num_components, height, width = logits.shape
    weights = logits.double().softmax(1).movedim(1, 3).reshape(-1, num_components)
    picked = torch.multinomial(weights, 1, generator=generator).view(batch, 1, 1, height, width)
    index = picked.expand(-1, -1, means.shape[2], -1, -1)
    means, scales = means.gather(1, index), log_scales.gather(1, index).double().exp()
    coeffs = None if coeffs is None else coeffs.gather(1, index)
    x = torch.zeros_like(index[:, 0])
    for c in range(means.shape[2]):
        mean = means if coeffs is None else channel_means(means, coeffs, x, num_values)
        uniform = torch.empty_like(scales[:, 0, c]).uniform_(generator=generator)
        drawn = mean[:, 0, c] + scales[:, 0, c] * uniform.logit()
        x[:, c] = (drawn * (num_values - 1)).round().clamp(0, num_values - 1).long()
    return x
    ### END SOLUTION
