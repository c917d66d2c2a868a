"""What `autograder calibrate` trains, to find the ceilings that a course promises.

An assignment has it in `checks/calibrated.py`, as `CALIBRATED`, a tuple of Calibrated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.context import Context
from autograder.checking.dataset import Dataset
from autograder.checking.student import Student


@dataclass(frozen=True)
class Calibrated:
    """One class that is trained by the published protocol, and the ceiling that it has to meet.

    Args: `exercise`, whose known right submissions are trained, too; `name`, of the class;
    `ceiling` and `suspicious`, the parameters of course.toml that are proposed; `steps`, the
    parameter that holds the protocol's; `train`, which builds and trains a model with these steps
    from a seed and returns it; `nats`, which asks it for the mean cost of a held-back datum, nats;
    `independent`, the same of entries that know nothing of one another, which nothing that has
    learned should reach.
    """

    exercise: str
    name: str
    ceiling: str
    steps: str
    train: Callable[[Student, Context, int, int], Any]
    nats: Callable[[Any, Context], float]
    independent: Callable[[Context], float]
    suspicious: str = ""


def independent_nats(train: Tensor, held_back: Tensor, num_values: int) -> float:
    """Return what a held-back row costs when each entry is coded by how often it had each value.

    Args: `train` and `held_back`, whole values 0 … `num_values` - 1, int64 (N, …). In nats, with
    one more row's worth of every value's frequency over all entries, so that none is impossible.
    """
    often = train.flatten().bincount(minlength=num_values).double() + 1
    often /= often.sum()
    total = torch.zeros((), dtype=torch.float64)
    for one, other in zip(train.flatten(1).T, held_back.flatten(1).T, strict=True):
        p = (one.bincount(minlength=num_values) + often) / (len(train) + 1)
        total -= p.log()[other].mean()
    return float(total)


def independent_images(images: Dataset) -> float:
    """Return the same of an assignment's images."""
    both = images.images()
    return independent_nats(both[: images.train], both[images.train :], images.num_values)
