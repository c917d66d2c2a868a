"""What `report` should say of a model that is played, and what the usual mistakes make of it."""

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

from .reports import KEYS, Case, Due

HIDDEN = True  # never released


def due_of(cases: Sequence[Case]) -> Due:
    """Return what is due for several cases, and what mistakes make of each number."""
    each = [_slips(case) for case in cases]
    slips = {
        key: {text: torch.stack([one[key][text] for one in each]) for text in each[0][key]}
        for key in KEYS
    }
    return Due(torch.stack([figures(case) for case in cases]), slips)


def figures(case: Case) -> Tensor:
    """Return the four numbers in the order of KEYS, float64 (4,)."""
    train, test = (nats.mean() for nats in _costs(case))
    bits = test / (case.train.shape[1] * math.log(2))
    return torch.stack([train, test, bits, test - train])


def _costs(case: Case) -> tuple[Tensor, Tensor]:
    """Return the NLL of each row of train and of test, float64."""
    nats = -case.log_probs.double()
    return nats[: len(case.train)], nats[len(case.train) :]


def _slips(case: Case) -> Mapping[str, SlipAnswers]:
    """Return what mistakes make of each number."""
    train, test = _costs(case)
    size, dims = case.batch_size, case.train.shape[1]
    train_nats, test_nats = train.mean(), test.mean()
    other = said("The training rows and test rows are mixed up.")
    return {
        "train_nats": {**_mean_slips(train, size, dims), other: test_nats},
        "test_nats": {**_mean_slips(test, size, dims), other: train_nats},
        "bits_per_dim": {},
        "gap_nats": {},
    }


def _mean_slips(nats: Tensor, size: int, dims: int) -> SlipAnswers:
    """Return what mistakes make of the mean of so many costs, asked in batches of a size."""
    mean, batches = nats.mean(), torch.split(nats, size)
    whole = nats[: len(nats) // size * size]
    return {
        "The sign is turned round.": -mean,
        "These are bits, no nats.": mean / math.log(2),
        "Take the mean over the rows.": nats.sum(),
        "This is divided by the number of dimensions.": mean / dims,
        "This is the mean of the batches' means: the rows of a short batch count for more.": (
            torch.stack([batch.mean() for batch in batches]).mean()
        ),
        "The last batch is lost.": whole.sum() / len(nats),
        "The last batch is lost, and its rows are not counted.": whole.sum() / max(1, len(whole)),
        "Ask for every row: this is the mean of the first batch.": batches[0].mean(),
        "Ask for every row: this is the mean of the last batch.": batches[-1].mean(),
    }
