"""The logits of one row, from `forward` and from `start`, `read` and `update`."""

import torch

from autograder.checking.student import Student
from autograder.pictures.rows import rows
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from ..shared.nats import closeness
from .model import built
from .steps import walked

BITS = (1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0)


def drawn_logits(student: Student) -> Picture:
    """Draw the logits of one row of seven bits both ways, the first difference marked."""
    model = built(student, torch.float64, 0)
    x = torch.tensor([BITS], dtype=torch.float64)
    forward = model.call("forward", x).should_have_shape(1, len(BITS))[0].double()
    steps = walked(model, x)[0].double()
    close = closeness(steps, torch.float64)
    agree = bool(((forward - steps).abs() <= close).all())
    told = (
        said("`forward` gives what `read` gives on the way: one model, asked twice.")
        if agree
        else said("`forward` and the steps disagree: other checks ask for that.")
    )
    found = {"forward": forward, "read": steps}
    return rows(x[0], found, close, "RNNDensity", told)
