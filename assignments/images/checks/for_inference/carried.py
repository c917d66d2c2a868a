"""One fault pays once: what is right but for a student's own `prefix_log_prob` earns its points.

Three functions rest on it, and it is handed models, so that the reference's cannot stand in for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.check import Passed
from autograder.checking.scales import Scales
from autograder.checking.student import Expect, Failed, Student, StudentCrashed
from autograder.checking.transport import WrongForm
from autograder.text.i18n import said

from ..shared.accuracy import CLOSE, require_close
from .compared import Compared
from .laws import Law
from .pixels import Pixel
from .prefixes import Classes
from .tables import Asked, Rows

HIDDEN = True

CARRIED = said("Right, but for your `prefix_log_prob`: its mistake costs points once, there.")
APART = 0.1  # nats by which models, or values, have to differ: else no model was asked


@dataclass
class Carried:
    """Answers that are what is made of the student's own prefixes, in place of right ones."""

    count: int = 0
    is_told_apart: bool = False

    def require(
        self,
        answer: Answer,
        want: Tensor,
        own: Callable[[], Tensor],
        slack: float,
        *,
        log_prior: Tensor | None = None,
        **told: Any,
    ) -> None:
        """Raise Failed unless an answer is right, or made of the likelihoods (B, K) of `own`."""
        try:
            require_close(answer, want, slack=slack, **told)
        except WrongForm:
            raise
        except Failed:
            each = _or_none(own)
            if each is None or not _follows(answer, _posterior(each, log_prior), slack):
                raise
            self.count += 1
            self.is_told_apart |= bool((each.amax(1) - each.amin(1) > APART).any())

    def passed(self) -> Passed:
        """Say what was carried over; raises Failed where own prefixes never asked a model."""
        if self.count and not self.is_told_apart:
            raise Failed(said("Your `prefix_log_prob` tells nothing apart, nor does what uses it."))
        return Passed(CARRIED if self.count else "")


def of_classes(student: Student, case: Classes, x: Tensor) -> Callable[[], Tensor]:
    """Return what gives own prefixes by each class, float64 (B, K)."""

    def own() -> Tensor:
        each = [_prefix(student, law, x, case.rows) for law in case.laws]
        return torch.stack(each, 1)

    return own


def of_values(student: Student, case: Pixel, x: Tensor) -> Callable[[], Tensor]:
    """Return what gives own prefixes with each value, float64 (B, V)."""

    def own() -> Tensor:
        each, values = [], case.law.num_values
        for value in range(values):
            tried = x.clone()
            tried[(slice(None), *case.place)] = value / (values - 1)
            each.append(_prefix(student, case.law, tried, x.shape[2]))
        return torch.stack(each, 1)

    return own


def carried_table(
    student: Student,
    table: Compared,
    sets: Mapping[str, Tensor],
    require: Callable[[Asked], None],
) -> bool:
    """Raise Failed unless a table is right, or what own prefixes make; say whether the latter."""
    try:
        require(table.asked())
    except WrongForm:
        raise
    except Failed:
        nats = _own_nats(student, table, sets)
        if nats is None or not _meets(require, table.asked(nats)):
            raise
        return True
    return False


def _meets(require: Callable[[Asked], None], asked: Asked) -> bool:
    try:
        require(asked)
    except Failed:
        return False
    return True


def _own_nats(student: Student, table: Compared, sets: Mapping[str, Tensor]) -> Rows | None:
    """Return the nats that own prefixes make of images by the name of their set, if they do."""

    def own() -> Tensor:
        laws = table.laws.values()
        means = [
            [float(-_prefix(student, law, images, images.shape[2]).mean()) for law in laws]
            for images in sets.values()
        ]
        return _apart(torch.tensor(means, dtype=torch.float64))

    made = _or_none(own)
    if made is None:
        return None
    found = zip(table.laws, made.T.tolist(), strict=True)
    return {name: dict(zip(sets, row, strict=True)) for name, row in found}


def _posterior(each: Tensor, log_prior: Tensor | None) -> Tensor:
    return (each if log_prior is None else each + log_prior.double()).log_softmax(1)


def _prefix(student: Student, law: Law, x: Tensor, rows: int) -> Tensor:
    """Ask for log-probabilities (B,) as others of the student's functions get them."""
    raw, form = replace(student, scales=Scales()), Expect((len(x),))
    return raw.call("prefix_log_prob", law.oracle(), x, rows, expect=form).double()


def _apart(each: Tensor) -> Tensor:
    """Raise Failed where numbers (B, K) hardly differ: they come from no model."""
    if not (each.amax(1) - each.amin(1) > APART).all():
        raise Failed("no model was asked")
    return each


def _or_none(own: Callable[[], Tensor]) -> Tensor | None:
    try:
        return own()
    except (Failed, StudentCrashed):
        return None


def _follows(answer: Answer, made: Tensor, slack: float) -> bool:
    got = answer.should_have_shape(*made.shape).double()
    return bool(((got - made).abs() <= CLOSE * (1 + made.abs()) + slack).all())
