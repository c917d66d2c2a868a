"""What `evaluate` returns: a dict of three floats, read and judged key by key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.compare import detail_of, gap, mistake_in
from autograder.checking.floats import FLOAT, float_of
from autograder.checking.ratio import unit_off
from autograder.checking.slips import Slips, evaluated
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import listed, said

KEYS = ("accuracy", "confidence", "nll")
SHARES = KEYS[:2]
PERCENT = 100.0
BOTH_SHARES = "evaluate: shares"  # under which it is remembered that both are in percent
CLOSE = {torch.float32: 1e-6, torch.float64: 1e-9}
DICT = said("A dict was asked for. Its keys are {keys}.", keys=", ".join(KEYS))


def read(student: Student, answer: object) -> dict[str, float]:
    """Return the three numbers, in the right unit where the wrong one has cost points.

    Raises Failed unless they are Python floats.
    """
    if not isinstance(answer, dict) or not set(KEYS) <= set(answer):
        raise WrongForm(DICT)
    found = {}
    for key in KEYS:
        number = float_of(student, "evaluate", answer[key], _of(key, FLOAT))
        told = torch.tensor(number, dtype=torch.float64)
        for unit in (BOTH_SHARES, _unit(key)) if key in SHARES else (_unit(key),):
            told = student.scales.corrected(unit, told)
        found[key] = float(told)
    return found


@dataclass(frozen=True)
class Due:
    """The right numbers of several calls, by key (N,), and what mistakes make of them.

    `close` is how far a number may be off, relative to 1 and to itself.
    """

    numbers: Mapping[str, Tensor]
    slips: Mapping[str, Slips]
    close: float

    def require(self, answers: Sequence[Mapping[str, float]], wrong: str = "") -> None:
        """Raise Failed unless these are the numbers; says of the first wrong key what it is."""
        for key in KEYS:
            got, want = _row(answers, key), self.numbers[key].double()
            # A share that was counted in single precision is right to its seven digits.
            close = max(self.close, CLOSE[torch.float32]) if key == "accuracy" else self.close
            allowed = close * (1 + float(want.abs().max()))
            if gap(got, want) <= allowed:
                continue
            known = evaluated(self.slips[key], got, want, (), {})
            known = {text: slip.double() for text, slip in known.items()}
            other = wrong if wrong and key == "nll" else said("this is another number.")
            message = _of(key, mistake_in(got, want, allowed, other, known))
            detail = detail_of(got, want, allowed)
            raise Failed(message, detail=detail, scale=self._scale(key, answers, allowed))

    def _scale(
        self, key: str, answers: Sequence[Mapping[str, float]], allowed: float
    ) -> tuple[str, float] | None:
        """Return in what unit numbers are, where it is only that: percent or bits, say."""
        got = {one: _row(answers, one) for one in KEYS}
        percent = [
            one for one in SHARES if gap(got[one], PERCENT * self.numbers[one]) <= PERCENT * allowed
        ]
        if len(percent) == len(SHARES):
            return BOTH_SHARES, PERCENT
        if key in percent:
            return _unit(key), PERCENT
        in_bits = unit_off(_unit(key), got[key], self.numbers[key], allowed)
        return in_bits if key == "nll" else None


def _of(key: str, told: str) -> str:
    return listed([said("`{key}`:", key=key), told])


def _unit(key: str) -> str:
    """Return the name under which a wrong unit of one number is remembered."""
    return f"evaluate.{key}"


def _row(answers: Sequence[Mapping[str, float]], key: str) -> Tensor:
    """Return one number of all answers, float64 (N,)."""
    return torch.tensor([answer[key] for answer in answers], dtype=torch.float64)
