"""Reference solutions of `pixelcnn/stack`: causal convolutions and the models made of them."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from solutions.pixelcnn.masks import causal_mask, channel_mask, vertical_mask


class MaskedConv2d(nn.Conv2d):
    """A convolution that sees only earlier pixels, for every pair of input and output maps.

    The weight that acts is ``weight * mask``, and it has to be so at *every* forward pass: an
    optimiser step or ``load_state_dict`` may write anything into the hidden entries of ``weight``.

    Args:
        in_channels: input feature maps.
        out_channels: output feature maps.
        kernel_size: ``k``, odd.
        mask_type: ``"A"`` hides the centre, ``"B"`` shows it (see ``causal_mask``).
        dilation: the distance in pixels between neighbouring entries of the kernel.

    Raises:
        ValueError: ``mask_type`` is neither ``"A"`` nor ``"B"``, or ``kernel_size`` is even.

    Example:
        >>> MaskedConv2d(1, 8, kernel_size=3, mask_type="A")(torch.zeros(2, 1, 5, 7)).shape
        torch.Size([2, 8, 5, 7])
    """

    mask: Tensor  # (k, k); a buffer: it moves with .to(...), but no optimiser changes it

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        mask_type: str,
        dilation: int = 1,
    ) -> None:
        """Build a convolution with bias that keeps the spatial size, and its mask."""
        # About 3 lines: how much padding keeps the size, with dilation? Then register_buffer.
        ### BEGIN SOLUTION
        padding = dilation * (kernel_size // 2)
        super().__init__(in_channels, out_channels, kernel_size, padding=padding, dilation=dilation)
        self.register_buffer("mask", causal_mask(kernel_size, mask_type), persistent=False)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Convolve ``x (B, in_channels, H, W)`` to ``(B, out_channels, H, W)``."""
        # About 2 lines: F.conv2d takes the weight as an argument.
        ### BEGIN SOLUTION
        weight = self.weight * self.mask
        return F.conv2d(x, weight, self.bias, padding=self.padding, dilation=self.dilation)
        ### END SOLUTION


