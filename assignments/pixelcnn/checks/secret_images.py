"""The course's images as no student holds them: turned by the secret."""

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.models.split import Split

HIDDEN = True  # never released


def images(ctx: Context) -> Tensor:
    """Return the course's images as models are given them, float32 (N, C, H, W) in [0, 1]."""
    dataset = ctx.dataset
    return dataset.images().float() / (dataset.num_values - 1)


def turned_images(ctx: Context) -> Split:
    """Return the images transposed and, by the secret, flipped either way and inverted.

    For right models they are about as hard as upright ones, which tell nothing about them.
    """
    flips = torch.randint(2, (3,), generator=ctx.generator("turned")).bool().tolist()
    turned = images(ctx).transpose(2, 3)
    for dim, flipped in zip((2, 3), flips[:2], strict=True):
        turned = turned.flip(dim) if flipped else turned
    return Split.at(1 - turned if flips[2] else turned, ctx.dataset.train)


def inverted_images(ctx: Context) -> Split:
    """Return the images upright and inverted: as hard as those of the handout, and not those."""
    return Split.at(1 - images(ctx), ctx.dataset.train)
