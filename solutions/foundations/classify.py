"""Reference solutions of `foundations/classify`: from logits to a network that reads digits."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def softmax(logits: Tensor, temperature: float = 1.0) -> Tensor:
    """Turn scores into probabilities: larger scores are more probable.

        P(k) = exp(logits_k / T) / sum_j exp(logits_j / T)

    A high temperature ``T`` evens them out, a low one lets the largest win.

    Args:
        logits: ``(B, K)``, up to ±10,000.
        temperature: ``T``, above 0, such as 0.01.

    Returns:
        ``(B, K)``; each row sums to one.

    Raises:
        ValueError: ``temperature`` is 0 or less.

    Example:
        >>> softmax(torch.tensor([[0.0, 0.0], [0.0, 1.0]]))
        tensor([[0.5000, 0.5000],
                [0.2689, 0.7311]])
    """
    # About 5 lines. exp(1000) is infinite: what may be taken off every logit of a row?
    ### BEGIN SOLUTION
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, not {temperature}")
    return torch.softmax(logits / temperature, dim=1)
    ### END SOLUTION


def two_class(weight: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
    """Logistic regression written as a softmax over two classes.

    For every ``x``, the softmax of ``weights @ x + biases`` gives class 1 the probability
    ``sigmoid(weight @ x + bias)``. More than one answer is right.

    Args:
        weight: ``(D,)``.
        bias: ``()``.

    Returns:
        ``weights (2, D)`` and ``biases (2,)``; row 0 is of class 0.

    Example:
        >>> weights, biases = two_class(torch.tensor([2.0]), torch.tensor(1.0))
        >>> (weights @ torch.tensor([0.5]) + biases).softmax(0)  # sigmoid(2 * 0.5 + 1) is 0.8808
        tensor([0.1192, 0.8808])
    """
    # About 2 lines. Divide numerator and denominator of the softmax by one of its exponentials.
    ### BEGIN SOLUTION
    weights = torch.stack([torch.zeros_like(weight), weight])
    return weights, torch.stack([torch.zeros_like(bias), bias])
    ### END SOLUTION


def evaluate(logits: Tensor, labels: Tensor) -> dict[str, float]:
    """How good a classifier is, and how sure of itself.

    Args:
        logits: ``(B, K)``, up to ±10,000; no row has two equal largest ones.
        labels: int ``(B,)``, the right classes.

    Returns:
        Python floats: ``"accuracy"``, the share of rows whose largest logit is the label's;
        ``"confidence"``, the mean of the largest probability; ``"nll"``, the mean of
        ``-log P(label)``, nats.

    Example:
        >>> logits = torch.tensor([[0.0, 2.0], [0.0, 2.0], [2.0, 0.0], [0.0, 2.0]])
        >>> found = evaluate(logits, torch.tensor([1, 1, 0, 0]))
        >>> print({name: round(value, 4) for name, value in found.items()})
        {'accuracy': 0.75, 'confidence': 0.8808, 'nll': 0.6269}
    """
    # About 6 lines. Take log_softmax: the logarithm of a softmax that is 0 would be infinite.
    ### BEGIN SOLUTION
    log_probs = logits.double().log_softmax(1)
    best = log_probs.max(1)
    return {
        "accuracy": (best.indices == labels).double().mean().item(),
        "confidence": best.values.exp().mean().item(),
        "nll": F.nll_loss(log_probs, labels).item(),
    }
    ### END SOLUTION


class CNN(nn.Module):
    """A small convolutional network for grey images of digits.

    Twice: 3x3 convolution with padding 1, ReLU, 2x2 max pooling. Then flatten, and one fully
    connected layer. No image sees another one of the batch, and training and evaluation mode
    answer alike: no dropout, no batch normalisation.

    Args:
        channels: of the first convolution; the second has as many as you like.
        num_classes: how many logits.

    Example:
        >>> CNN()(torch.ones(5, 1, 8, 8)).shape
        torch.Size([5, 10])
    """

    def __init__(self, channels: int = 16, num_classes: int = 10) -> None:
        """Build the two convolutions and the last layer."""
        super().__init__()
        # About 3 lines. After two poolings 8x8 pixels are 2x2: how many numbers are left?
        ### BEGIN SOLUTION
        self.first = nn.Conv2d(1, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, 2 * channels, 3, padding=1)
        self.last = nn.Linear(2 * channels * 2 * 2, num_classes)
        ### END SOLUTION

    def features(self, x: Tensor) -> Tensor:
        """Maps ``(B, F, H/4, W/4)`` of images ``x (B, 1, H, W)``, H and W divisible by 4.

        A feature sees a square of 10x10 pixels. Move the image by 4 and the features move by 1
        (away from the borders).
        """
        # About 3 lines: F.relu, F.max_pool2d.
        ### BEGIN SOLUTION
        x = F.max_pool2d(F.relu(self.first(x)), 2)
        return F.max_pool2d(F.relu(self.second(x)), 2)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(B, num_classes)`` for images ``x (B, 1, 8, 8)``, in [0, 1]."""
        # 1 line. Logits: cross-entropy takes the softmax itself.
        ### BEGIN SOLUTION
        return self.last(self.features(x).flatten(1))  # type: ignore[no-any-return]
        ### END SOLUTION
