"""What `autograder calibrate density` trains: three densities of digits, and an RNN of copies."""

from functools import partial

import numpy as np
import torch
from torch import Tensor

from autograder.checking.calibration import Calibrated, independent_nats
from autograder.checking.check import Context
from autograder.checking.models.asked import AskedModel, ModelClass
from autograder.checking.models.layout import RowLayout
from autograder.checking.models.split import Split
from autograder.checking.models.training import Course, Size, log_likelihood
from autograder.checking.student import Handle, Student
from autograder.probes.rows import Rows

from .for_made.model import MADE
from .for_nade.model import NADE
from .for_rnn.copies import TEST, TRAIN, copies
from .fvsbn import FVSBN
from .shared.learned import HELD_BACK, number, whole
from .shared.mass import asked_log_prob

HIDDEN = True  # never released

LAYERS = 2  # of hidden units, as the check of what is learned has it
KINDS = {"fvsbn": FVSBN, "nade": NADE, "made": MADE}


def _layout(ctx: Context) -> RowLayout:
    side = whole(ctx, "image_size")
    return RowLayout(Rows.of(side * side), (side, side))


def _rows(ctx: Context) -> Tensor:
    """Return the digits as students hold them, int64 (N, D)."""
    with np.load(ctx.file("digits.npz")) as stored:
        return torch.from_numpy(stored["images"]).long().flatten(1)


def _digits(ctx: Context) -> Split:
    return Split.at(_layout(ctx).images(_rows(ctx).float()), HELD_BACK)


def _trained(kind: ModelClass, student: Student, ctx: Context, seed: int, steps: int) -> AskedModel:
    hidden, batch = whole(ctx, "hidden"), whole(ctx, "batch_size")
    size = Size(hidden, LAYERS, batch, steps, seed, number(ctx, "learning_rate"))
    course = Course(student, ctx, kind, _layout(ctx), _digits(ctx))
    return course.train(course.build(size), size)


def _nats(model: AskedModel, ctx: Context) -> float:
    return -log_likelihood(model, _digits(ctx).test).mean().item()


def _independent(ctx: Context) -> float:
    rows = _rows(ctx)
    return independent_nats(rows[:HELD_BACK], rows[HELD_BACK:], 2)


def _copies(ctx: Context) -> tuple[Tensor, Tensor]:
    """Return rows to train on and rows that are held back; the same ones every time."""
    rows = copies(_afresh(ctx), TRAIN + TEST)
    return rows[:TRAIN], rows[TRAIN:]


def _afresh(ctx: Context) -> Context:
    """Return a context whose stream has not been drawn from yet."""
    return Context(ctx.parameters, ctx.data, ctx.seed)


def _trained_rnn(student: Student, ctx: Context, seed: int, steps: int) -> Handle:
    student.seed_everything(seed)
    model = student.construct("RNNDensity", hidden=whole(ctx, "rnn_hidden"))
    batch, rate = whole(ctx, "batch_size"), number(ctx, "learning_rate")
    train, _ = _copies(ctx)
    model.train(train, loss="log_prob", steps=steps, batch_size=batch, lr=rate, seed=seed)
    model.mode()
    return model


def _nats_of_rnn(model: Handle, ctx: Context) -> float:
    _, test = _copies(ctx)
    return -asked_log_prob(model, test).should_have_shape(TEST, finite=False).mean().item()


def _independent_copies(ctx: Context) -> float:
    train, test = _copies(ctx)
    return independent_nats(train.long(), test.long(), 2)


CALIBRATED = (
    *(
        Calibrated(
            exercise,
            kind.name,
            "ceiling_nats",
            "train_steps",
            partial(_trained, kind),
            _nats,
            _independent,
            "suspicious_nats",
        )
        for exercise, kind in KINDS.items()
    ),
    Calibrated(
        "rnn",
        "RNNDensity",
        "rnn_ceiling_nats",
        "rnn_steps",
        _trained_rnn,
        _nats_of_rnn,
        _independent_copies,
    ),
)
