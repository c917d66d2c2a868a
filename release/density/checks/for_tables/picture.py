"""How many free numbers models of 64 pixels have, over how far back a table looks."""

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.checking.reply import as_float
from autograder.checking.student import Failed, Student
from autograder.pictures.curves import Chart, Curve, curves
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

from .counts import KEYS

PIXELS, PROTOTYPES = 64, 20
REACHES = (0, 2, 4, 6, 9, 13, 18, 24, 32, 40, 48, 56, 63)
# What is due for each of them; tests/assignments/density/test_by_hand.py counts again.
DUE: Mapping[str, tuple[int, ...]] = {
    "table": (18446744073709551615,) * len(REACHES),
    "markov": (
        *(64, 251, 975, 3775, 28671, 425983, 12320767, 687865855, 141733920767),
        *(27487790694399, 4785074604081151, 648518346341351423, 18446744073709551615),
    ),
    "fvsbn": (2080,) * len(REACHES),
}
CLOSE = 1e-9  # relative: floats are told by another check
NAMES = {"table": "2^64 − 1", "markov": "markov", "fvsbn": "fvsbn"}
CHART = Chart("parameter_counts(64, k, 20)", "k", said("free numbers"), 10.0, 1e21, log=True)


@dataclass(frozen=True)
class Counted:
    """The numbers of one model for each reach, as they came and as they are due."""

    key: str
    yours: list[float]
    due: list[float]

    @property
    def wrong(self) -> list[bool]:
        """Say which of yours are not what is due."""
        return [not abs(y - d) <= CLOSE * d for y, d in zip(self.yours, self.due, strict=True)]


def drawn_counts(student: Student) -> Picture:
    """Ask for models of 64 pixels, and draw their numbers over k; raises Failed for no numbers."""
    found = _counted(student)
    wrong = [one.key for one in found if any(one.wrong)]
    if wrong:
        keys = ", ".join(f'"{key}"' for key in wrong)
        told = said("At 64 pixels some numbers of {keys} are not those that are due.", keys=keys)
    else:
        told = said(
            "From k = 6 on tables of the last k pixels cost more than the FVSBN, which sees "
            "all pixels for 2,080 numbers; at k = 63 they are the whole table."
        )
    lines = [
        Curve(NAMES[one.key], REACHES, one.due, "line" if one.key == "markov" else "dashed")
        for one in found
    ]
    points = [Curve(f'"{one.key}"', REACHES, one.yours, "points", one.wrong) for one in found]
    return curves(CHART, [*lines, *points], told, _caption(bool(wrong), told))


def _counted(student: Student) -> list[Counted]:
    answers = [_asked(student, reach) for reach in REACHES]
    return [
        Counted(key, [one[key] for one in answers], [float(one) for one in due])
        for key, due in DUE.items()
    ]


def _asked(student: Student, reach: int) -> dict[str, float]:
    answer = student.call_plain("parameter_counts", PIXELS, reach, PROTOTYPES)
    if not isinstance(answer, dict) or not all(
        type(answer.get(key)) in (int, float) for key in KEYS
    ):
        raise Failed(said("These are no numbers."))
    return {key: as_float(answer[key]) for key in KEYS}


def _caption(crossed: bool, told: str) -> str:
    lead = said(
        "Lines: what is due, on a logarithmic axis. The wall is the whole table; the dashed line "
        "far below it is the FVSBN. Points: yours."
    )
    return listed([lead, said("A cross marks what is not due.") if crossed else "", told])
