"""Asking `choose`: which model it takes, and by which figure."""

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.checking.reply import as_float
from autograder.checking.student import Failed
from autograder.checking.transport import WrongForm
from autograder.text.i18n import listed, said

Rows = dict[str, dict[str, float]]

BY_VALID = said("Choose the least valid_nats.")
BOTH = said("Return the name and its test_nats, of the model chosen.")
NOT_BY_TEST = said("The test set must not choose.")
NOT_BY_TRAIN = said("The training set must not choose.")


@dataclass(frozen=True)
class Choice:
    """The name to choose, the figure of it to return, and why no other name is right."""

    name: str
    figure: float
    why: Mapping[str, str]


def require_choice(answer: object, due: Choice) -> None:
    """Raise Failed unless an answer is the name that is due, and its figure."""
    if not isinstance(answer, list) or len(answer) != 2 or not isinstance(answer[0], str):
        raise WrongForm(BOTH)
    name, figure = answer
    if type(figure) not in (float, int):
        raise WrongForm(listed([BOTH, said("A Python float was asked for.")]))
    detail = said("Yours: {yours}. Expected: {expected}.", yours=name, expected=due.name)
    if name != due.name:
        raise Failed(listed([due.why.get(name, ""), BY_VALID]), detail=detail)
    if as_float(figure) != due.figure:
        raise Failed(BOTH)
