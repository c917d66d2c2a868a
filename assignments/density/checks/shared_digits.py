"""What models of rows are trained on: digits that no student holds, and what they must reach."""

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

HELD_BACK = 1500  # from this image on: no model trains on them
LEEWAY = 0.5  # nats over the published ceiling: digits that are turned may be a little harder
HOPELESS = 25.0  # independent pixels reach 26.0

ON_DIGITS = said("It was trained on inverted digits.")
NOT_LEARNED = said(
    "Check that gradients reach every parameter, and that log_prob starts from logits."
)


def learns_digits(student: Student, ctx: Context, kind: ModelClass, first: Size) -> Passed:
    """Ask whether a model learns digits that are turned by the secret, and a law drawn from it.

    `first`, a size that is tried in a hurry, before the published one.
    """
    side = int(ctx.parameters["image_size"])
    batch, steps = int(ctx.parameters["batch_size"]), int(ctx.parameters["train_steps"])
    layout = RowLayout(Rows.of(side * side), (side, side))
    published = Size(
        int(ctx.parameters["hidden"]), 1, batch, steps, lr=float(ctx.parameters["learning_rate"])
    )
    goal = Goal(
        ceiling=float(ctx.parameters["ceiling_nats"]) + LEEWAY,
        hopeless=HOPELESS,
        suspicious=float(ctx.parameters["suspicious_nats"]),
        first=first,
        published=published,
        about=ON_DIGITS,
        advice=NOT_LEARNED,
        advice_hopeless=NOT_LEARNED,
    )
    data = Data(_split(layout, _turned(ctx)), partial(_inverted, ctx, layout))
    return learns(student, ctx, kind, layout, data, goal)


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


def _inverted(ctx: Context, layout: RowLayout) -> Split:
    return _split(layout, 1 - _digits(ctx))


def _split(layout: RowLayout, images: Tensor) -> Split:
    return Split.at(layout.images(images.flatten(1)), HELD_BACK)
