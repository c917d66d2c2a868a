"""Would a model predict the same, had it not been shown the rest of the image?

Both probes ask two processes of the same model, and neither process ever holds both halves of one
comparison. So a model that recognises sweeps, or remembers what it has seen, has nothing to go by.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.probes.causality import Repeats
from autograder.probes.model import Model, distance, tolerance
from autograder.probes.order import Grid


def commitment(
    whole: Tensor,
    model: Model,
    grid: Grid,
    own: Tensor,
    others: Tensor,
    generator: torch.Generator,
    dtype: torch.dtype,
    rounds: int = 2,
) -> Repeats:
    """Compare p(x_t | x_<t) of images scored whole with the same of images cut off at t.

    Args: `whole`, log-probabilities (B, n, V) that a first process gave to the whole sequences
    `own`, int64 (B, n); `model`, the same model in a fresh process; `others`, unrelated sequences
    (B, n), from which the model gets all entries from t on. One random t per image and round, t
    ascending over the rounds, so that no question gives away the answer to a later one; and the
    images of each round in an order of their own.
    """
    batch, size = own.shape
    places = torch.randint(size, (rounds, batch), generator=generator).sort(0).values
    allowed, gap = tolerance(dtype, whole), 0.0
    for t in places:
        composed = torch.where(torch.arange(size) < t.unsqueeze(1), own, others)
        order = torch.randperm(batch, generator=generator)
        answers = grid.per_entry(model.log_probs(grid.images(composed[order])))
        rows, t = torch.arange(batch), t[order]
        gap = max(gap, distance(answers[rows, t], whole[order, t]).max().item())
        allowed = max(allowed, tolerance(dtype, answers))
    return Repeats(gap, allowed)


@dataclass(frozen=True)
class Half:
    """What one process is asked: `sequences` (M, n), of which `own`, int64 (B,), are of pairs."""

    sequences: Tensor
    own: Tensor

    def answers(self, model: Model, grid: Grid) -> Tensor:
        """Ask for all, and give log-probabilities (B, n, V) of the pairs' ones, pair by pair."""
        return grid.per_entry(model.log_probs(grid.images(self.sequences)))[self.own]


@dataclass(frozen=True)
class Pairs:
    """Images that agree before entry t, int64 (B, 1), and differ in it, in two unrelated batches.

    Each batch has its own order, its own unrelated images among those of the pairs, and a rest
    that is drawn for it alone: but for x_<t nothing of one half follows from the other.
    """

    t: Tensor
    first: Half
    second: Half

    def compared(self, one: Tensor, two: Tensor, dtype: torch.dtype) -> Repeats:
        """Say how far the answers to both halves, (B, n, V), lie apart at the entries up to t."""
        up_to = torch.arange(one.shape[1]) <= self.t
        moved = torch.where(up_to, distance(one, two).amax(2), 0.0).max().item()
        return Repeats(moved, max(tolerance(dtype, one), tolerance(dtype, two)))


def drawn_pairs(grid: Grid, generator: torch.Generator, pairs: int = 24) -> Pairs:
    """Draw pairs of images, so many, and the two batches in which processes are asked for them."""
    base = grid.draw(pairs, generator)
    t = torch.randint(grid.size, (pairs, 1), generator=generator)
    rest, other = grid.draw(pairs, generator), grid.draw(pairs, generator)
    # At t itself they have to differ, or a model that sees its own entry could go unseen.
    shift = torch.randint(1, grid.num_values, (pairs, 1), generator=generator)
    other = other.scatter(1, t, (rest.gather(1, t) + shift) % grid.num_values)
    entries = torch.arange(grid.size)
    first, second = (
        _among_others(torch.where(entries < t, base, tail), grid, generator)
        for tail in (rest, other)
    )
    return Pairs(t, first, second)


def _among_others(own: Tensor, grid: Grid, generator: torch.Generator) -> Half:
    more = int(torch.randint(1, 9, (), generator=generator))
    batch = torch.cat([own, grid.draw(more, generator)])
    order = torch.randperm(len(batch), generator=generator)
    return Half(batch[order], order.argsort()[: len(own)])
