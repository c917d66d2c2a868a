"""Asking `choose`: which model it takes, and by which figure."""

from collections.abc import Callable, Mapping

from autograder.checking.reply import as_float
from autograder.checking.student import Failed
from autograder.checking.transport import WrongForm
from autograder.text.i18n import listed, said

Rows = dict[str, dict[str, float]]

BY_VALID = said("Choose the least valid_nats.")
BOTH = said("Return the name and its test_nats, of the model chosen.")


def require_choice(answer: object, rows: Rows) -> None:
    """Raise Failed unless an answer is the name with the least `valid_nats`, and its test_nats."""
    if not isinstance(answer, list) or len(answer) != 2 or not isinstance(answer[0], str):
        raise WrongForm(BOTH)
    name, figure = answer
    if type(figure) not in (float, int):
        raise WrongForm(listed([BOTH, said("A Python float was asked for.")]))
    chosen = min(rows, key=lambda one: rows[one]["valid_nats"])
    detail = said("Yours: {yours}. Expected: {expected}.", yours=name, expected=chosen)
    if name != chosen:
        raise Failed(listed([_why(name, rows), BY_VALID]), detail=detail)
    if as_float(figure) != rows[chosen]["test_nats"]:
        raise Failed(BOTH)


def _why(name: str, rows: Rows) -> str:
    """Say which set must not choose, "" where none has."""
    by_test: list[Callable[[Mapping[str, float]], float]] = [
        lambda row: row["test_nats"],
        lambda row: row["valid_nats"] + row["test_nats"],
    ]
    if any(name == min(rows, key=lambda one: figure(rows[one])) for figure in by_test):
        return said("The test set must not choose.")
    if name == min(rows, key=lambda one: rows[one]["train_nats"]):
        return said("The training set must not choose.")
    return ""
