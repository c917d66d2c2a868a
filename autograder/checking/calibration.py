"""What `autograder calibrate` trains, to find the ceilings that a course promises.

An assignment has it in `checks/calibrated.py`, as `CALIBRATED`, a tuple of Calibrated.
"""

import math
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
    """Return what a held-back row costs by the best code that knows nothing of its other entries.

    Args: `train` and `held_back`, whole values 0 … `num_values` - 1, int64 (N, …). In nats, the
    least of three: all values equal; by how often each value is anywhere; by how often each entry
    has it, with one more row's worth of the second. The third one is poor where rows are few.
    """
    often = train.flatten().bincount(minlength=num_values).double() + 1
    often /= often.sum()
    each = torch.zeros((), dtype=torch.float64)
    for one, other in zip(train.flatten(1).T, held_back.flatten(1).T, strict=True):
        p = (one.bincount(minlength=num_values) + often) / (len(train) + 1)
        each -= p.log()[other].mean()
    entries = held_back[0].numel()
    anywhere = -often.log()[held_back].mean() * entries
    return min(float(each), float(anywhere), entries * math.log(num_values))


def independent_images(images: Dataset) -> float:
    """Return the same of an assignment's images."""
    both = images.images()
    return independent_nats(both[: images.train], both[images.train :], images.num_values)
