"""What `images/colour` asks of a model that is trained: coloured digits that no student holds."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checking.check import Context, Passed
from autograder.checking.models.as_trained import require_causal_as_trained
from autograder.checking.models.asked import AskedModel, NotFinite
from autograder.checking.models.layout import ImageLayout
from autograder.checking.models.split import Split
from autograder.checking.models.training import Course, Size, log_likelihood
from autograder.checking.student import Failed, Student
from autograder.probes.mesh import ColourMesh, floor
from autograder.probes.order import Grid
from autograder.text.i18n import listed, said

from .model import DILATIONS, colour_class

HIDDEN = True

HELD_BACK = 1500  # from this image on: no model trains on them
MESH_IMAGES = 200
GAIN = 30.0  # nats that training must bring: right models start at some 400
HURRIED = Size(hidden=12, layers=len(DILATIONS), batch=64, steps=70, lr=0.02)
NO_LOGITS = said(
    "These are no logits, but numbers from 0 to 1 that sum to one over V: return logits, not "
    "probabilities."
)
NOT_LEARNED = said(
    "Check that every layer has a nonlinearity before it, that gradients reach every layer, and "
    "that logits are not squashed by a softmax at the end."
)
ALIKE = 1e-4


def colours(ctx: Context, num_values: int) -> Tensor:
    """Return the assignment's images coarsened, float32 (N, 3, 8, 8) on the grid."""
    with np.load(ctx.file("colour.npz")) as stored:
        values = torch.from_numpy(stored["images"]).long() // (256 // num_values)
    return values.float() / (num_values - 1)


def changed_colours(ctx: Context, num_values: int) -> Split:
    """Return them turned, mirrored, and with their channels in another order, by the secret.

    Hues are drawn evenly, so for right models they are as hard as those of the handout.
    """
    draw = ctx.generator("changed")
    quarters, mirrored = torch.randint(4, (2,), generator=draw).tolist()
    images = torch.rot90(colours(ctx, num_values), quarters, (2, 3))
    images = images.flip(3) if mirrored % 2 else images
    order = torch.randperm(3, generator=draw)
    return Split.at(images[:, order], HELD_BACK)


def learns(student: Student, ctx: Context) -> Passed:
    """Train, compare the NLL with the ceiling, and ask about images of a law that it cannot know.

    A small model is tried first, in a hurry, since most pass with it; the ceiling is promised for
    the published protocol, so that one decides.
    """
    given: Mapping[str, Any] = ctx.parameters
    side = int(given["image_size"])
    grid = Grid(3, side, side, int(given["num_values"]))
    layout, ceiling = ImageLayout(grid), float(given["ceiling_nats"])
    images = changed_colours(ctx, grid.num_values)
    published = Size(
        int(given["hidden_channels"]),
        len(DILATIONS),
        int(given["batch_size"]),
        int(given["train_steps"]),
        lr=float(given["learning_rate"]),
    )
    with student.fresh() as one:
        course = Course(one, ctx, colour_class(), layout, images)
        for size in (HURRIED, published):
            model = course.train(course.build(size), size)
            nll = _nll(model, images.test, published.batch)
            if nll <= ceiling:
                _require_honest(course, model, size, nll, published.batch)
                draw = ctx.generator("as trained")
                require_causal_as_trained(model, size, published, draw, images.test)
                return Passed(question=_question(nll, float(given["suspicious_nats"])))
        raise Failed(_not_learned(model, images.test, published.steps, ceiling))


def _nll(model: AskedModel, images: Tensor, batch: int) -> float:
    try:
        return -log_likelihood(model, images, batch).mean().item()
    except NotFinite:
        return math.inf


def _require_honest(course: Course, model: AskedModel, size: Size, nll: float, batch: int) -> None:
    """Raise Failed when it beats a law that it cannot know, or is as good before training."""
    grid, draw = model.grid, course.ctx.generator("mesh")
    mesh = ColourMesh.drawn(grid.shape, grid.num_values, draw)
    images = mesh.sample(MESH_IMAGES, draw)
    if not floor(log_likelihood(model, images), mesh.log_prob(images)).possible:
        raise Failed(model.words.below_law(model.name), essential=True)
    untrained = course.build(size)
    untrained.handle.mode()
    if _nll(untrained, course.images.test, batch) < nll + GAIN:
        raise Failed(model.words.untrained(model.name), essential=True)


def _not_learned(model: AskedModel, images: Tensor, steps: int, ceiling: float) -> str:
    told = model.words.not_learned(model.name, steps, f"{ceiling:g}")
    logits = model.logits(images[:2]).double()
    sums = bool(((logits.sum(1) - 1).abs() < ALIKE).all()) and bool((logits >= 0).all())
    return listed([told, NO_LOGITS if sums else NOT_LEARNED])


def _question(nll: float, suspicious: float) -> str:
    if nll >= suspicious:
        return ""
    return said(
        "On held-back data it reaches {nats} nats, below {least}: better than any model we know. "
        "No leak was found. The data are public, though they were changed here: has it been "
        "fitted to those that are held back?",
        nats=f"{nll:.2f}",
        least=f"{suspicious:g}",
    )
