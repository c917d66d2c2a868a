"""A search of the student's, played from tables, and what is said of its visits."""
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
import torch
from torch import Tensor
from autograder.checking.compare import detail_of, mistake_in
from autograder.checking.games import Evaluator, Played, Rules
from autograder.checking.student import Failed, Student, StudentCrashed
from . import words
NEAR = 0.01
Mistakes = Callable[[], Mapping[str, Tensor]]

@dataclass(frozen=True)
class Case:
    """A search to ask for; `c` None leaves it at what is promised."""
    rules: Rules
    evaluator: Evaluator
    simulations: int
    c: float | None = None

    @property
    def factor(self) -> float:
        """The c that counts."""
        return 1.0 if self.c is None else self.c

    @property
    def ends(self) -> Tensor:
        """Of which states the game is over, bool (S,)."""
        return torch.tensor([result is not None for result in self.rules.results])

@dataclass(frozen=True)
class Found:
    """The visits (A,) of a search, and how often it has evaluated each state (S,)."""
    visits: Tensor
    asked: Tensor

def found(student: Student, case: Case, *, by_name: bool=True) -> Found:
    """Ask for a search; raises Failed where its form is wrong, or it plays against the rules."""
    played = Played.of(student, case.rules, case.evaluator)
    named: dict[str, Any] = {'game': played.game, 'state': case.rules.states[0]}
    named |= {'evaluate': played.evaluate, 'simulations': case.simulations}
    named |= {} if case.c is None else {'c': case.c}
    args = () if by_name else tuple(named.values())
    answer = student.call('search', *args, **named if by_name else {})
    answer = answer.hint(shape=words.VISITS, dtype=words.VISITS)
    try:
        visits = answer.should_have_shape(case.rules.actions, dtype=torch.int64)
    except StudentCrashed as crash:
        if crash.cause == 'exception' and (not crash.missing):
            played.require_played_by_the_rules()
            if played.asked()[case.ends].any():
                raise Failed(words.BEYOND) from None
        raise
    played.require_played_by_the_rules()
    return Found(visits, played.asked())

def require_visits(student: Student, cases: Sequence[Case], want: Tensor, mistakes: Mistakes, *, by_name: bool=True, otherwise: str=words.OTHER) -> None:
    """Raise Failed unless the visits of all cases, in a row, are `want`.

    What each of the `mistakes` finds is computed only where they are not. `otherwise`, what is said
    where none of them fits, and the visits sum up.
    """

    def asked() -> Tensor:
        return torch.cat([found(student, case, by_name=by_name).visits for case in cases])
    got = asked()
    if torch.equal(got, want):
        return
    if not torch.equal(got, asked()):
        raise Failed(words.CHANCE)
    otherwise = otherwise if _sum_up(got, cases) else words.FEWER
    told = mistake_in(got.double(), want.double(), NEAR, otherwise, mistakes())
    raise Failed(told, detail=detail_of(got, want, NEAR))

def _sum_up(got: Tensor, cases: Sequence[Case]) -> bool:
    """Say whether the visits of each search sum to its simulations."""
    rows = torch.split(got, [case.rules.actions for case in cases])
    return all((int(row.sum()) == case.simulations for row, case in zip(rows, cases, strict=True)))