class PixelCNN(nn.Module):
    """A plain PixelCNN: one masked convolution of type "A", then masked convolutions of type "B".

    ``forward`` gives every pixel's distribution in one pass. ``logits[:, :, c, i, j]`` depends
    only on what comes before ``(i, j, c)``: pixels row by row, from left to right, and inside a
    pixel channels 0, 1, 2. It does depend on the left and on the upper neighbour and on the
    earlier channels of its own pixel. Images of a batch do not see each other, and the same input
    always gives the same output.

    Args:
        in_channels: 1 (grey) or 3 (colour).
        hidden_channels: feature maps of every layer; divisible by ``in_channels``.
        num_layers: masked convolutions that look at neighbours.
        num_values: ``V``, the values that a pixel can take.

    Raises:
        ValueError: ``in_channels`` is neither 1 nor 3, or does not divide ``hidden_channels``.

    Example:
        >>> PixelCNN(in_channels=3, hidden_channels=12, num_values=4)(torch.rand(2, 3, 5, 7)).shape
        torch.Size([2, 4, 3, 5, 7])
    """

    def __init__(
        self,
        in_channels: int = 1,
        hidden_channels: int = 32,
        num_layers: int = 5,
        num_values: int = 2,
    ) -> None:
        """Build the layers: one of type "A", the others "B", a 1x1 head for the logits."""
        super().__init__()
        # About 12 lines. A larger first kernel (7x7) and small ones after it (3x3) train well.
        # For colour, channel_mask takes the place of causal_mask in every layer; with
        # num_colors=1 the two are the same mask.
        ### BEGIN SOLUTION
        if in_channels not in (1, 3):
            raise ValueError(f"in_channels must be 1 or 3, not {in_channels}")
        self.num_values = num_values
        self.layers = nn.ModuleList()
        for layer in range(num_layers):
            inputs, size, mask_type = (hidden_channels, 3, "B") if layer else (in_channels, 7, "A")
            conv = MaskedConv2d(inputs, hidden_channels, size, mask_type)
            conv.mask = channel_mask(hidden_channels, inputs, size, mask_type, in_channels)
            self.layers.append(conv)
        outputs = in_channels * num_values
        self.head = MaskedConv2d(hidden_channels, outputs, 1, "B")
        self.head.mask = channel_mask(outputs, hidden_channels, 1, "B", in_channels)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Turn images ``x (B, C, H, W)`` in [0, 1] into logits ``(B, V, C, H, W)``."""
        # About 6 lines: the layers with a nonlinearity before each but the first (adding each
        # layer's output to its input helps), the head, and its channels split into (C, V).
        ### BEGIN SOLUTION
        # In [-1, 1] the zeros that pad an image differ from black: the border can be seen.
        h = 2 * x - 1
        for index, layer in enumerate(self.layers):
            h = layer(h) if index == 0 else h + layer(F.elu(h))
        logits: Tensor = self.head(F.elu(h))
        # The colour blocks of channel_mask are contiguous, so the colour is the outer index.
        batch, channels, height, width = x.shape
        return logits.view(batch, channels, self.num_values, height, width).transpose(1, 2)
        ### END SOLUTION


class GatedPixelCNN(nn.Module):
    """A PixelCNN without a blind spot: a vertical and a horizontal stack, with gates.

    A stack of masked convolutions never sees some pixels above and to the right. Here the
    *vertical* stack sees whole rows, its own included; the *horizontal* stack sees the current
    row to the left and is fed, in every layer, by the vertical stack of the row above. Without
    that shift by one row, a pixel would see what lies to the right of it.

    Order, channels, shapes and everything else are as for ``PixelCNN``; in addition, with
    ``num_layers`` of at least ``max(H, W) + 1`` every earlier pixel matters to every logit.
    See van den Oord et al., "Conditional Image Generation with PixelCNN Decoders", 2016.

    Args:
        in_channels: 1 (grey) or 3 (colour).
        hidden_channels: feature maps of each stack; divisible by ``in_channels``.
        num_layers: gated layers.
        num_values: ``V``, the values that a pixel can take.

    Raises:
        ValueError: ``in_channels`` is neither 1 nor 3, or does not divide ``hidden_channels``.

    Example:
        >>> GatedPixelCNN()(torch.zeros(2, 1, 5, 7)).shape
        torch.Size([2, 2, 1, 5, 7])
    """

    class Layer(nn.Module):
        """One gated layer of both stacks; yours to change or to leave out.

            v <- gate(vertical convolution of v)
            h <- h + mix(gate(horizontal convolution of h + link(v, one row down)))

        where ``gate`` splits ``2 * hidden_channels`` maps into halves ``a`` and ``b`` and returns
        ``tanh(a) * sigmoid(b)``. The first layer, of type "A", adds no ``h``: that is the image.
        """

        mask: Tensor  # of the horizontal convolution's weight

        def __init__(
            self,
            in_channels: int,
            hidden_channels: int,
            kernel_size: int,
            mask_type: str,
            num_colors: int,
        ) -> None:
            """Build the two masked convolutions and the 1x1 convolutions ``link`` and ``mix``."""
            super().__init__()
            # About 10 lines. Both halves of a gate must belong to the same colour.
            # Which of the 1x1 convolutions needs a mask when there are colours, and why?
            ### BEGIN SOLUTION
            centre, hidden = kernel_size // 2, hidden_channels
            self.residual = mask_type == "B"
            self.vertical = MaskedConv2d(in_channels, 2 * hidden, kernel_size, "B")
            self.vertical.mask = vertical_mask(kernel_size, "B")
            self.link = nn.Conv2d(hidden, 2 * hidden, 1)  # carries only rows above: no mask
            self.horizontal = nn.Conv2d(
                in_channels, 2 * hidden, (1, kernel_size), padding=(0, centre)
            )
            # The centre row of channel_mask: horizontal_mask with colours; once for each half.
            mask = channel_mask(hidden, in_channels, kernel_size, mask_type, num_colors)
            mask = mask[:, :, centre : centre + 1].repeat(2, 1, 1, 1)
            self.register_buffer("mask", mask, persistent=False)
            self.mix = MaskedConv2d(hidden, hidden, 1, "B")
            self.mix.mask = channel_mask(hidden, hidden, 1, "B", num_colors)
            ### END SOLUTION

        def gate(self, x: Tensor) -> Tensor:
            """``(B, 2 * hidden, H, W)`` to ``(B, hidden, H, W)``: tanh(a) * sigmoid(b)."""
            # About 2 lines: chunk.
            ### BEGIN SOLUTION
            a, b = x.chunk(2, dim=1)
            return torch.tanh(a) * torch.sigmoid(b)
            ### END SOLUTION

        def forward(self, v: Tensor, h: Tensor) -> tuple[Tensor, Tensor]:
            """Both stacks' feature maps, ``(B, channels, H, W)``, to those of the next layer."""
            # About 6 lines. One row down: F.pad on top, and drop the last row.
            ### BEGIN SOLUTION
            v = self.gate(self.vertical(v))
            above = F.pad(v, (0, 0, 1, 0))[:, :, :-1]
            conv = self.horizontal
            row = F.conv2d(h, conv.weight * self.mask, conv.bias, padding=conv.padding)
            out: Tensor = self.mix(self.gate(row + self.link(above)))
            return v, h + out if self.residual else out
            ### END SOLUTION

    def __init__(
        self,
        in_channels: int = 1,
        hidden_channels: int = 32,
        num_layers: int = 5,
        num_values: int = 2,
    ) -> None:
        """Build the gated layers, the first of type "A", and a 1x1 head for the logits."""
        super().__init__()
        # About 10 lines, much like PixelCNN.
        ### BEGIN SOLUTION
        if in_channels not in (1, 3):
            raise ValueError(f"in_channels must be 1 or 3, not {in_channels}")
        self.num_values = num_values
        hidden, outputs = hidden_channels, in_channels * num_values
        self.layers = nn.ModuleList(
            self.Layer(hidden, hidden, 3, "B", in_channels)
            if layer
            else self.Layer(in_channels, hidden, 5, "A", in_channels)
            for layer in range(num_layers)
        )
        self.head = MaskedConv2d(hidden, outputs, 1, "B")
        self.head.mask = channel_mask(outputs, hidden, 1, "B", in_channels)
        ### END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Turn images ``x (B, C, H, W)`` in [0, 1] into logits ``(B, V, C, H, W)``."""
        # About 5 lines: both stacks start from the image; the head reads the horizontal one.
        ### BEGIN SOLUTION
        # In [-1, 1] the zeros that pad an image differ from black: the border can be seen.
        v = h = 2 * x - 1
        for layer in self.layers:
            v, h = layer(v, h)
        logits: Tensor = self.head(F.elu(h))
        batch, channels, height, width = x.shape
        return logits.view(batch, channels, self.num_values, height, width).transpose(1, 2)
        ### END SOLUTION
