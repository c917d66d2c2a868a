"""A path of gradient descent, judged step by step from the student's own last right row."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from autograder.checking.compare import gap
from autograder.checking.student import Failed
from autograder.text.i18n import said

from .cases import Data

HIDDEN = True  # never released

Parts = Sequence[Tensor]
Rule = Callable[[Tensor, Tensor, Tensor, Tensor], Parts]

START = said("Row 0 is iteration 0, before any step.")
LOSS = said("The loss of the same row was asked for.")
CLIPPED = said("A step is shortened where it is long: nothing is clipped.")
REFUSED = said("A step is not taken where the loss grows: plain descent takes it all the same.")
CLOSE = {torch.float32: 1e-4, torch.float64: 1e-9}


def path_of(rule: Rule, data: Data, rate: float, steps: int) -> Parts:
    """Return the right path in float64: weights, biases, losses, a row for each iteration."""
    x, y, w, b = (part.double() for part in (data.x, data.y, data.w, data.b))
    rows = []
    for _ in range(steps + 1):
        loss, by_w, by_b = rule(x, y, w, b)
        rows.append((w, b, loss))
        w, b = w - rate * by_w, b - rate * by_b
    return [torch.stack(column) for column in zip(*rows, strict=True)]


def require_path(got: Parts, rule: Rule, data: Data, rate: float) -> None:
    """Raise Failed at the first row that is wrong; says whether its start, step or loss is."""
    steps = len(got[1]) - 1
    want = path_of(rule, data, rate, steps)
    close = CLOSE[got[0].dtype]
    for row in range(steps + 1):
        off = [
            gap(mine[row], right[row]) > close * (1 + float(right[: row + 1].abs().max()))
            for mine, right in zip(got, want, strict=True)
        ]
        if not any(off):
            continue
        if not any(off[:2]):
            raise Failed(LOSS)
        raise Failed(START if row == 0 else _step_told(got, rule, data, rate, row))


def _step_told(got: Parts, rule: Rule, data: Data, rate: float, row: int) -> str:
    """Return what is wrong with the step that leads to a row: all rows before it are right."""
    weights, biases = (part.double() for part in got[:2])
    w, b = weights[row - 1], biases[row - 1]
    loss, by_w, by_b = rule(data.x.double(), data.y.double(), w, b)
    due = -rate * torch.cat([by_w, by_b[None]])
    taken = torch.cat([weights[row] - w, (biases[row] - b)[None]])
    share = float(taken @ due / (due @ due).clamp(min=1e-30))
    straight = gap(taken, share * due) <= 1e-3 * float(due.abs().max())
    ahead = w + due[:-1], b + due[-1]
    if straight and rule(data.x.double(), data.y.double(), *ahead)[0] > loss and share < 1:
        return REFUSED if share < 1e-3 else CLIPPED
    told: str = said(
        "Up to there it is right, but step {step} is another one than the rule's: the same rate "
        "each time, and the gradient at the point before it, of all rows.",
        step=row,
    )
    return told
