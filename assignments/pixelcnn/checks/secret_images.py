"""Digits that no student holds: those of the handout, turned by the secret."""

import numpy as np
import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.models.split import Split

HIDDEN = True  # never released

HELD_BACK = 1500  # from this image on: no model trains on them


def digits(ctx: Context) -> Tensor:
    """Return the assignment's images as students hold them, float32 (N, 1, 8, 8)."""
    with np.load(ctx.data / "digits.npz") as stored:
        return torch.from_numpy(stored["images"]).float().unsqueeze(1)


def turned_digits(ctx: Context) -> Split:
    """Return the digits transposed and, by the secret, flipped either way and inverted.

    For right models they are about as hard as upright ones, which tell nothing about them.
    """
    flips = torch.randint(2, (3,), generator=ctx.generator("turned")).bool().tolist()
    images = digits(ctx).transpose(2, 3)
    for dim, flipped in zip((2, 3), flips[:2], strict=True):
        images = images.flip(dim) if flipped else images
    return Split.at(1 - images if flips[2] else images, HELD_BACK)


def inverted_digits(ctx: Context) -> Split:
    """Return the digits upright and inverted: as hard as those of the handout, and not those."""
    return Split.at(1 - digits(ctx), HELD_BACK)
