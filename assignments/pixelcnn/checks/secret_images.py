"""Images that no student holds: digits turned by the secret, and those of a secret law."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.probes.mesh import MarkovMesh

HELD_BACK = 1500  # from this image on: no model trains on them
STEEP = 0.8  # least weight of a mesh that is learned: 12 to 20 nats below independent pixels
LAW_TRAIN, LAW_TEST = 1500, 250


@dataclass(frozen=True)
class Images:
    """What a model is trained on, and what it is scored on, float32 (N, 1, H, W) in {0, 1}."""

    train: Tensor
    test: Tensor


def digits(ctx: Context) -> Tensor:
    """Return the assignment's images as students hold them, float32 (N, 1, 8, 8)."""
    with np.load(ctx.data / "digits.npz") as stored:
        return torch.from_numpy(stored["images"]).float().unsqueeze(1)


def turned_digits(ctx: Context) -> Images:
    """Return the digits transposed and, by the secret, flipped either way and inverted.

    For right models they are about as hard as upright ones, which tell nothing about them.
    """
    flips = torch.randint(2, (3,), generator=ctx.generator("turned")).bool().tolist()
    images = digits(ctx).transpose(2, 3)
    for dim, flipped in zip((2, 3), flips[:2], strict=True):
        images = images.flip(dim) if flipped else images
    return _split(1 - images if flips[2] else images)


def inverted_digits(ctx: Context) -> Images:
    """Return the digits upright and inverted: as hard as those of the handout, and not those."""
    return _split(1 - digits(ctx))


def _split(images: Tensor) -> Images:
    images = images.contiguous()
    return Images(images[:HELD_BACK], images[HELD_BACK:])


@dataclass(frozen=True)
class Law:
    """A steep secret mesh, images of it, and log p of those for scoring, float64 (B,) in nats."""

    images: Images
    log_probs: Tensor


def drawn_law(height: int, width: int, generator: torch.Generator) -> Law:
    """Draw a mesh and images of it."""
    mesh = MarkovMesh.drawn(height, width, generator, STEEP)
    train, test = (mesh.sample(count, generator) for count in (LAW_TRAIN, LAW_TEST))
    return Law(Images(train.float(), test.float()), mesh.log_prob(test))
