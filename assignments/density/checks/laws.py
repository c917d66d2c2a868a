"""Laws of rows that are known exactly, and the laws that wrong samplers draw from instead.

Rows are read as sequences, step t at place t, so that all of it holds in any order.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.models.drawn import require_grid, require_law
from autograder.checking.models.generators import same_samples
from autograder.checking.models.sampler import Drawn
from autograder.checking.student import Failed
from autograder.probes.sampling import DRAWS, fit
from autograder.probes.table import Table
from autograder.text.i18n import listed, said

# From sequences (B, D) to the logits of a one, (B, D): each given what stands before it. Entries
# may lie between 0 and 1, as for a sampler that feeds probabilities.
Logits = Callable[[Tensor], Tensor]

CALLS = 8  # of a sampler, for one law: shared numbers give the same row in each
LEAST = 1e-30  # a probability in place of 0, so that its logarithm is finite

DRAWN_BIT = said("Feed the bit that was drawn, not its probability.")
ONE_BELOW = said("A one where u < p.")
LIKELIER = said("That is the likelier bit, no draw.")
ONE_BY_ONE = said("Draw one after the other, from the first dimension on.")
OWN_NUMBER = said("Each draw needs a uniform number of its own.")
FIRST_ON = said("Draw from the first dimension on, not from the last.")
LAST_DRAWN = said("The last dimension is never drawn.")
FIRST_DRAWN = said("The first dimension is never drawn.")


def every_row(dims: int) -> Tensor:
    """Return all rows of zeros and ones, float64 (2^D, D), counted from the first place on."""
    rows = list(itertools.product((0.0, 1.0), repeat=dims))
    return torch.tensor(rows, dtype=torch.float64)


def table_of(logits: Logits, dims: int) -> Table:
    """Return the law of a model of sequences."""
    answers = logits(every_row(dims)).double()
    return _table(torch.stack([torch.zeros_like(answers), answers], 2))


def _table(answers: Tensor) -> Table:
    """Return the law of answers (2^D, D, 2) about all rows."""
    size = answers.shape[1]
    pasts = torch.arange(2 ** (size - 1))
    return Table(torch.stack([answers[pasts % 2**t * 2 ** (size - t), t] for t in range(size)]))


def _of_probabilities(probs: Tensor, dims: int) -> Table:
    """Return the law of the probabilities of all rows, (2^D,)."""
    joint = probs.double().clamp_min(LEAST)
    answers = []
    for t in range(dims):
        both = joint.view(2**t, 2, -1).sum(2)  # by what stands before, then by the value here
        answers.append(both.log().repeat_interleave(2 ** (dims - t), 0))
    return _table(torch.stack(answers, 1))


def copy_logits(values: Tensor) -> Tensor:
    """Return logits (B, D) of rows whose first coin is fair and decides all the others."""
    first = values[:, :1]
    return torch.cat([0 * first, (20 * first - 10).expand(-1, values.shape[1] - 1)], 1)


def require_rows(ask: Callable[[int], Drawn], logits: Logits) -> None:
    """Raise Failed, naming the likeliest mistake, unless rows follow a law.

    `ask` draws so many rows. False alarms: those of `require_law`, for one law.
    """
    calls = [ask(DRAWS // CALLS) for _ in range(CALLS)]
    for drawn in calls:
        require_grid(drawn)
    # That a generator stands still is told elsewhere, and costs points once.
    calls = calls[:1] if same_samples(*calls) else calls
    batches, law = [drawn.values for drawn in calls], table_of(logits, calls[0].layout.size)
    values = torch.cat(batches)
    good = fit(law, values, torch.ones_like(values, dtype=torch.bool)).good
    if not good and (told := mistake(batches, logits)):
        name = calls[0].name
        lead = said("The rows of `{name}` do not follow the model's distribution.", name=name)
        raise Failed(listed([lead, told]))
    require_law(calls, law)


def mistake(batches: Sequence[Tensor], logits: Logits) -> str:
    """Return what batches of sequences (B, D) that follow no law were drawn by, "" if unknown."""
    values = torch.cat(list(batches))
    free, dims = torch.ones_like(values, dtype=torch.bool), values.shape[1]
    if all(bool((batch == batch[:1]).all()) for batch in batches):
        return LIKELIER if bool((values == _likelier(logits, dims)).all()) else OWN_NUMBER
    for told, probs in _mistakes(logits, dims):
        if fit(_of_probabilities(probs, dims), values, free).good:
            return told
    return _never(values)


def _never(values: Tensor) -> str:
    """Say which dimension is the same in all rows."""
    still = (values == values[:1]).all(0)
    if still[-1]:
        return LAST_DRAWN
    return FIRST_DRAWN if still[0] else ""


def _likelier(logits: Logits, dims: int) -> Tensor:
    row = torch.zeros(1, dims, dtype=torch.float64)
    for t in range(dims):
        row[:, t] = (logits(row)[:, t] > 0).double()
    return row.long()


def _mistakes(logits: Logits, dims: int) -> Iterator[tuple[str, Tensor]]:
    """Return the probabilities of all rows, (2^D,), by which each mistake draws."""
    rows = every_row(dims)
    right, zeros = logits(rows), torch.zeros_like(rows)
    yield DRAWN_BIT, _independent(rows, _fed(logits, dims))
    yield ONE_BY_ONE, _independent(rows, logits(zeros))
    yield FIRST_ON, _backwards(rows, logits)
    yield LAST_DRAWN, _known(rows, right, [dims - 1])
    yield FIRST_DRAWN, _known(rows, right, [0])
    yield ONE_BELOW, _independent(1 - rows, right)
    yield OWN_NUMBER, _one_number(rows, right)


def _independent(rows: Tensor, logits: Tensor) -> Tensor:
    """Return the probability of each row, place by place by its logits (2^D, D) or (1, D)."""
    return F.logsigmoid((2 * rows - 1) * logits).sum(1).exp()


def _fed(logits: Logits, dims: int) -> Tensor:
    row = torch.zeros(1, dims, dtype=torch.float64)
    for t in range(dims):
        row[:, t] = logits(row)[:, t].sigmoid()
    return logits(row)


def _backwards(rows: Tensor, logits: Logits) -> Tensor:
    """Draw from the last place to the first, zeros in what is still to come."""
    steps = [
        logits(torch.cat([0 * rows[:, : t + 1], rows[:, t + 1 :]], 1))[:, t]
        for t in range(rows.shape[1])
    ]
    return _independent(rows, torch.stack(steps, 1))


def _known(rows: Tensor, logits: Tensor, still: Sequence[int]) -> Tensor:
    """Leave some places 0."""
    sides = F.logsigmoid((2 * rows - 1) * logits)
    sides[:, still] = torch.where(rows[:, still] > 0, -torch.inf, torch.zeros_like(rows[:, still]))
    return sides.sum(1).exp()


def _one_number(rows: Tensor, logits: Tensor) -> Tensor:
    """Draw all places of a row by one number u: a one where u < p."""
    ones = logits.sigmoid()
    below = torch.where(rows > 0, ones, 1.0).amin(1)
    above = torch.where(rows > 0, 0.0, ones).amax(1)
    return (below - above).clamp_min(0)
