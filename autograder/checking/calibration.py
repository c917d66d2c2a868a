"""What `autograder calibrate` trains, to find the ceilings that a course promises.

An assignment has it in `checks/calibrated.py`, as `CALIBRATED`, a tuple of Calibrated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

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


def independent_nats(images: Dataset) -> float:
    """Return what a held-back image costs when each entry is coded by how often it had each value.

    In nats, with one more image's worth of every value's frequency over all entries, so that no
    value is impossible.
    """
    rows = images.images().flatten(1)
    train, held_back = rows[: images.train], rows[images.train :]
    often = train.flatten().bincount(minlength=images.num_values).double() + 1
    often /= often.sum()
    total = torch.zeros((), dtype=torch.float64)
    for one, other in zip(train.T, held_back.T, strict=True):
        p = (one.bincount(minlength=images.num_values) + often) / (images.train + 1)
        total -= p.log()[other].mean()
    return float(total)
