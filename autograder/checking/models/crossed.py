"""Images that nobody holds: crossed with their like at secret rows, and turned by a secret."""

import torch
from torch import Tensor

LIKE = 20  # nearest images, of which two are drawn for each cross


def crossed(images: Tensor, draw: torch.Generator) -> Tensor:
    """Cross each of some images (N, H, W) with two of its LIKE nearest, at two rows of its own.

    The upper, middle and lower part come from one image each. A held-back image so has millions of
    crosses, more than a model of 19 nats could tell apart, so a table of images is no help; and
    since the parts are alike, a sound model needs as many nats for a cross as for an image.
    """
    size, height, width = images.shape
    near, every = _nearest(images), torch.arange(size)
    drawn = torch.randint(near.shape[1], (2, size), generator=draw)
    thirds = torch.stack([every, *(near[every, one] for one in drawn)])
    cuts = torch.rand((size, height - 1), generator=draw).argsort(dim=1)[:, :2] + 1
    part = (torch.arange(height) >= cuts.unsqueeze(2)).sum(1)
    source = thirds[part, every.unsqueeze(1)]
    return images[source, torch.arange(height)].view(size, height, width)


def _nearest(images: Tensor) -> Tensor:
    """Return for each image the LIKE others that differ from it in the fewest pixels, (N, LIKE)."""
    flat = images.flatten(1)
    lit = flat.sum(1)
    apart = lit.unsqueeze(1) + lit - 2 * flat @ flat.T
    # Among equals the first: whole numbers, small enough for float32, of which no two are the same.
    ranked = apart.fill_diagonal_(flat.shape[1] + 1) * len(flat) + torch.arange(len(flat))
    return ranked.topk(LIKE, dim=1, largest=False).indices


def turned(images: Tensor, quarters: int, mirrored: bool) -> Tensor:
    """Turn images (N, H, W) by quarters, and mirror them: as hard to learn as they were."""
    rotated = torch.rot90(images, quarters, (1, 2))
    return rotated.flip(2) if mirrored else rotated
