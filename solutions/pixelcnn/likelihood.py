"""Reference solutions of `pixelcnn/likelihood`: what a model pays, in nats, for an image."""

import math

import torch.nn.functional as F
from torch import Tensor


def bernoulli_nll(logits: Tensor, x: Tensor) -> Tensor:
    """Negative log-likelihood of binary images under independent Bernoulli pixels.

    A logit ``l`` stands for ``P(x = 1) = sigmoid(l)``, so one pixel costs

        -log p(x) = -x log sigmoid(l) - (1 - x) log sigmoid(-l)

    and an image costs the *sum* over its pixels and channels.

    Args:
        logits: ``(B, C, H, W)``, any real numbers; ±10,000 must not overflow.
        x: ``(B, C, H, W)``, zeros and ones in the dtype of ``logits``.

    Returns:
        ``(B,)``: nats per image, one number for each image of the batch.

    Example:
        A logit of 0 is a fair coin: every pixel costs ``log 2``.

        >>> bernoulli_nll(torch.zeros(1, 1, 2, 2), torch.ones(1, 1, 2, 2))
        tensor([2.7726])
    """
    # About 2 lines. Never take the logarithm of a sigmoid: sigmoid(-200) is 0 in float32.
    # torch.nn.functional has a binary cross-entropy that starts from logits.
    ### BEGIN SOLUTION
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return nll.flatten(1).sum(1)
    ### END SOLUTION


def categorical_nll(logits: Tensor, x: Tensor) -> Tensor:
    """Negative log-likelihood of images whose pixels take one of ``V`` values.

    The logits of a pixel and channel turn into probabilities by a softmax over the values:

        -log p(x = v) = log(sum_u exp l_u) - l_v

    and an image costs the *sum* over its pixels and channels.

    Args:
        logits: ``(B, V, C, H, W)``, any real numbers; ±10,000 must not overflow.
        x: ``(B, C, H, W)``, int64 in ``[0, V)``: the index of the value, not its brightness.

    Returns:
        ``(B,)``: nats per image, in the dtype of ``logits``.

    Example:
        Equal logits are a fair die with ``V`` sides: every dimension costs ``log V``.

        >>> categorical_nll(torch.zeros(1, 4, 3, 1, 1), torch.tensor([0, 3, 1]).view(1, 3, 1, 1))
        tensor([4.1589])
    """
    # About 2 lines: log_softmax over the right axis, the entry that x names, the sum.
    # torch.nn.functional does the first two in one call; which axis does it take for the classes?
    ### BEGIN SOLUTION
    nll = F.cross_entropy(logits, x, reduction="none")
    return nll.flatten(1).sum(1)
    ### END SOLUTION


def bits_per_dim(nll: Tensor, num_dims: int) -> Tensor:
    """Nats per image to bits per dimension, the unit in which papers compare models.

        bits per dimension = nll / (num_dims * log 2)

    Args:
        nll: ``(B,)``, nats per image.
        num_dims: the dimensions of one image, ``C * H * W``.

    Returns:
        ``(B,)``: bits per dimension.

    Example:
        256 equally likely values are 8 bits, however large the image.

        >>> bits_per_dim(torch.tensor([784 * math.log(256)]), num_dims=784)
        tensor([8.])
    """
    # 1 line: how many nats is one bit?
    ### BEGIN SOLUTION
    return nll / (num_dims * math.log(2))
    ### END SOLUTION


def fvsbn_nll(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Negative log-likelihood of a fully visible sigmoid belief network (FVSBN).

    The simplest autoregressive model: a logistic regression of each dimension on the ones before,

        P(x_i = 1 | x_<i) = sigmoid(bias_i + sum_{j < i} weight_ij x_j)

    and, by the chain rule, ``-log p(x) = -sum_i log P(x_i | x_<i)``.

    Args:
        x: ``(B, D)``, zeros and ones in the dtype of ``weight``.
        weight: ``(D, D)``; row ``i`` predicts dimension ``i``. Only the strictly lower triangle
            counts: the diagonal and what lies above it hold arbitrary numbers.
        bias: ``(D,)``.

    Returns:
        ``(B,)``: nats per row of ``x``.

    Example:
        Without weights the dimensions are independent coins.

        >>> fvsbn_nll(torch.ones(1, 3), torch.full((3, 3), 7.0).triu(), torch.zeros(3))
        tensor([2.0794])
    """
    # About 3 lines: cut the weight, all the logits in one product, the Bernoulli cost, the sum.
    ### BEGIN SOLUTION
    logits = F.linear(x, weight.tril(-1), bias)
    nll = F.binary_cross_entropy_with_logits(logits, x, reduction="none")
    return nll.sum(1)
    ### END SOLUTION
