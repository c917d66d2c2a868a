"""Of which states a search has asked `evaluate`."""

import torch

from autograder.checking.student import Failed, Student

from . import words
from .asked import Case, found
from .truth import searched

HIDDEN = True  # never released


def require_evaluations(student: Student, case: Case) -> None:
    """Raise Failed unless each unfinished node was evaluated once, and nothing else.

    In the case each state is reached in one way, so that a state is a node.
    """
    got = found(student, case)
    over = torch.tensor([result is not None for result in case.rules.results])
    if got.asked[over].any():
        raise Failed(words.EVALUATED_OVER)
    if (got.asked > 1).any():
        raise Failed(words.EVALUATED_TWICE)
    due = searched(case.rules, case.evaluator, case.simulations, case.factor)
    asked = torch.tensor(due.asked)
    if int(got.asked.sum()) > case.simulations + 1:
        raise Failed(words.EVALUATED_MORE)
    if not torch.equal(got.visits, due.visits):
        raise Failed(words.OTHER)
    if not torch.equal(got.asked, asked):
        more = int(got.asked.sum()) > int(asked.sum())
        raise Failed(words.EVALUATED_MORE if more else words.EVALUATED_LESS)
