"""Sizes of hidden questions, drawn from the secret: no list in the source that a model could know.

Visible checks go up to a size that is published; each kind of question has one that is beyond. All
stay below 256 entries, which right models that hold a table by place may count on.
"""

from collections.abc import Sequence

import torch

from autograder.checking.models.layout import RowLayout
from autograder.checking.sizes import between, one_of
from autograder.probes.order import Grid
from autograder.probes.rows import Rows

# Of few enough images (4,096 at most) to add up all their probabilities.
COUNTABLE = (
    Grid(1, 3, 3, 2),
    Grid(1, 2, 4, 2),
    Grid(1, 4, 2, 2),
    Grid(1, 2, 5, 2),
    Grid(1, 5, 2, 2),
    Grid(1, 2, 3, 3),
    Grid(1, 3, 2, 3),
)
# A single row or column is left out: what lies above and what lies left are then the same place,
# which the contract does not speak of.
COUNTABLE_COLOUR = Grid(3, 2, 2, 2)


def channels(generator: torch.Generator) -> int:
    """Draw a number of hidden channels, even and divisible by 3; fewer could be dead at birth."""
    return one_of(generator, (12, 18))


def _turned(sides: Sequence[tuple[int, int]], generator: torch.Generator) -> tuple[int, int]:
    """Draw a height and a width: one of the pairs, either way round."""
    one, other = one_of(generator, sides)
    return (one, other) if between(generator, 0, 1) else (other, one)


def small(generator: torch.Generator) -> Grid:
    """Draw a grey grid that is not square, of 12 to 20 pixels, in 2 to 5 values."""
    height, width = _turned(((6, 3), (5, 4), (6, 2), (5, 3), (4, 3), (7, 2)), generator)
    return Grid(1, height, width, between(generator, 2, 5))


def small_colour(generator: torch.Generator) -> Grid:
    """Draw a grid of three channels that is not square, of 8 to 12 pixels, in 2 to 5 values."""
    height, width = _turned(((4, 3), (4, 2), (5, 2), (6, 2)), generator)
    return Grid(3, height, width, between(generator, 2, 5))


def long(beyond: int, generator: torch.Generator) -> Grid:
    """Draw a grey grid, one side longer than `beyond` and the other 2 or 3, in 2 to 6 values."""
    sides = between(generator, beyond + 1, beyond + 4), between(generator, 2, 3)
    height, width = _turned([sides], generator)
    return Grid(1, height, width, between(generator, 2, 6))


def vast(beyond: int, generator: torch.Generator) -> Grid:
    """Draw a grey grid, both sides longer than `beyond`, by up to 3, in 2 or 3 values."""
    height, width = (between(generator, beyond + 1, beyond + 3) for _ in range(2))
    return Grid(1, height, width, between(generator, 2, 3))


def vast_colour(beyond: int, generator: torch.Generator) -> Grid:
    """Draw three channels, one side longer than `beyond`, the other 5 or 6, in 2 to 6 values."""
    sides = between(generator, beyond + 1, beyond + 4), between(generator, 5, 6)
    height, width = _turned([sides], generator)
    return Grid(3, height, width, between(generator, 2, 6))


def countable(generator: torch.Generator) -> tuple[Grid, Grid]:
    """Draw a grey grid and one of three channels that have at most 4,096 images."""
    return one_of(generator, COUNTABLE), COUNTABLE_COLOUR


def rows(num_dims: int, generator: torch.Generator) -> RowLayout:
    """Draw an order of at least 3 dimensions that is not its own inverse, see `Rows.drawn`."""
    return RowLayout(Rows.drawn(num_dims, generator))
