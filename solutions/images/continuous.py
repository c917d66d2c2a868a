"""Reference solutions of `images/continuous`: densities, and what they say about integers."""

import math
from collections.abc import Callable

import torch
from torch import Tensor


def gaussian_nll(mean: Tensor, log_std: Tensor, y: Tensor) -> Tensor:
    """Negative log-*density* of real pixels under independent Gaussians.

        -log p(y) = sum ((y - mean)^2 / (2 std^2) + log std + log(2 pi) / 2)

    A density may exceed 1, so this may be negative: only an area is a probability.

    Args:
        mean, log_std, y: ``(B, C, H, W)``.

    Returns:
        ``(B,)``: nats per image, in the dtype of ``mean``.

    Example:
        At its own mean, with a standard deviation of 0.1, the density is 3.99:

        >>> zero = torch.zeros(1, 1, 1, 1)
        >>> (-gaussian_nll(zero, zero - math.log(10), zero)).exp()
        tensor([3.9894])
    """
    # About 3 lines.
    ### BEGIN SOLUTION
    distance = (y - mean) * (-log_std).exp()
    nll = distance.square() / 2 + log_std + math.log(2 * math.pi) / 2
    return nll.sum((1, 2, 3))
    ### END SOLUTION


def dequantize(x: Tensor, noise: Tensor, num_values: int = 256) -> Tensor:
    """Spread each of ``V`` values evenly over its own part of [0, 1).

    Args:
        x: int64, values in [0, ``V``).
        noise: in the shape of ``x``, values in [0, 1).
        num_values: ``V``.

    Returns:
        In the shape and dtype of ``noise``: value ``v`` lands in [``v / V``, ``(v + 1) / V``).

    Example:
        >>> dequantize(torch.tensor([0, 1, 3]), torch.tensor([0.0, 0.5, 0.0]), num_values=4)
        tensor([0.0000, 0.3750, 0.7500])
    """
    # About 3 lines; one does all but the last digit: v + noise may round to v + 1.
    ### BEGIN SOLUTION
    x = x.to(noise.dtype)
    y, end = (x + noise) / num_values, (x + 1) / num_values
    return torch.where(y < end, y, torch.nextafter(end, torch.zeros_like(end)))
    ### END SOLUTION


def discrete_bound(
    log_density: Callable[[Tensor], Tensor], x: Tensor, noise: Tensor, num_values: int = 256
) -> Tensor:
    """Upper bound on the NLL of an image of integers, from a density of real pixels.

    A pixel's bin is ``1 / V`` wide. The image's own little cube, of ``D`` dimensions, has the
    probability ``E_u[p(y)] / V^D``, and by Jensen ``E_u[log p(y)]`` is at most the logarithm of
    the mean. See Theis et al., "A note on the evaluation of generative models", 2016.

    Args:
        log_density: maps ``y (B, C, H, W)`` in [0, 1) to ``(B,)``, nats.
        x: int64 ``(B, C, H, W)``, values in [0, ``V``).
        noise: ``(K, B, C, H, W)``, values in [0, 1).
        num_values: ``V``.

    Returns:
        ``(B,)``: nats, the mean of the ``K`` bounds, in the dtype that ``log_density`` returns.

    Example:
        The density that is 1 everywhere costs ln 4 per value of four, whatever the noise:

        >>> x, noise = torch.tensor([[[[0, 3]]]]), torch.rand(5, 1, 1, 1, 2)
        >>> discrete_bound(lambda y: torch.zeros(len(y)), x, noise, 4) / math.log(4)
        tensor([2.])
    """
    # About 3 lines: how many dimensions has an image, and how long is each side of its cube?
    ### BEGIN SOLUTION
    volume = x[0].numel() * math.log(num_values)
    log_densities = [log_density(dequantize(x, one, num_values)) for one in noise.unbind()]
    return volume - torch.stack(log_densities).mean(0)
    ### END SOLUTION


def density_to_bits(nll: Tensor, num_dims: int, num_values: int = 256) -> Tensor:
    """Turn a density's NLL into bits per dimension of the integers behind it.

    Args:
        nll: ``(B,)``, nats per image, of pixels in [0, 1).
        num_dims: ``D``, values per image.
        num_values: ``V``, the integers that were spread over [0, 1).

    Returns:
        ``(B,)``: bits per dimension, in the dtype of ``nll``.

    Example:
        >>> density_to_bits(torch.zeros(1), num_dims=3072)
        tensor([8.])
    """
    # 1 line.
    ### BEGIN SOLUTION
    return nll / (num_dims * math.log(2)) + math.log2(num_values)
    ### END SOLUTION
