"""What a model is trained on and scored on, such as images of a secret law, which nobody holds."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.probes.mesh import MarkovMesh
from autograder.probes.order import Grid

STEEP = 0.8  # least weight of a mesh that is learned: 12 to 20 nats of 64 below independent pixels
LAW_TRAIN, LAW_TEST = 1500, 250


@dataclass(frozen=True)
class Split:
    """What a model is trained on, and what is held back, float32 (N, C, H, W) of a layout's grid.

    Rows become that by `RowLayout.images`.
    """

    train: Tensor
    test: Tensor

    @classmethod
    def at(cls, images: Tensor, held_back: int) -> "Split":
        """Hold back the images from this one on."""
        images = images.contiguous()
        return cls(images[:held_back], images[held_back:])

    def watched(self, count: int, generator: torch.Generator) -> tuple["Split", Tensor]:
        """Keep some of what it trains on apart, to watch it learn; returns the rest and those.

        What it is scored on cannot tell when to stop: it must not have been seen.
        """
        order = torch.randperm(len(self.train), generator=generator)
        return Split(self.train[order[count:]], self.test), self.train[order[:count]]


@dataclass(frozen=True)
class Law:
    """A steep secret mesh: images of it, and log p of those for scoring, float64 (B,) in nats."""

    images: Split
    log_probs: Tensor


def drawn_law(grid: Grid, plane: tuple[int, int], generator: torch.Generator) -> Law:
    """Draw a mesh of H × W binary pixels, and images of it in the form of a grid with as many."""
    mesh = MarkovMesh.drawn(*plane, generator, STEEP)
    train, test = (mesh.sample(count, generator) for count in (LAW_TRAIN, LAW_TEST))
    images = (drawn.float().view(-1, *grid.shape) for drawn in (train, test))
    return Law(Split(*images), mesh.log_prob(test))
