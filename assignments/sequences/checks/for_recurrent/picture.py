"""How the beginning fades: norms of Jacobians over the text, and an LSTM's cell beside them."""

from collections.abc import Iterator

import torch
from torch import Tensor

from autograder.checking.pictured import pictured
from autograder.checking.student import Expect, Failed, Student, StudentCrashed
from autograder.pictures.curves import Chart, Curve, curves
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

F64 = torch.float64
LENGTH, UNITS = 24, 4
# Rows and columns at right angles, each one long: alone it neither stretches nor shrinks.
TURN = torch.tensor([[1.0, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]], dtype=F64) / 2
SCALES = (1, 4, 8)
FORGET = 3.0  # the bias of the forget gate: it keeps 95 % a step
LOW, HIGH = 1e-15, 1e6


def drawn_norms(student: Student) -> Picture | None:
    """Draw the norms of three networks whose W_h differ by a factor, on one text."""
    tokens = _tokens()
    drawn = [Curve(f"{scale} W_h", _places(), _norms(student, scale, tokens)) for scale in SCALES]
    cell = _cell(student, tokens)
    if cell:
        drawn.append(Curve("LSTM c", _places(), cell, "dashed"))
    chart = Chart("gradient_norms", "t", "|∂h_t/∂h_0|", LOW, HIGH, log=True)
    told = said(
        "Each step multiplies by W_h and by slopes of at most 1/4: with small weights the "
        "beginning fades by the same factor each time, a straight line down. Above 4 it may grow, "
        "until units saturate."
    )
    beside = said("Along an LSTM's cell the factor is the forget gate, here near 1.")
    caption = said("The norm of the Jacobian of the state after token t by the first state.")
    return curves(chart, drawn, listed([told, beside if cell else ""]), caption)


def _places() -> list[float]:
    return [float(t) for t in range(1, LENGTH + 1)]


def _tokens() -> Tensor:
    """Return a fixed text of small vectors (T, 4), none of them zero."""
    return torch.linspace(1, 40, LENGTH * UNITS, dtype=F64).view(LENGTH, UNITS).sin() / 2


def _norms(student: Student, scale: int, tokens: Tensor) -> list[float]:
    weight_h, half = scale * TURN, torch.full((UNITS,), 0.5, dtype=F64)
    weight_e = torch.eye(UNITS, dtype=F64) / 2
    bias = -weight_h @ half  # a state of halves stays where it is
    given = (half, tokens, weight_h, weight_e, bias)
    found = student.call("gradient_norms", *given, expect=Expect((LENGTH,), F64))
    return [min(max(one, LOW), HIGH) for one in found.nan_to_num(0.0).tolist()]


def _cell(student: Student, tokens: Tensor) -> list[float]:
    """Return how much of an LSTM's first cell is left; nothing where `lstm_step` does not work.

    c' is linear in c, so the difference that one more of c makes is the factor of a step.
    """
    try:
        return list(_kept(student, tokens))
    except (Failed, StudentCrashed):
        return []


def _kept(student: Student, tokens: Tensor) -> Iterator[float]:
    weight = torch.cat([TURN] * 4) / 2
    bias = torch.zeros(4 * UNITS, dtype=F64)
    bias[UNITS : 2 * UNITS] = FORGET
    h, c = (torch.zeros(1, UNITS, dtype=F64) for _ in range(2))
    left, expect = torch.ones(UNITS, dtype=F64), [Expect((2, UNITS), F64)] * 2
    for token in tokens:
        given = token.expand(2, -1), h.expand(2, -1), torch.cat([c, c + 1]), weight, weight, bias
        outputs, cells = student.call_many("lstm_step", *given, expect=expect)
        left = left * (cells[1] - cells[0])
        h, c = outputs[:1], cells[:1]
        yield min(max(float(left.norm()), LOW), HIGH)


def drawn_if_wrong(student: Student) -> Picture | None:
    """Draw the same of an answer that is wrong, where it can be drawn."""
    return pictured(lambda: drawn_norms(student))
