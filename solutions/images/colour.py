"""Reference solutions of `images/colour`: three channels, one after the other."""

import math
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def coarsen(x256: Tensor, num_values: int) -> Tensor:
    """Put 256 values into ``V`` equal bins: ``256 / V`` neighbouring values become one.

    Args:
        x256: int64, any shape, values in [0, 256).
        num_values: ``V``, a divisor of 256, at least 2.

    Returns:
        int64 in the shape of ``x256``, values in [0, ``V``).

    Raises:
        ValueError: ``V`` is below 2 or does not divide 256.

    Example:
        >>> coarsen(torch.tensor([0, 31, 32, 255]), num_values=8)
        tensor([0, 0, 1, 7])
    """
    # About 3 lines.
    ### BEGIN SOLUTION
    if num_values < 2 or 256 % num_values:
        raise ValueError(f"num_values must be 2 or more and divide 256, not {num_values}")
    return x256.long() // (256 // num_values)
    ### END SOLUTION


def nll_by_channel(logits: Tensor, x: Tensor) -> Tensor:
    """Negative log-likelihood of each channel, summed over its pixels.

    Args:
        logits: ``(B, V, C, H, W)``; ±10,000 must not overflow.
        x: int64 ``(B, C, H, W)``, values in [0, ``V``).

    Returns:
        ``(B, C)``: nats, in the dtype of ``logits``. Over ``C`` they add up to the image's NLL.

    Example:
        >>> nll_by_channel(torch.zeros(1, 2, 3, 1, 1), torch.zeros(1, 3, 1, 1, dtype=torch.long))
        tensor([[0.6931, 0.6931, 0.6931]])
    """
    # 1 line: F.cross_entropy takes values on axis 1.
    ### BEGIN SOLUTION
    return F.cross_entropy(logits, x, reduction="none").sum((2, 3))
    ### END SOLUTION


def coarse_nll(logits: Tensor, x256: Tensor) -> Tensor:
    """What a model of ``V`` bins pays for the image of 256 values.

    The logits choose a bin; the ``256 / V`` values in it are equally likely. So models with
    different ``V`` can be compared: all of them pay for the same image.

    Args:
        logits: ``(B, V, 3, H, W)``.
        x256: int64 ``(B, 3, H, W)``, values in [0, 256).

    Returns:
        ``(B,)``: nats per image of 256 values, in the dtype of ``logits``.

    Raises:
        ValueError: ``V`` is below 2 or does not divide 256.

    Example:
        Equal logits cost ln 256 for each of the three values of a pixel, whatever ``V``:

        >>> coarse_nll(torch.zeros(1, 4, 3, 1, 1), torch.full((1, 3, 1, 1), 200)) / math.log(256)
        tensor([3.])
    """
    # About 4 lines, with the functions above.
    ### BEGIN SOLUTION
    num_values = logits.shape[1]
    bins = nll_by_channel(logits, coarsen(x256, num_values)).sum(1)
    return bins + x256[0].numel() * math.log(256 / num_values)
    ### END SOLUTION


class ColourPixelCNN(nn.Module):
    """A PixelCNN for colour: inside a pixel, G may see R, and B may see R and G.

    ``logits[:, :, c, i, j]`` depend only on what comes before ``(i, j, c)``: pixels row by row,
    from left to right, and inside a pixel channels R, G, B. Every feature map belongs to one
    channel, in three equal blocks. Of the *other* pixels all blocks may see everything that comes
    before; at their *own* pixel a block of the first layer sees the channels before its own, and
    in later layers itself as well: that block never saw its own value.

    Whatever an optimiser or ``load_state_dict`` writes into ``weight``, hidden entries have no
    effect. Images of a batch do not see each other, and the same input gives the same output.

    Args:
        hidden_channels: feature maps of every layer, divisible by 3.
        dilations: the distance between neighbouring entries of each 3x3 layer's kernel. With
            ``dilations[0] == 1`` each logit depends on all colours of the left, upper left, upper
            and upper right pixels; always on those ``sum(dilations)`` to the left and above.
        num_values: ``V``, the values that a channel can take.

    Raises:
        ValueError: ``hidden_channels`` is not divisible by 3, or there is no dilation.

    Example:
        >>> ColourPixelCNN(hidden_channels=6, num_values=4)(torch.rand(2, 3, 5, 7)).shape
        torch.Size([2, 4, 3, 5, 7])
    """

    class Conv(nn.Conv2d):
        """A masked convolution whose maps belong to R, G, B; yours to change or to leave out."""

        mask: Tensor  # of the weight: (out, in, k, k)

        def __init__(self, inputs: int, outputs: int, size: int, dilation: int, first: bool):
            """Build the convolution and its mask; ``first`` is the layer that sees the image."""
            # About 8 lines. Which block does each map belong to? At the centre of the kernel an
            # output sees the inputs of earlier blocks; unless it is the first layer, of its own.
            ### BEGIN SOLUTION
            centre = size // 2
            super().__init__(inputs, outputs, size, padding=dilation * centre, dilation=dilation)
            block_in = torch.arange(inputs) * 3 // inputs
            block_out = (torch.arange(outputs) * 3 // outputs).unsqueeze(1)
            mask = torch.zeros_like(self.weight)
            mask[:, :, :centre] = 1
            mask[:, :, centre, :centre] = 1
            mask[:, :, centre, centre] = block_in < block_out if first else block_in <= block_out
            self.register_buffer("mask", mask.detach(), persistent=False)
            ### END SOLUTION

        def forward(self, x: Tensor) -> Tensor:
            """Convolve ``x (B, inputs, H, W)`` to ``(B, outputs, H, W)``."""
            # About 2 lines: mask the weight at every call.
            ### BEGIN SOLUTION
            weight = self.weight * self.mask
            return F.conv2d(x, weight, self.bias, padding=self.padding, dilation=self.dilation)
            ### END SOLUTION

    def __init__(
        self, hidden_channels: int = 24, dilations: Sequence[int] = (1, 2, 1), num_values: int = 8
    ) -> None:
        """Build one 3x3 layer for each dilation, the first as ``first``, and a 1x1 head."""
        super().__init__()
        # About 8 lines.
        ### BEGIN SOLUTION
        if hidden_channels % 3:
            raise ValueError(f"hidden_channels must be divisible by 3, not {hidden_channels}")
        if not dilations:
            raise ValueError("there must be at least one dilation")
        self.num_values, hidden = num_values, hidden_channels
        self.layers = nn.ModuleList(
            self.Conv(hidden if layer else 3, hidden, 3, dilation, first=layer == 0)
            for layer, dilation in enumerate(dilations)
        )
        self.head = self.Conv(hidden, 3 * num_values, 1, 1, first=False)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Turn images ``x (B, 3, H, W)`` in [0, 1] into logits ``(B, V, 3, H, W)``."""
        # About 6 lines: a nonlinearity before each layer but the first; adding each layer's output
        # to its input helps. Maps of one colour are contiguous in the head's output, too.
        ### BEGIN SOLUTION
        # In [-1, 1] the zeros that pad an image differ from black: the border can be seen.
        h = 2 * x - 1
        for index, layer in enumerate(self.layers):
            h = layer(h) if index == 0 else h + layer(F.elu(h))
        logits: Tensor = self.head(F.elu(h))
        batch, channels, height, width = x.shape
        return logits.view(batch, channels, self.num_values, height, width).transpose(1, 2)
        ### END SOLUTION
