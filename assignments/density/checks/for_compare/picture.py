"""What a student's `report` says of models of digits, beside published figures."""

import torch

from autograder.checking.student import Failed, Student
from autograder.pictures.bars import Bar, Published, Units, bars
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from .reports import Case, numbers_of

PIXELS, ROWS = 64, 8
# Mean nats of training and of held-back digits by the course's protocol, and free numbers.
MEASURED = {
    "coins": (25.24, 24.59, 64),
    "FVSBN": (18.38, 18.64, 2_080),
    "NADE": (17.38, 17.93, 8_256),
    "MADE": (17.78, 19.04, 6_369),
}
# What `report` says of them; tests/assignments/density/test_by_hand.py computes it again.
DUE = {
    "coins": (25.24, 24.59, 0.55431049, -0.64999962),
    "FVSBN": (18.379999, 18.639999, 0.42018492, 0.26000023),
    "NADE": (17.379999, 17.93, 0.40418004, 0.55000114),
    "MADE": (17.780001, 19.040001, 0.4292018, 1.2600002),
}
# Nats of a binarised MNIST digit, as the papers give them.
PUBLISHED = (
    Published("NADE", 88.33),
    Published("MADE", 86.64),
    Published("DARN", 84.13, bound=True),
    Published("PixelCNN", 81.30),
    Published("DRAW", 80.97, bound=True),
    Published("Row LSTM", 80.54),
    Published("Diagonal BiLSTM", 79.20),
)
UNITS = Units("bits/dim", "nats, MNIST")
CLOSE = 1e-3
MOST = 1e3  # nats that a picture has room for


def drawn_report(student: Student) -> Picture:
    """Ask `report` about models that are played with measured costs, and draw what it says."""
    found = [_bar(student, name) for name in MEASURED]
    told = said(
        "Of these models NADE costs least on test data, and MADE has the widest gap. Figures of "
        "other data on another scale stand apart."
    )
    return bars(found, PUBLISHED, UNITS, "report", told)


def _bar(student: Student, name: str) -> Bar:
    train, test, size = MEASURED[name]
    case = case_of(train, test)
    model = case.played()
    answer = student.call_plain("report", model.oracle(), case.train, case.test)
    numbers, want = numbers_of(student, answer), torch.tensor(DUE[name], dtype=torch.float64)
    if not (numbers.abs() <= MOST).all():
        raise Failed(said("These numbers are too large for a picture."))
    wrong = not bool(((numbers - want).abs() <= CLOSE).all())
    scale = float(want[2] / want[1])  # bits/dim for one nat
    return Bar(name, float(numbers[0]) * scale, float(numbers[2]), size, wrong)


def case_of(train: float, test: float) -> Case:
    """Return rows whose costs lie around two means."""
    x = torch.zeros(2 * ROWS, PIXELS)
    x[torch.arange(2 * ROWS), torch.arange(2 * ROWS)] = 1
    around = torch.linspace(-2, 2, ROWS)
    return Case(x[:ROWS], x[ROWS:], -torch.cat([train + around, test - around]))
