"""Reference solutions of `foundations/neuron`: one neuron, and how it learns."""

import torch
from torch import Tensor


def predict(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """What a neuron without an activation answers to each row: a weighted sum.

        prediction = w_1 x_1 + ... + w_D x_D + b

    Args:
        x: ``(N, D)``, one example in each row.
        w: ``(D,)``, the weights.
        b: ``()``, the bias.

    Returns:
        ``(N,)``: one prediction for each row.

    Example:
        >>> predict(torch.tensor([[0.0], [1.0], [2.0]]), torch.tensor([2.0]), torch.tensor(1.0))
        tensor([1., 3., 5.])
    """
    # 1 line: `x @ w` multiplies each row by w and adds up.
    ### BEGIN SOLUTION
    return x @ w + b
    ### END SOLUTION


def loss_and_gradient(x: Tensor, y: Tensor, w: Tensor, b: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """How wrong the neuron is, and in which direction of ``w`` and ``b`` it gets worse.

        loss = 1/N sum_n (prediction_n - y_n)^2

    It is the *mean* over rows, without a factor of one half.

    Args:
        x: ``(N, D)``, one example in each row.
        y: ``(N,)``, what the neuron should answer.
        w: ``(D,)``, the weights.
        b: ``()``, the bias.

    Returns:
        The loss ``()``, its gradient with respect to ``w``, ``(D,)``, and with respect to ``b``,
        ``()``.

    Example:
        >>> x, y = torch.tensor([[0.0], [1.0], [2.0]]), torch.tensor([1.0, 3.0, 6.0])
        >>> loss, grad_w, grad_b = loss_and_gradient(x, y, torch.tensor([2.0]), torch.tensor(1.0))
        >>> print(f"{loss:.4f} {grad_w.item():.4f} {grad_b:.4f}")
        0.3333 -1.3333 -0.6667
    """
    # About 4 lines: the errors, (N,); their mean square; each error times its row of x, averaged.
    ### BEGIN SOLUTION
    errors = x @ w + b - y
    return errors.square().mean(), 2 * (errors @ x) / len(x), 2 * errors.mean()
    ### END SOLUTION


def descend(
    x: Tensor, y: Tensor, w: Tensor, b: Tensor, learning_rate: float, steps: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Walk downhill: plain gradient descent on the loss above, with all points on the way.

        w  <-  w - learning_rate * grad_w            b  <-  b - learning_rate * grad_b

    Args:
        x: ``(N, D)``, one example in each row.
        y: ``(N,)``, what the neuron should answer.
        w: ``(D,)``, the weights before the first step.
        b: ``()``, the bias before the first step.
        learning_rate: how long a step is, for a gradient of one. Nothing is clipped, however far
            the steps lead.
        steps: how many, 0 or more.

    Returns:
        ``(steps + 1, D)``, ``(steps + 1,)`` and ``(steps + 1,)``: weights, biases and losses. Row
        ``t`` is iteration ``t``: row 0 holds the given ``w``, ``b`` and their loss.

    Example:
        One step from (0, 0) towards the line y = 2 x + 1.

        >>> x, y = torch.tensor([[0.0], [1.0], [2.0]]), torch.tensor([1.0, 3.0, 5.0])
        >>> ws, bs, losses = descend(x, y, torch.tensor([0.0]), torch.tensor(0.0), 0.1, 1)
        >>> print([round(value, 4) for value in (*ws[1].tolist(), bs[1].item())])
        [0.8667, 0.6]
    """
    # About 8 lines: note w, b and their loss, then take a step; in the end once more without one.
    ### BEGIN SOLUTION
    path = []
    for _ in range(steps + 1):
        loss, grad_w, grad_b = loss_and_gradient(x, y, w, b)
        path.append((w, b, loss))
        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b
    ws, bs, losses = map(torch.stack, zip(*path, strict=True))
    return ws, bs, losses
    ### END SOLUTION


def rate_limit(x: Tensor) -> Tensor:
    """The learning rate above which gradient descent diverges.

        limit = 2 / (the largest eigenvalue of the Hessian)

    The Hessian holds the second derivatives of the loss with respect to ``w`` and ``b``
    *together*: it is ``(D + 1, D + 1)``. It depends on neither ``y``, ``w`` nor ``b``.

    Args:
        x: ``(N, D)``, one example in each row.

    Returns:
        ``()``: the limit.

    Example:
        >>> print(f"{rate_limit(torch.tensor([[0.0], [1.0], [2.0]])):.4f}")
        0.4189
    """
    # About 3 lines. The bias is the weight of one more input, which is always 1. With the columns
    # of x and that one in A, (N, D + 1), the Hessian is 2/N A^T A: torch.linalg.eigvalsh.
    ### BEGIN SOLUTION
    inputs = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    hessian = 2 * inputs.T @ inputs / len(x)
    largest: Tensor = torch.linalg.eigvalsh(hessian).max()
    return 2 / largest
    ### END SOLUTION


def best_fit(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Where gradient descent would end: the weights and the bias of the least loss, at once.

    Args:
        x: ``(N, D)`` with ``N > D``, one example in each row.
        y: ``(N,)``, what the neuron should answer.

    Returns:
        ``(D,)`` and ``()``: the weights and the bias at the minimum.

    Example:
        >>> x, y = torch.tensor([[0.0], [1.0], [2.0]]), torch.tensor([1.0, 3.0, 5.0])
        >>> w, b = best_fit(x, y)
        >>> print(f"{w.item():.4f} {b:.4f}")
        2.0000 1.0000
    """
    # About 3 lines: the same A, and torch.linalg.lstsq(A, columns).solution.
    ### BEGIN SOLUTION
    inputs = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    solution = torch.linalg.lstsq(inputs, y.unsqueeze(1)).solution.squeeze(1)
    return solution[:-1], solution[-1]
    ### END SOLUTION
