"""Which entries does an output look at? Maps for pictures and diagnoses."""

import torch
from torch import Tensor

from autograder.probes.model import Differentiable, Model, distance
from autograder.probes.order import Grid


def gradient_map(
    model: Differentiable, grid: Grid, base: Tensor, generator: torch.Generator
) -> Tensor:
    """Return |d output s / d input t| as float64 (n, n), row s, relative to its largest entry.

    Args: `base`, one sequence, int64 (n,). One question with one row per entry; see `slopes_of`.
    """
    return slopes_of(model, grid, base, torch.arange(grid.size), generator)


def slopes_of(
    model: Differentiable, grid: Grid, base: Tensor, outputs: Tensor, generator: torch.Generator
) -> Tensor:
    """Return |d output s / d input t| for the outputs s, int64 (K,), as float64 (K, n).

    Relative to the largest entry. An output's weights over its values sum to zero, which makes the
    gradient of logits one of log-probabilities too (for two values, of their difference). Zero
    where a model has no gradient.
    """
    weights = torch.randn(grid.num_values, generator=generator, dtype=torch.float64)
    weights = weights - weights.mean()
    rows = torch.zeros(len(outputs), grid.num_values, *grid.shape, dtype=torch.float64)
    for row, s in zip(rows, outputs.tolist(), strict=True):
        i, j, c = grid.place(s)
        row[:, c, i, j] = weights / weights.abs().max()
    pulled = model.vjp(grid.images(base.unsqueeze(0)), rows.unsqueeze(1))
    slopes = grid.sequences(pulled.squeeze(1).double()).abs()
    slopes = torch.where(slopes.isfinite(), slopes, 0.0)
    return slopes / slopes.max().clamp_min(torch.finfo(torch.float64).tiny)


def flip_map(model: Model, grid: Grid, base: Tensor, generator: torch.Generator) -> Tensor:
    """Return how far output s moves when input t alone is changed, float64 (n, n), row s; nats.

    Args: `base`, one sequence, int64 (n,). One call with n + 1 images. Needs no gradient, so it
    sees through rounding, detaching and embedded input.
    """
    shift = torch.randint(1, grid.num_values, (grid.size,), generator=generator)
    other = (base + shift) % grid.num_values
    alone = torch.eye(grid.size + 1, grid.size, dtype=torch.bool)
    answers = grid.per_entry(model.log_probs(grid.images(torch.where(alone, other, base))))
    return distance(answers[:-1], answers[-1:]).amax(2).T
