"""What a student's FVSBN has learned of digits: the weights of one pixel, and a sample."""

import numpy as np
import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.student import Expect, Failed, Handle, Student
from autograder.pictures.film import Film, film
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from .model import built, parameters_of

PIXEL = 36  # in the middle: row 4, column 4
STOPS = (8, 20, 32, 44, 56, 64)
TRAINED_ON = 1500
MOST = 1e3  # of a weight, so that its colour can be drawn
STEPS = 200  # enough to see strokes, half of the protocol's


def drawn_weights_and_sample(student: Student, ctx: Context) -> Picture:
    """Train a model on the public digits, and draw what pixel 36 listens to, and one sample.

    Raises Failed where weights are not finite.
    """
    side = int(ctx.parameters["image_size"])
    model = _trained(student, ctx, side * side)
    weights = parameters_of(model)["weight"].detach().double()[PIXEL].view(side, side)
    if not weights.isfinite().all():
        raise Failed(said("Training ended in weights that are not finite."))
    earlier = (torch.arange(side * side) < PIXEL).view(side, side)
    image = _sample(student, model, side * side)
    found = Film(
        torch.where(earlier, weights, 0.0).clamp(-MOST, MOST),
        PIXEL,
        image.view(side, side),
        STOPS,
        _hopes(model, image).view(-1, side, side),
    )
    row, column = divmod(int(weights.where(earlier, 0.0).abs().argmax()), side)
    told = said(
        "After {steps} batches of digits it listens most to the pixel in row {row}, column "
        "{column}.",
        steps=STEPS,
        row=row,
        column=column,
    )
    return film(found, "FVSBN(64)", told)


def _trained(student: Student, ctx: Context, num_dims: int) -> Handle:
    with np.load(ctx.file("digits.npz")) as stored:
        digits = torch.from_numpy(stored["images"]).float().flatten(1)[:TRAINED_ON]
    student.seed_everything(0)
    model = built(student, num_dims)
    batch, rate = int(ctx.parameters["batch_size"]), float(ctx.parameters["learning_rate"])
    model.train(digits, loss="log_prob", steps=STEPS, batch_size=batch, lr=rate)
    model.mode()
    return model


def _sample(student: Student, model: Handle, num_dims: int) -> Tensor:
    answer = model.call("sample", 1, generator=student.generator(4))
    return answer.should_have_shape(1, num_dims, finite=True)[0].float()


def _hopes(model: Handle, image: Tensor) -> Tensor:
    """Return the probabilities of ink that follow from the first pixels, (stops, D)."""
    places = torch.arange(len(image))
    begun = torch.stack([torch.where(places < stop, image, 0.0) for stop in STOPS])
    return model.forward(begun, Expect(tuple(begun.shape))).double().sigmoid().nan_to_num(0.5)
