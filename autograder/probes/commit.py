"""Would a model predict the same, had it not been shown the rest of the image?

Both probes ask two processes of the same model, and neither process ever holds both halves of one
comparison. So a model that recognises sweeps, or remembers what it has seen, has nothing to go by.
"""

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
    ascending over the rounds, so that no question gives away the answer to a later one.
    """
    batch, size = own.shape
    places = torch.randint(size, (rounds, batch), generator=generator).sort(0).values
    allowed, gap = tolerance(dtype, whole), 0.0
    for t in places:
        composed = torch.where(torch.arange(size) < t.unsqueeze(1), own, others)
        answers = grid.per_entry(model.log_probs(grid.images(composed)))
        rows = torch.arange(batch)
        gap = max(gap, distance(answers[rows, t], whole[rows, t]).max().item())
        allowed = max(allowed, tolerance(dtype, answers))
    return Repeats(gap, allowed)


def paired_interventions(
    first: Model,
    second: Model,
    grid: Grid,
    generator: torch.Generator,
    dtype: torch.dtype,
    pairs: int = 24,
) -> Repeats:
    """Ask one process about x_<t and a rest, another about x_<t and another rest at every entry.

    What each says about the entries up to t must agree. Every pair has a base of its own, so the
    images of each batch are unrelated; the second process gets them in another order.
    """
    base = grid.draw(pairs, generator)
    t = torch.randint(grid.size, (pairs, 1), generator=generator)
    rest = grid.draw(pairs, generator)
    shift = torch.randint(1, grid.num_values, rest.shape, generator=generator)
    entries = torch.arange(grid.size)
    halves = [
        torch.where(entries < t, base, tail) for tail in (rest, (rest + shift) % grid.num_values)
    ]
    order = torch.randperm(pairs, generator=generator)
    one = grid.per_entry(first.log_probs(grid.images(halves[0])))
    two = grid.per_entry(second.log_probs(grid.images(halves[1][order])))
    gaps = distance(one[order], two).amax(2)
    moved = torch.where(entries <= t[order], gaps, 0.0).max().item()
    return Repeats(moved, max(tolerance(dtype, one), tolerance(dtype, two)))
