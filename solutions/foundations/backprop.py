"""Reference solutions of `foundations/backprop`: derivatives by hand, passed from layer to layer.

Nothing here may use autograd: it is asked under `torch.inference_mode()`, where PyTorch records
nothing.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor


def numerical_gradient(f: Callable[[Tensor], Tensor], x: Tensor, h: float = 1e-6) -> Tensor:
    """The gradient of any function, by trying: move one entry of ``x`` at a time.

        df / dx_i = (f(x with x_i + h) - f(x with x_i - h)) / (2 h)

    These are *central* differences: their error is of the order of ``h^2``.

    Args:
        f: maps a tensor like ``x`` to a number ``()``. It is called at most twice per entry.
        x: float64, of any shape.
        h: how far to move.

    Returns:
        The gradient, in the shape of ``x``.

    Example:
        >>> numerical_gradient(lambda x: x**3, torch.tensor(2.0).double(), h=0.1)
        tensor(12.0100, dtype=torch.float64)
    """
    # About 6 lines. Take a fresh copy of x for each call; x itself stays as it is.
    ### BEGIN SOLUTION
    slopes = torch.zeros_like(x).flatten()
    for place in range(x.numel()):
        move = torch.zeros_like(slopes)
        move[place] = h
        move = move.view(x.shape)
        slopes[place] = (f(x + move) - f(x - move)) / (2 * h)
    return slopes.view(x.shape)
    ### END SOLUTION


class Linear:
    """A fully connected layer: ``x weight^T + bias``.

    ``backward`` refers to the last ``forward`` of this object. It may be called again, and sets
    both gradients: it never adds to them.

    Args:
        weight: ``(O, I)``, one row for each output.
        bias: ``(O,)``.

    Example:
        >>> layer = Linear(torch.tensor([[1.0, 2.0]]), torch.tensor([3.0]))
        >>> layer.forward(torch.tensor([[1.0, 1.0], [0.0, 1.0]]))
        tensor([[6.],
                [5.]])
        >>> layer.backward(torch.tensor([[1.0], [10.0]]))
        tensor([[ 1.,  2.],
                [10., 20.]])
        >>> layer.grad_weight, layer.grad_bias
        (tensor([[ 1., 11.]]), tensor([11.]))
    """

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        """Keep the parameters."""
        # About 2 lines.
        ### BEGIN SOLUTION
        self.weight = weight
        self.bias = bias
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Outputs ``(B, O)`` for rows ``x (B, I)``."""
        # About 2 lines: keep what backward needs.
        ### BEGIN SOLUTION
        self.x = x
        return x @ self.weight.T + self.bias
        ### END SOLUTION

    def backward(self, grad: Tensor) -> Tensor:
        """From ``grad``, d loss / d output ``(B, O)``, return d loss / d x ``(B, I)``.

        Sets ``grad_weight (O, I)`` and ``grad_bias (O,)``: d loss / d parameter, summed over rows.
        """
        # About 3 lines. The shapes leave little choice.
        ### BEGIN SOLUTION
        self.grad_weight = grad.T @ self.x
        self.grad_bias = grad.sum(0)
        return grad @ self.weight
        ### END SOLUTION


class ReLU:
    """An activation: what is below zero becomes zero.

    Example:
        >>> relu = ReLU()
        >>> relu.forward(torch.tensor([-1.0, 2.0, 3.0]))
        tensor([0., 2., 3.])
        >>> relu.backward(torch.tensor([10.0, -10.0, 20.0]))
        tensor([  0., -10.,  20.])
    """

    def __init__(self) -> None:
        """Nothing to keep yet."""
        # 1 line, perhaps `pass`: this layer has no parameters.
        ### BEGIN SOLUTION
        self.passed = torch.empty(0, dtype=torch.bool)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """``max(x, 0)``, entry by entry, for any shape."""
        # About 2 lines.
        ### BEGIN SOLUTION
        self.passed = x > 0
        return x.clamp(min=0)
        ### END SOLUTION

    def backward(self, grad: Tensor) -> Tensor:
        """From ``grad``, d loss / d output, return d loss / d x; at exactly 0 any answer goes."""
        # 1 line. Which entries had a say in the output?
        ### BEGIN SOLUTION
        return grad * self.passed
        ### END SOLUTION


class SoftmaxCrossEntropy:
    """The loss of a classifier: softmax and cross-entropy in one.

        loss = mean over rows of -log softmax(logits)[label]

    Example:
        >>> loss = SoftmaxCrossEntropy()
        >>> loss.forward(torch.tensor([[0.0, 0.0]]), torch.tensor([1]))
        tensor(0.6931)
        >>> loss.backward()
        tensor([[ 0.5000, -0.5000]])
    """

    def __init__(self) -> None:
        """Nothing to keep yet."""
        # 1 line, perhaps `pass`.
        ### BEGIN SOLUTION
        self.probabilities = self.targets = torch.empty(0)
        ### END SOLUTION

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        """The loss ``()``, nats, of ``logits (B, K)``, up to ±10,000; ``labels`` int ``(B,)``."""
        # About 4 lines: `logits.log_softmax(1)` takes no logarithm of zero.
        ### BEGIN SOLUTION
        log_probs = logits.log_softmax(1)
        self.probabilities = log_probs.exp()
        self.targets = torch.zeros_like(logits).scatter(1, labels.unsqueeze(1), 1)
        return -(self.targets * log_probs).sum(1).mean()
        ### END SOLUTION

    def backward(self) -> Tensor:
        """d loss / d logits, ``(B, K)``."""
        # 1 line: softmax minus one-hot; and the mean over rows?
        ### BEGIN SOLUTION
        return (self.probabilities - self.targets) / len(self.targets)
        ### END SOLUTION


def backpropagate(layers: list[Any], loss: Any, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Once forward through all layers and the loss, once back.

    Args:
        layers: a list, perhaps empty, of objects with ``forward`` and ``backward``, such as those
            above. Of each, both are called once.
        loss: an object with ``forward(logits, labels)`` and ``backward()``.
        x: ``(B, I)``, what the first layer is given.
        labels: int ``(B,)``.

    Returns:
        The loss ``()``, and d loss / d ``x``, ``(B, I)``.

    Example:
        >>> layer = Linear(torch.tensor([[1.0], [-1.0]]), torch.zeros(2))
        >>> value, grad_x = backpropagate(
        ...     [layer], SoftmaxCrossEntropy(), torch.tensor([[0.0]]), torch.tensor([0])
        ... )
        >>> print(f"{value:.4f} {grad_x.item():.4f}")
        0.6931 -1.0000
    """
    # About 6 lines: one loop forward, one backward; `reversed(layers)`.
    ### BEGIN SOLUTION
    for layer in layers:
        x = layer.forward(x)
    value = loss.forward(x, labels)
    grad = loss.backward()
    for layer in reversed(layers):
        grad = layer.backward(grad)
    return value, grad
    ### END SOLUTION
