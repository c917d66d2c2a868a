"""What hidden checks ask `report`: rows of a model that is drawn, in batches of any size."""

import torch

from autograder.checking.check import Context

from .reports import DEFAULT, Case

HIDDEN = True  # never released


def drawn_case(
    ctx: Context,
    train: int,
    test: int,
    dims: int,
    batch_size: int = DEFAULT,
    dtype: torch.dtype = torch.float32,
) -> Case:
    """Draw different rows of zeros and ones, and log-probabilities that differ by nats."""
    chosen = torch.randperm(2**dims, generator=ctx.stream)[: train + test]
    rows = (chosen.unsqueeze(1) >> torch.arange(dims) & 1).to(dtype)
    log_probs = -dims * (0.2 + ctx.rand(train + test, dtype=dtype))
    log_probs[train:] -= 1  # rows that the model was not trained on
    return Case(rows[:train], rows[train:], log_probs, batch_size)


def uneven_cases(ctx: Context) -> list[Case]:
    """Draw cases whose sizes are no multiples of the batch size, and one that is a single batch."""
    size = ctx.between(3, 5)
    return [
        drawn_case(ctx, 2 * size + 1, 3 * size + 2, 6, size),
        drawn_case(ctx, 3 * size - 1, size + 1, 7, size, torch.float64),
        drawn_case(ctx, 9, 6, 5, 20),
        drawn_case(ctx, 300, 270, 10),
    ]
