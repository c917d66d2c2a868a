"""What the usual mistakes make of a table that is fitted to rows."""

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers

HIDDEN = True  # never released


def fit_slips(x: Tensor, want: Tensor) -> SlipAnswers:
    """Return what the usual mistakes make of rows, where `want` is their shares."""
    once, count = (want > 0).to(want), len(x)
    product = torch.ones((), dtype=x.dtype)
    for share in x.mean(0):
        product = product.unsqueeze(-1) * torch.stack([1 - share, share])
    return {
        "A row that occurs three times must count three times: `table[index] += 1` writes each "
        "cell once.": once / count,
        "A row that occurs three times must count three times, so its share is larger: "
        "`table[index] += 1` writes each cell once.": once / once.sum(),
        "The axes are reversed: x_1 is the first.": want.permute(*reversed(range(want.ndim))),
        "These are counts: divide by N.": want * count,
        "This is a product of marginals: the dimensions are not independent.": product,
        "That is no maximum likelihood: what never came has probability 0.": (
            (want * count + 1) / (count + want.numel())
        ),
    }
