"""What each dimension of an image adds to the number a student returns, read off a black box.

A likelihood function gives one number per image. So one dimension at a time is made sure, all
others left as they are: the image gets cheaper by what that dimension had cost.
"""

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.answer import Show
from autograder.checking.student import Expect, Failed, Student, StudentCrashed
from autograder.pictures.nll_error import Costs, nll_error
from autograder.records.verdict import Picture
from autograder.text.i18n import said

# Sure enough to be free to four decimals, and no more: the sigmoid of 15 is not yet 1 in float32,
# so that a function that takes its logarithm afterwards can still be asked.
SURE = 15.0
SURE_OF_MANY = 30.0  # against up to 255 other values; the least softmax is far from underflow
SIDES = (0, 1)

Args = tuple[Tensor, ...]


@dataclass(frozen=True)
class Asked:
    """A question to a likelihood function, and how one of its dimensions is made sure.

    `cost` (B, R, C) is the right cost of each dimension; `surely(args, image, dimension, side)`
    gives arguments in which this dimension alone is sure to have one of two values.
    """

    name: str
    args: Args
    cost: Tensor
    surely: Callable[[Args, int, int, int], Args]
    rows: Sequence[str]
    columns: Sequence[str]
    each: str


def bernoulli_asked(logits: Tensor, x: Tensor, cost: Tensor) -> Asked:
    """Return the question of `bernoulli_nll` for images (B, 1, H, W), which cost (B, H, W)."""
    _, _, height, width = logits.shape
    rows = [said("row {row}", row=i) for i in range(height)]
    columns = [said("column {column}", column=j) for j in range(width)]
    return Asked("bernoulli_nll", (logits, x), cost, _sure_pixel, rows, columns, said("pixel"))


def categorical_asked(logits: Tensor, x: Tensor, cost: Tensor) -> Asked:
    """Return the question of `categorical_nll` for images (B, 3, H, W), which cost (B, 3, H·W).

    The picture has a row for each channel.
    """
    places = itertools.product(range(x.shape[2]), range(x.shape[3]))
    pixels = [said("pixel {place}", place=f"({i}, {j})") for i, j in places]
    rows, each = tuple("RGB"), said("dimension")
    return Asked("categorical_nll", (logits, x), cost, _sure_value, rows, pixels, each)


def fvsbn_asked(x: Tensor, weight: Tensor, bias: Tensor, cost: Tensor) -> Asked:
    """Return the question of `fvsbn_nll`, whose dimensions cost (B, D), all in one row."""
    columns = [f"x{chr(ord('₁') + i)}" for i in range(x.shape[1])]
    args, rows = (x, weight, bias), cost.unsqueeze(1)
    return Asked("fvsbn_nll", args, rows, _sure_bias, [""], columns, said("dimension"))


def _sure_pixel(args: Args, image: int, dimension: int, side: int) -> Args:
    """Return logits and x with one pixel sure to be `side`."""
    logits, x = args[0].clone(), args[1]
    logits[image].view(-1)[dimension] = SURE if side else -SURE
    return (logits, x)


def _sure_value(args: Args, image: int, dimension: int, side: int) -> Args:
    """Return logits and x with one pixel sure to have its value, or the value mirrored."""
    logits, x = args[0].clone(), args[1]
    value = int(x[image].flatten()[dimension])
    chosen = logits.shape[1] - 1 - value if side else value
    logits[image, chosen].view(-1)[dimension] += SURE_OF_MANY
    return (logits, x)


def _sure_bias(args: Args, image: int, dimension: int, side: int) -> Args:
    """Return x, weight and bias with one dimension sure to be `side`, whatever comes before it."""
    x, weight, bias = args[0], args[1], args[2].clone()
    bias[dimension] = SURE if side else -SURE
    return (x, weight, bias)


def drawer(student: Student, asked: Asked) -> Show:
    """Return what `should_equal` calls to draw a wrong answer with its mistake."""
    return lambda wrong: error_picture(student, asked, wrong.got, wrong.mistake)


def error_picture(student: Student, asked: Asked, got: Tensor, sentence: str) -> Picture | None:
    """Draw the image that `got` (B,) is most wrong about; None when nothing can be read off."""
    error = (got.double() - asked.cost.flatten(1).sum(1)).abs()
    if not torch.isfinite(error).all():
        return None
    image = int(error.argmax())
    try:
        read = contributions(student, asked, image, float(got[image]))
    except (Failed, StudentCrashed):
        return None
    # Where no dimension moves the number, it is not a sum of their costs: nothing to show.
    if read is None or not read.any():
        return None
    want = asked.cost[image]
    notes = [f"p = {math.exp(-cost):.3g}" for cost in want.flatten().tolist()]
    rest = float(got[image]) - float(read.sum())
    table = read.view_as(want)
    costs = Costs(want, table, rest, asked.rows, asked.columns, notes, asked.each)
    return nll_error(costs, sentence)


def contributions(student: Student, asked: Asked, image: int, total: float) -> Tensor | None:
    """Return by how much the image's number falls when each dimension is made sure, (D,).

    Of the two sides the one that changes less is the value the dimension has: the other costs
    `SURE` nats. To find it thus serves also those who swap the values or the sign.
    """
    drops = []
    for dimension in range(asked.cost[image].numel()):
        changes = []
        for side in SIDES:
            args = asked.surely(asked.args, image, dimension, side)
            answer = student.call(asked.name, *args, expect=Expect((len(args[0]),)))
            changes.append(total - float(answer[image]))
        drops.append(min(changes, key=lambda change: abs(change) if change == change else math.inf))
    found = torch.tensor(drops, dtype=torch.float64)
    return found if torch.isfinite(found).all() else None
