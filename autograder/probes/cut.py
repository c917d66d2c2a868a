"""Does a model predict a text the same when its end is cut off? Images have no such thing."""

from collections.abc import Callable

import torch

from autograder.probes.causality import Repeats
from autograder.probes.model import Model, distance, tolerance
from autograder.probes.order import Grid

TEXTS = 5


def cut(
    model_of: Callable[[int], Model], grid: Grid, generator: torch.Generator, dtype: torch.dtype
) -> Repeats:
    """Compare the answers about the first t of n entries with those to the first t alone, all t.

    Args: `model_of`, the same model for so many entries; `grid`, of one row and one channel. Shows
    what depends on the length alone, which no change of an entry does, and statistics over places.
    """
    texts = grid.draw(TEXTS, generator)
    whole = model_of(grid.size).log_probs(grid.images(texts))
    gap, allowed = 0.0, tolerance(dtype, whole)
    for length in range(1, grid.size):
        short = Grid(1, 1, length, grid.num_values)
        answers = model_of(length).log_probs(short.images(texts[:, :length].contiguous()))
        gap = max(gap, distance(answers, whole[..., :length]).max().item())
    return Repeats(gap, allowed)
