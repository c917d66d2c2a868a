"""The logits of one row, from `forward` and from `start`, `read` and `update`."""

import torch

from autograder.checking.student import Student
from autograder.pictures.rows import rows
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from ..shared.mass import closeness
from .model import built, read

BITS = (1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0)
# Calls in a table: each `update` gets the state of this place and this bit; then each `read` one.
UPDATES = ((0, 1.0), (1, 0.0), (2, 1.0), (3, 1.0), (4, 0.0), (5, 0.0), (6, 1.0))
READS = (0, 1, 2, 3, 4, 5, 6)


def drawn_logits(student: Student) -> Picture:
    """Draw the logits of one row of seven bits both ways, the first difference marked."""
    model = built(student, torch.float64, 0)
    x = torch.tensor([BITS], dtype=torch.float64)
    forward = model.call("forward", x).should_have_shape(1, len(BITS))[0].double()
    states = [model.construct("start", 1)]
    for place, bit in UPDATES:
        given = torch.tensor([bit], dtype=torch.float64)
        states.append(model.construct("update", states[place], given))
    steps = torch.cat([read(model, states[place], x) for place in READS]).double()
    close = closeness(steps, torch.float64)
    agree = bool(((forward - steps).abs() <= close).all())
    told = (
        said("`forward` gives what `read` gives on the way: one model, asked twice.")
        if agree
        else said("`forward` and the steps disagree: other checks ask for that.")
    )
    found = {"forward": forward, "read": steps}
    return rows(x[0], found, close, "RNNDensity", told)
