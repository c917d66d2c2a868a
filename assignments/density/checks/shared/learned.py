"""What models of rows are trained on: digits that no student holds."""

from functools import partial

import numpy as np
import torch
from torch import Tensor

from autograder.checking.check import Context, Passed
from autograder.checking.models.asked import ModelClass
from autograder.checking.models.layout import RowLayout
from autograder.checking.models.split import Split
from autograder.checking.models.trained import Data, Goal, learns
from autograder.checking.models.training import Size
from autograder.checking.student import Student
from autograder.probes.rows import Rows
from autograder.text.i18n import said

HIDDEN = True  # never released

HELD_BACK = 1500  # from this image on: no model trains on them
# Over the published ceiling: digits that are inverted or turned may be a little harder.
LEEWAY = 0.5
HOPELESS = 24.0  # independent pixels reach 24.6
# A first, small model and its training; an FVSBN has no hidden units. Digits, by any flips and
# seeds: FVSBN below 19.7 nats, NADE below 21.9, MADE below 21.5 in all styles that we know. Of a
# secret law they learn 0.88, 0.56 and 0.61; a NADE whose weights begin with N(0, 0.01²) learns 0.32
# of it, and gets the longer training.
# A law needs more steps of smaller batches than digits do.
HURRIED = {
    "FVSBN": Size(1, 1, batch=64, steps=80, lr=0.04),
    "NADE": Size(32, 1, batch=256, steps=48, lr=0.06),
    "MADE": Size(64, 1, batch=64, steps=120, lr=0.03),
}
LAW = {**HURRIED, "NADE": Size(32, 1, batch=64, steps=80, lr=0.04)}
FLOORS = 4e-9  # false alarms by Markov's inequality, see `autograder.checking.models.law`

ON_DIGITS = said("It was trained on inverted digits.")
NOT_LEARNED = said(
    "Check that gradients reach every weight, that log_prob starts from logits, and that there is "
    "a nonlinearity after each hidden layer."
)


def whole(ctx: Context, parameter: str) -> int:
    """Return a parameter of the assignment that is a whole number."""
    return int(ctx.parameters[parameter])


def number(ctx: Context, parameter: str) -> float:
    """Return a parameter of the assignment that is a number."""
    return float(ctx.parameters[parameter])


def learns_digits(
    student: Student, ctx: Context, kind: ModelClass, advice: str = NOT_LEARNED
) -> Passed:
    """Ask whether a model learns digits that are turned by the secret, and a law drawn from it."""
    side, rate = whole(ctx, "image_size"), number(ctx, "learning_rate")
    layout = RowLayout(Rows.of(side * side), (side, side))
    hidden, batch, steps = (whole(ctx, key) for key in ("hidden", "batch_size", "train_steps"))
    goal = Goal(
        ceiling=number(ctx, "ceiling_nats") + LEEWAY,
        hopeless=HOPELESS,
        suspicious=number(ctx, "suspicious_nats"),
        hurried=(HURRIED[kind.name],),
        law=LAW[kind.name],
        published=Size(hidden, 2, batch, steps, lr=rate),
        about=ON_DIGITS,
        advice=advice,
        advice_hopeless=advice,
    )
    data = Data(_split(layout, _turned(ctx)), partial(_public, ctx, layout))
    return learns(student, ctx, kind, layout, data, goal)


def _public(ctx: Context, layout: RowLayout) -> Split:
    return _split(layout, 1 - _digits(ctx))


def _digits(ctx: Context) -> Tensor:
    """Return the assignment's images as students hold them, float32 (N, 8, 8)."""
    with np.load(ctx.file("digits.npz")) as stored:
        return torch.from_numpy(stored["images"]).float()


def _turned(ctx: Context) -> Tensor:
    """Return the digits transposed and, by the secret, flipped either way and inverted."""
    flips = torch.randint(2, (3,), generator=ctx.generator("turned")).bool().tolist()
    images = _digits(ctx).transpose(1, 2)
    for dim, flipped in zip((1, 2), flips[:2], strict=True):
        images = images.flip(dim) if flipped else images
    return 1 - images if flips[2] else images


def _split(layout: RowLayout, images: Tensor) -> Split:
    return Split.at(layout.images(images.flatten(1)), HELD_BACK)
