"""What `autograder calibrate images` trains: the colour model, on coarsened coloured digits."""

from autograder.checking.calibration import Calibrated, independent_nats
from autograder.checking.check import Context
from autograder.checking.models.asked import AskedModel
from autograder.checking.models.layout import ImageLayout
from autograder.checking.models.split import Split
from autograder.checking.models.training import Course, Size, log_likelihood
from autograder.checking.student import Student
from autograder.probes.order import Grid

from .for_colour.model import DILATIONS, NAME, colour_class
from .for_colour.trained import HELD_BACK, colours

HIDDEN = True  # never released


def _grid(ctx: Context) -> Grid:
    side = int(ctx.parameters["image_size"])
    return Grid(3, side, side, int(ctx.parameters["num_values"]))


def _images(ctx: Context) -> Split:
    return Split.at(colours(ctx, _grid(ctx).num_values), HELD_BACK)


def _trained(student: Student, ctx: Context, seed: int, steps: int) -> AskedModel:
    hidden, batch = (int(ctx.parameters[key]) for key in ("hidden_channels", "batch_size"))
    rate = float(ctx.parameters["learning_rate"])
    size = Size(hidden, len(DILATIONS), batch, steps, seed, rate)
    course = Course(student, ctx, colour_class(), ImageLayout(_grid(ctx)), _images(ctx))
    return course.train(course.build(size), size)


def _nats(model: AskedModel, ctx: Context) -> float:
    return -log_likelihood(model, _images(ctx).test).mean().item()


def _independent(ctx: Context) -> float:
    values = _grid(ctx).num_values
    images = _images(ctx)
    train, test = ((one * (values - 1)).round().long() for one in (images.train, images.test))
    return independent_nats(train, test, values)


CALIBRATED = (
    Calibrated(
        "colour",
        NAME,
        "ceiling_nats",
        "train_steps",
        _trained,
        _nats,
        _independent,
        "suspicious_nats",
    ),
)
