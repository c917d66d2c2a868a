"""A `CNN` that is trained on digits whose labels only the grader knows."""

from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checking.check import Context, Passed
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from .asked import require_parameters, require_reached
from .network import logits_of

HIDDEN = True  # never released

APART = 6  # of so many images the last one is held back
HURRIED: dict[str, Any] = {"steps": 60, "batch_size": 32, "lr": 0.02}
NEAR = 0.85  # from here on a second beginning decides: sound ones reach 0.93 to 0.98
PERFECT = 0.999

PROBABILITIES = said(
    "These are probabilities; cross-entropy takes the softmax itself: return logits."
)
SQUASHED = said(
    "All logits lie between −1 and 1: return what the last layer gives, no sigmoid and no tanh."
)
CUT_OFF = said("A ReLU on logits: they may be negative.")
NOT_LEARNED = said("Trained, it gets too few of the digits that were held back right.")
TOO_GOOD = "a CNN gets more than 999 of 1,000 held-back digits right"


def digits(ctx: Context) -> tuple[Tensor, Tensor]:
    """Return all images, float32 (N, 1, 8, 8), and labels, (N,), under names of the secret's."""
    with np.load(ctx.file("digits16.npz")) as stored:
        images, labels = (torch.from_numpy(stored[name]) for name in ("images", "labels"))
    # By their names the secret tells ten classes apart that nobody knows by heart.
    names = torch.randperm(10, generator=ctx.generator("names"))
    return images.float().unsqueeze(1) / 16, names[labels.long()]


def learns(student: Student, ctx: Context) -> Passed:
    """Train, and compare the accuracy on held-back digits with the floor.

    A short training is tried first, since most pass with it; the floor is promised for the
    published protocol, so that one decides, by another beginning, too, where it is a near miss.
    """
    images, labels = digits(ctx)
    back = torch.arange(len(images)) % APART == APART - 1
    published: dict[str, Any] = {
        "steps": int(ctx.parameters["cnn_steps"]),
        "batch_size": int(ctx.parameters["batch_size"]),
        "lr": float(ctx.parameters["cnn_learning_rate"]),
    }
    row = ctx.randn(10)
    floor = float(ctx.parameters["accuracy_floor"])
    for seed, how in enumerate((HURRIED, published, published)):
        student.seed_everything(ctx.between(0, 1 << 30))
        model = student.construct("CNN")
        if seed == 0:
            require_parameters(model, images[:8], row)
        given = images[~back]
        model.train(given, loss="cross_entropy", wanted=labels[~back], seed=seed, **how)
        if seed == 0:  # once weights are no longer those of the beginning, which may be zero
            require_reached(model, images[:8], row)
        logits = logits_of(model, images[back])
        share = float((logits.argmax(1) == labels[back]).double().mean())
        if _are_probabilities(logits):
            raise Failed(PROBABILITIES, essential=False)
        if float(logits.abs().max()) <= 1:  # trained ones are far beyond
            raise Failed(SQUASHED, essential=False)
        if share >= floor:
            return Passed(question=TOO_GOOD if share > PERFECT else "")
        if how is published and share < NEAR:
            break
    raise Failed(CUT_OFF if (logits >= 0).all() else NOT_LEARNED, essential=False)


def _are_probabilities(logits: Tensor) -> bool:
    sums = logits.double().sum(1)
    return bool((logits >= 0).all()) and float((sums - 1).abs().max()) < 1e-3
