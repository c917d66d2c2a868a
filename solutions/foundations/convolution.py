"""Reference solutions of `foundations/convolution`: windows, what they cost and what they see."""

import math
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor


def output_size(
    size: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> int:
    """How many windows fit along one side of an image.

    A window covers ``dilation * (kernel - 1) + 1`` pixels: its ``kernel`` taps lie ``dilation``
    apart. It starts at the first padded pixel and moves on by ``stride`` as long as it lies inside.

    Args:
        size: pixels along this side, at least 1.
        kernel: taps of a window, at least 1.
        stride: how far a window is from the next, at least 1.
        padding: pixels that are added at *each* end, 0 or more.
        dilation: how far a tap is from the next, at least 1.

    Returns:
        A Python int, at least 1.

    Raises:
        ValueError: not even one window fits.

    Example:
        >>> output_size(8, kernel=3, padding=1), output_size(7, kernel=2, stride=2)
        (8, 3)
    """
    # About 4 lines. What is left beyond the first window, in whole strides; and the first itself.
    ### BEGIN SOLUTION
    pixels, window = size + 2 * padding, dilation * (kernel - 1) + 1
    if window > pixels:
        raise ValueError(f"a window of {window} pixels does not fit into {pixels}")
    return (pixels - window) // stride + 1
    ### END SOLUTION


def correlate(x: Tensor, weight: Tensor, bias: Tensor, stride: int = 1, padding: int = 0) -> Tensor:
    """What a convolutional layer computes: in each window, products and their sum.

        out[b, o, i, j] = bias[o] + sum_{c, p, q} weight[o, c, p, q] x[b, c, s i + p, s j + q]

    with ``s`` the stride. The kernel is *not* flipped, so mathematicians call it correlation.

    Args:
        x: ``(B, C, H, W)``.
        weight: ``(O, C, h, w)``; ``h`` and ``w`` may differ.
        bias: ``(O,)``.
        stride: how far a window is from the next, in both directions.
        padding: so many zeros are put around the image, on every side.

    Returns:
        ``(B, O, H', W')``. PyTorch's own convolutions and poolings are not allowed; ``unfold`` is.

    Example:
        >>> x = torch.tensor([[[[1.0, 2, 3], [4, 5, 6]]]])
        >>> correlate(x, torch.tensor([[[[1.0, 10]]]]), torch.tensor([100.0]))
        tensor([[[[121., 132.],
                  [154., 165.]]]])
    """
    # About 4 lines: F.pad; x.unfold(2, h, stride).unfold(3, w, stride) is (B, C, H', W', h, w);
    # torch.einsum. Two loops over p and q, or over all windows, are as good.
    ### BEGIN SOLUTION
    _, _, h, w = weight.shape
    padded = F.pad(x, (padding,) * 4)
    windows = padded.unfold(2, h, stride).unfold(3, w, stride)
    return torch.einsum("bcijpq,ocpq->boij", windows, weight) + bias[:, None, None]
    ### END SOLUTION


def pool(x: Tensor, size: int, stride: int, kind: str) -> Tensor:
    """Let one number stand for each window, in each channel by itself.

    Args:
        x: ``(B, C, H, W)``.
        size: side of the square windows.
        stride: how far a window is from the next, in both directions.
        kind: ``"max"``, the largest of a window, or ``"average"``, its mean.

    Returns:
        ``(B, C, H', W')``; windows that would leave the image are dropped. PyTorch's own
        convolutions and poolings are not allowed.

    Raises:
        ValueError: ``kind`` is something else.

    Example:
        >>> x = torch.tensor([[[[1.0, 2, 5], [3, -4, 5]]]])
        >>> pool(x, 2, 1, "max"), pool(x, 2, 1, "average")
        (tensor([[[[3., 5.]]]]), tensor([[[[0.5000, 2.0000]]]]))
    """
    # About 5 lines.
    ### BEGIN SOLUTION
    if kind not in ("max", "average"):
        raise ValueError(f'kind must be "max" or "average", not {kind!r}')
    windows = x.unfold(2, size, stride).unfold(3, size, stride)
    return windows.amax((4, 5)) if kind == "max" else windows.mean((4, 5))
    ### END SOLUTION


def summary(shape: tuple[int, int, int], layers: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """What each layer of a network gives, costs and sees, without building it.

    =============================================================  ==============================
    ``("conv", out_channels, kernel, stride, padding, dilation)``  as ``output_size`` says
    ``("pool", size, stride)``                                     likewise, without padding
    ``("relu",)``                                                  changes nothing
    ``("flatten",)``                                               ``C * H * W`` numbers in a row
    ``("linear", out)``                                            after a ``("flatten",)``
    =============================================================  ==============================

    Args:
        shape: of the input, ``(C, H, W)``.
        layers: tuples as above, in the order of the network.

    Returns:
        One dict per layer: ``"shape"``, of its output, a tuple without the batch;
        ``"parameters"``, an int, biases included; ``"field"``, an int, the side of the square of
        the *input* that one output sees, as if there were no borders: 1 before the first layer,
        and 0 from ``("flatten",)`` on.

    Example:
        >>> for row in summary((1, 8, 8), [("conv", 16, 3, 1, 1, 1), ("pool", 2, 2)]):
        ...     print(row)
        {'shape': (16, 8, 8), 'parameters': 160, 'field': 3}
        {'shape': (16, 4, 4), 'parameters': 0, 'field': 4}
    """
    # About 20 lines. Keep a second number beside the field: how far apart in the input two
    # neighbouring outputs look. A kernel widens the field by (kernel - 1) * dilation of these.
    ### BEGIN SOLUTION
    rows = []
    now: tuple[int, ...] = tuple(shape)
    field, jump = 1, 1
    for kind, *numbers in layers:
        parameters = 0
        if kind == "conv":
            out, kernel, stride, padding, dilation = numbers
            parameters = out * (now[0] * kernel**2 + 1)
            sides = (output_size(side, kernel, stride, padding, dilation) for side in now[1:])
            now = (out, *sides)
            field, jump = field + (kernel - 1) * dilation * jump, jump * stride
        elif kind == "pool":
            size, stride = numbers
            now = (now[0], *(output_size(side, size, stride) for side in now[1:]))
            field, jump = field + (size - 1) * jump, jump * stride
        elif kind == "flatten":
            now, field = (math.prod(now),), 0
        elif kind == "linear":
            parameters = numbers[0] * (now[0] + 1)
            now = (numbers[0],)
        rows.append({"shape": now, "parameters": parameters, "field": field})
    return rows
    ### END SOLUTION


def equivariance_gap(
    layer: Callable[[Tensor], Tensor], x: Tensor, down: int, right: int, stride: int = 1
) -> float:
    """How far a layer is from this: move the image, and the answer moves along.

        gap = largest |layer(S x) - S' layer(x)|

    ``S`` moves images circularly by ``(down, right)``: what leaves at one border comes in at the
    other. ``S'`` moves outputs likewise, by ``(down / stride, right / stride)``.

    Args:
        layer: any callable from images ``(B, C, H, W)`` to such ones.
        x: ``(B, C, H, W)``.
        down, right: by how many pixels to move.
        stride: pixels of the input that are one step of the output.

    Returns:
        A Python float; 0 for a layer that is *equivariant*.

    Raises:
        ValueError: ``down / stride`` or ``right / stride`` is not a whole number.

    Example:
        >>> x = torch.tensor([[[[1.0, 0, 0, 0]]]])
        >>> equivariance_gap(lambda x: x.roll(1, 3), x, 0, 1)  # each pixel looks to its left
        0.0
        >>> equivariance_gap(lambda x: x.cumsum(3), x, 0, 1)  # ... at all that is to its left
        1.0
    """
    # About 5 lines: `torch.roll(x, (down, right), (2, 3))`.
    ### BEGIN SOLUTION
    if down % stride or right % stride:
        raise ValueError(f"moves by {down} and {right} are no whole steps of {stride}")
    moved = layer(x.roll((down, right), (2, 3)))
    expected = layer(x).roll((down // stride, right // stride), (2, 3))
    return (moved - expected).abs().max().item()
    ### END SOLUTION
