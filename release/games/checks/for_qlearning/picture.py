"""What a student's value iteration finds in a small grid world, after some sweeps."""

import torch
from torch import Tensor

from autograder.checking.student import Expect, Student
from autograder.pictures.quarters import Grid, Worth, quarters
from autograder.records.verdict import Picture
from autograder.text.i18n import said

# Two rows of three cells: +1 at the upper right, a trap below it, no wall.
GRID = Grid(2, 3, (1, 0), frozenset(), {(0, 2): "+1", (1, 2): "−1"})
GAMMA = 0.9
# By states in the order of rows, and moves up, right, down, left.
THERE = torch.tensor(
    [[0, 1, 3, 0], [1, 2, 4, 0], [2, 2, 5, 1], [0, 4, 3, 3], [1, 5, 4, 3], [2, 5, 5, 4]]
)
REWARD = torch.tensor(
    [
        [0.0, 0.0, 0.0, 0.0],
        [0.0, 1.0, 0.0, 0.0],
        [1.0, 1.0, -1.0, 0.0],
        [0.0, 0.0, 0.0, 0.0],
        [0.0, -1.0, 0.0, 0.0],
        [1.0, -1.0, -1.0, 0.0],
    ]
)
END = REWARD != 0
# What moves are worth after so many sweeps: 1, then 0.9, and in the end 0.81, …
LATE = torch.tensor(
    [
        [0.81, 0.9, 0.729, 0.81],
        [0.9, 1.0, 0.81, 0.81],
        [1.0, 1.0, -1.0, 0.9],
        [0.81, 0.81, 0.729, 0.729],
        [0.9, -1.0, 0.81, 0.729],
        [1.0, -1.0, -1.0, 0.81],
    ]
)
SECOND = torch.tensor(
    [
        [0.0, 0.9, 0.0, 0.0],
        [0.9, 1.0, 0.0, 0.0],
        [1.0, 1.0, -1.0, 0.9],
        [0.0, 0.0, 0.0, 0.0],
        [0.9, -1.0, 0.0, 0.0],
        [1.0, -1.0, -1.0, 0.0],
    ]
)
DUE = {1: REWARD, 2: SECOND, 20: LATE}


def drawn_worlds(student: Student) -> Picture:
    """Draw the values after 1, 2 and 20 sweeps; wrong ones bear a cross."""
    maps = [Worth(str(one), _swept(student, one), _grid(due)) for one, due in DUE.items()]
    told = said("News of the end travels one cell a sweep.")
    return quarters(GRID, maps, f"value_iteration(…, {GAMMA}, sweeps)", told)


def _swept(student: Student, sweeps: int) -> Tensor:
    world = (THERE, REWARD, END, GAMMA, sweeps)
    return _grid(student.call("value_iteration", *world, expect=Expect((6, 4))))


def _grid(table: Tensor) -> Tensor:
    return table.view(GRID.height, GRID.width, 4)
