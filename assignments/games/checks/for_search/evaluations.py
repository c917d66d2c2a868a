"""Of which states a search has asked `evaluate`."""

import torch

from autograder.checking.student import Failed, Student

from . import words
from .asked import Case, Found, found
from .truth import searched

HIDDEN = True  # never released


def require_evaluations(student: Student, tree: Case, shared: Case) -> None:
    """Raise Failed unless each unfinished node was evaluated once, and nothing else.

    In `tree` each state is reached in one way, so that a state is a node; in `shared` in several.
    What is asked of another search than the right one is judged by `tree` alone.
    """
    got = found(student, tree)
    if got.asked[tree.ends].any():
        raise Failed(words.EVALUATED_OVER)
    if (got.asked > 1).any():
        raise Failed(words.EVALUATED_TWICE)
    if int(got.asked.sum()) > tree.simulations + 1:
        raise Failed(words.EVALUATED_MORE)
    _compare(got, tree)
    _compare(found(student, shared), shared)


def _compare(got: Found, case: Case) -> None:
    """Raise Failed where the search is right, and more was asked than that needs, or less."""
    due = searched(case.rules, case.evaluator, case.simulations, case.factor)
    asked = torch.tensor(due.asked)
    if not torch.equal(got.visits, due.visits) or torch.equal(got.asked, asked):
        return
    if (got.asked >= asked).all():
        raise Failed(words.EVALUATED_MORE)
    if (got.asked <= asked).all():
        raise Failed(words.EVALUATED_LESS)
