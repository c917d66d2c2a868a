"""Reference solutions of `pixelcnn/sampling`: new images, and the missing part of old ones."""

import torch
from torch import Tensor, nn


@torch.no_grad()
def sample(
    model: nn.Module,
    shape: tuple[int, int, int, int],
    num_values: int = 2,
    generator: torch.Generator | None = None,
    device: torch.device | str = "cpu",
) -> Tensor:
    """Draw images from an autoregressive model, one pixel and channel at a time.

    Ancestral sampling follows the model's order: rows from the top, pixels from the left, and
    inside a pixel channels 0, 1, 2. Every draw is written into the image before the next one is
    made, since the next one depends on it: an image costs ``C * H * W`` forward passes.

    Args:
        model: any callable from images ``(B, C, H, W)`` in [0, 1] to logits ``(B, V, C, H, W)``.
            It is always called with full images, at most ``C * H * W`` times.
        shape: ``(B, C, H, W)``.
        num_values: ``V``; a pixel of value ``v`` holds ``v / (V - 1)``.
        generator: where all randomness comes from: equal states give equal images, and a call
            moves the state on. ``None`` is torch's global generator.
        device: where the images are made; the generator has to live there too.

    Returns:
        ``(B, C, H, W)``, float32, values ``v / (V - 1)``; does not require grad.

    Example:
        A model that knows no better than a fair coin:

        >>> coin = lambda x: torch.zeros(x.shape[0], 2, *x.shape[1:])
        >>> sample(coin, (1, 1, 2, 3), generator=torch.Generator().manual_seed(0)).unique()
        tensor([0., 1.])
    """
    # About 8 lines: an image of zeros; three nested loops (which is the innermost?); in them the
    # logits of that pixel and channel, probabilities, torch.multinomial, and the value written.
    ### BEGIN SOLUTION
    _, channels, height, width = shape
    x = torch.zeros(shape, dtype=torch.float32, device=device)
    for i in range(height):
        for j in range(width):
            for c in range(channels):
                probs = model(x)[:, :, c, i, j].softmax(dim=1)
                value = torch.multinomial(probs, 1, generator=generator).squeeze(1)
                x[:, c, i, j] = value.to(x.dtype) / (num_values - 1)
    return x
    ### END SOLUTION


@torch.no_grad()
def complete(
    model: nn.Module,
    x: Tensor,
    known: Tensor,
    num_values: int = 2,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Fill in the unknown part of images: draw it in the model's order, keep what is known.

    Each unknown pixel and channel is drawn given everything that comes *before* it, whether known
    or drawn. What is known further on has no say: a model that goes from the top down cannot
    tell how the top should look for the bottom to fit.

    Args:
        model: any callable from images ``(B, C, H, W)`` in [0, 1] to logits ``(B, V, C, H, W)``.
            It is always called with full images, at most ``C * H * W`` times.
        x: ``(B, C, H, W)``; at unknown places it may hold anything, even NaN. Not modified.
        known: bool, ``(H, W)`` for all images and channels or ``(B, C, H, W)``. Not modified.
        num_values: ``V``; a pixel of value ``v`` holds ``v / (V - 1)``.
        generator: where all randomness comes from, as in ``sample``.

    Returns:
        ``(B, C, H, W)`` in the dtype of ``x``: known entries exactly as they were, the others
        ``v / (V - 1)``; does not require grad.

    Example:
        Keep the upper half of two images, draw the lower half.

        >>> upper_half = torch.arange(8).view(8, 1).expand(8, 8) < 4
        >>> complete(PixelCNN(), torch.zeros(2, 1, 8, 8), upper_half).shape
        torch.Size([2, 1, 8, 8])
    """
    # About 10 lines: as sample, but start from the known pixels (torch.where) and write a draw
    # only where nothing is known. `known` may differ from image to image.
    ### BEGIN SOLUTION
    known = known.expand_as(x)
    x = torch.where(known, x, 0)
    _, channels, height, width = x.shape
    for i in range(height):
        for j in range(width):
            for c in range(channels):
                keep = known[:, c, i, j]
                if keep.all():
                    continue
                probs = model(x)[:, :, c, i, j].softmax(dim=1)
                value = torch.multinomial(probs, 1, generator=generator).squeeze(1)
                draw = value.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(keep, x[:, c, i, j], draw)
    return x
    ### END SOLUTION
