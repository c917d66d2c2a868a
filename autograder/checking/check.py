"""What a check is: one function that asks the Student, and passes or raises Failed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import ModuleType, SimpleNamespace

import torch

from autograder.checking.student import Failed, Student
from autograder.records.verdict import Picture

__all__ = ["Check", "Failed", "Passed", "World", "check", "checks_of"]


@dataclass(frozen=True)
class Passed:
    """What a check may return when a passing answer has something to teach too.

    `question` is for a person who grades: something odd that costs no points. The student does
    not see it.
    """

    message: str = ""
    picture: Picture | None = None
    question: str = ""


@dataclass(frozen=True)
class World:
    """What a check may know besides the student's answers.

    `parameters` come from course.toml; `data` is the folder with the assignment's public data;
    `reference` holds the hidden solutions, and is None for a visible check, which therefore has
    to stand on independent facts and also runs in a student's own notebook.
    """

    parameters: Mapping[str, int | float | str]
    data: Path
    seed: int
    reference: SimpleNamespace | None = None

    def generator(self, purpose: str = "") -> torch.Generator:
        """Give a fresh CPU generator, the same for the same course secret, check and purpose."""
        digest = sha256(f"{self.seed}/{purpose}".encode()).digest()
        return torch.Generator().manual_seed(int.from_bytes(digest[:7], "big"))

    def truth(self) -> SimpleNamespace:
        """Give the reference solutions; a visible check that asks for them is a bug of ours."""
        if self.reference is None:
            raise RuntimeError("a visible check asked for the hidden reference solutions")
        return self.reference


@dataclass(frozen=True)
class Check:
    """One question to a submission; `title` is what the student reads.

    `false_alarm` bounds the probability, over all course secrets, that a right answer fails.
    """

    name: str
    title: str
    question: Callable[[Student, World], Passed | None]
    weight: float
    visible: bool
    after: tuple[str, ...]
    false_alarm: float = 0.0


def check(
    *,
    weight: float = 1.0,
    visible: bool = False,
    after: Sequence[Check] = (),
    false_alarm: float = 0.0,
) -> Callable[[Callable[[Student, World], Passed | None]], Check]:
    """Turn a function into a Check; it is skipped when one of `after` did not pass.

    A check that decides by a statistic states the bound on its false alarms, with its reason in a
    comment; 0 means that it compares exact values within tolerances for rounding.
    """

    def decorate(question: Callable[[Student, World], Passed | None]) -> Check:
        name = question.__name__
        if not question.__doc__:
            raise ValueError(f"check {name} needs a docstring: its first line is its title")
        title = question.__doc__.strip().splitlines()[0]
        rests_on = tuple(c.name for c in after)
        return Check(name, title, question, weight, visible, rests_on, false_alarm)

    return decorate


def checks_of(module: ModuleType) -> tuple[Check, ...]:
    """Give the checks of an exercise's module in the order in which they stand there.

    Raises ValueError when a visible check rests on a hidden one: visible ones are asked first,
    where no hidden input has been seen, and that it was skipped would tell what is hidden.
    """
    checks = tuple(value for value in vars(module).values() if isinstance(value, Check))
    hidden = {check.name for check in checks if not check.visible}
    for check in checks:
        basis = next((name for name in check.after if check.visible and name in hidden), "")
        if basis:
            raise ValueError(
                f"the visible check {check.name} rests on {basis}, which is hidden. "
                f"Make {basis} visible or {check.name} hidden, or take {basis} out of its `after`."
            )
    return checks
