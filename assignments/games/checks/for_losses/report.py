"""A report of a discriminator: a dictionary of three Python floats."""

from collections.abc import Mapping

from autograder.checking.floats import float_of
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm
from autograder.text.i18n import as_said, listed, said

NAME = "discriminator_report"
KEYS = ("real_right", "fake_right", "gain")
SHARES, SHARE = ("real_right", "fake_right"), 1e-6
FORM = said('A dictionary was asked for, with the keys "real_right", "fake_right" and "gain".')
FLOATS = said("Each number is a Python float, such as `.item()` makes of a tensor.")

Figures = Mapping[str, float]


def require_report(
    student: Student,
    answer: object,
    due: Figures,
    slips: Mapping[str, Figures],
    near: float,
) -> None:
    """Raise Failed unless a report holds what is due; says which entry is wrong, and how.

    Args: `near`, how far each number may be off, relative to 1 and to itself.
    """
    if not isinstance(answer, dict) or set(answer) != set(KEYS):
        raise WrongForm(FORM)
    for key, want in due.items():
        got = float_of(student, NAME, answer[key], FLOATS)
        # A share is a mean of zeros and ones, which float32 holds to 1e-7.
        close = max(near, SHARE) if key in SHARES else near
        if not _is(got, want, close):
            detail = said(
                "Yours: {yours}. Expected: {expected}.", yours=f"{got:.6g}", expected=f"{want:.6g}"
            )
            raise Failed(
                listed([said('"{key}" is wrong.', key=key), *_named(got, want, slips[key], near)]),
                detail=detail,
            )


def _is(got: float, want: float, near: float) -> bool:
    return abs(got - want) <= near * (1 + abs(want))


def _named(got: float, want: float, slips: Figures, near: float) -> list[str]:
    """Return the sentence of the mistake that answers this, if there is one."""
    fitting: list[str] = [
        as_said(text)
        for text, wrong in slips.items()
        if _is(got, wrong, near) and not _is(want, wrong, 10 * near)
    ]
    return fitting[:1]
