"""The published training, looked at on its way: it ends where nothing can change the verdict.

It is one training in parts, whose optimiser goes on, so it is what students run. What is held back
is for the score and must not be seen before, so looks are at data that the model trains on.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from autograder.checking.calibration import independent_nats
from autograder.checking.models.asked import AskedModel, NotFinite
from autograder.checking.models.split import Split
from autograder.checking.models.training import Size, beyond, log_likelihood
from autograder.probes.order import Grid

PARTS, LOOKS = 5, 3  # of the training, and how many have passed when it may be given up, at most
SEEN = 256  # data that are looked at, and an eighth of them where one has many logits
MANY = 4096


class GivenUp(Exception):
    """It has learned nothing yet, and will not reach the ceiling in what is left."""


@dataclass(frozen=True)
class Glimpse:
    """Data of the training, and by how many nats one is harder than one of those held back.

    That is the difference of what independent entries cost, so that some which happen to be easy
    or hard tell the same.
    """

    data: Tensor
    harder: float

    @classmethod
    def at(cls, images: Split, grid: Grid, generator: torch.Generator) -> "Glimpse":
        """Draw some data of those that are trained on."""
        count = SEEN if grid.size * grid.num_values <= MANY else SEEN // 8
        data = images.train[torch.randperm(len(images.train), generator=generator)[:count]]
        train, some, test = (grid.values(one) for one in (images.train, data, images.test))
        costs = (independent_nats(train, one, grid.num_values) for one in (some, test))
        return cls(data, next(costs) - next(costs))

    def nats(self, model: AskedModel) -> float:
        """Return what held-back data would cost about, nats for one; infinite where it diverges."""
        try:
            return -log_likelihood(model, self.data).mean().item() - self.harder
        except NotFinite:
            return math.inf


def in_parts(size: Size) -> Size:
    """Return the same training in parts of as many steps each, five where they can be."""
    parts = next(count for count in range(PARTS, 0, -1) if size.steps % count == 0)
    return replace(size, steps=size.steps // parts, rounds=parts, one_run=True)


def is_given_up(seen: Sequence[float], parts: int, hopeless: float, ceiling: float) -> bool:
    """Say whether a training is given up: to end it would cost more than all other checks together.

    It is worse than independent entries, and would not get there if what is left were twice as good
    as what came last. One that is slow to begin is no such model.
    Args: `seen`, nats after each of the `parts` so far.
    """
    looked = len(seen) <= LOOKS and math.isfinite(seen[-1])
    return looked and seen[-1] >= hopeless and beyond(seen, 2 * (parts - len(seen)), ceiling)
