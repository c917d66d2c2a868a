"""How much a student's `nade_logits` does at each step, beside a sum that is carried along."""

from itertools import pairwise

import torch

from autograder.checking.student import Failed, Student
from autograder.pictures.curves import Chart, Curve, curves
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

SIZES = (8, 16, 32, 48, 64)
HIDDEN, ROWS = 128, 4
STEEP = 0.5  # columns per step: a sum that is made again grows by one or more
NAME = "nade_logits"


def drawn_steps(student: Student) -> Picture:
    """Count the work of one more step, and draw it beside the staircase and the flat line.

    In columns of `in_weight`, H numbers for each row. Raises Failed where nothing was counted.
    """
    steps, work = _work(student)
    rises = (work[-1] - work[0]) / (steps[-1] - steps[0]) > STEEP
    most = max(SIZES[-1], *work) * 1.06
    told = _told(rises, work)
    every = list(range(1, SIZES[-1] + 1))
    found = [
        Curve("t − 1", every, [t - 1.0 for t in every], "steps"),
        Curve("1", every, [1.0] * len(every), "dashed"),
        Curve(NAME, steps, work, "points", [rises] * len(steps)),
    ]
    chart = Chart(NAME, "t", "columns per step", 0.0, most)
    return curves(chart, found, told, _caption(rises, told))


def _work(student: Student) -> tuple[list[float], list[float]]:
    """Return steps between the sizes, and what a step there costs, in columns."""
    counts = [_count(student, size) for size in SIZES]
    if not all(counts):  # what NumPy does is not counted
        raise Failed(said("No operation of PyTorch was counted."))
    between = list(pairwise(zip(SIZES, counts, strict=True)))
    steps = [(fewer + more) / 2 for (fewer, _), (more, _) in between]
    work = [
        max(0.0, (after - before) / (more - fewer) / (ROWS * HIDDEN))
        for (fewer, before), (more, after) in between
    ]
    return steps, work


def _count(student: Student, num_dims: int) -> int:
    draw = torch.Generator().manual_seed(num_dims)
    shapes = (HIDDEN, num_dims), (HIDDEN,), (num_dims, HIDDEN), (num_dims,)
    weights = [torch.randn(shape, generator=draw) for shape in shapes]
    return student.count_operations(NAME, torch.ones(ROWS, num_dims), *weights)


def _told(rises: bool, work: list[float]) -> str:
    if rises:
        return said(
            "Your work for one step rises from {first} to {last} columns: each step sums over all "
            "earlier dimensions again. Carry the sum: other checks count it.",
            first=f"{work[0]:.0f}",
            last=f"{work[-1]:.0f}",
        )
    return said(
        "Your work for one step stays near {last} columns, however long the past is: the sum is "
        "carried along.",
        last=f"{work[-1]:.0f}",
    )


def _caption(rises: bool, told: str) -> str:
    lead = said(
        "How many columns of in_weight a step adds: the staircase sums the past at each step, the "
        "dashed line carries the sum. Points: all that your code does for a step, counted in "
        "columns; its sigmoids and products count, too, so it lies somewhat above the line."
    )
    return listed([lead, said("A cross marks work that rises.") if rises else "", told])
