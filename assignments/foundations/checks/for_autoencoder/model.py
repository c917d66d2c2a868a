"""An autoencoder of a submission: built, and asked."""

from typing import Any

import torch
from torch import Tensor

from autograder.checking.student import Handle, Student
from autograder.text.i18n import said

from ..shared.hints import hinted

NAME = "Autoencoder"
CODE = said("A code has `code` numbers.")
LEARN = said(
    "Training needs parameters that an optimiser finds, and an image that depends on them: layers "
    "in a plain list are not found, nn.ModuleList holds them."
)
IMAGE = said("An image has `num_pixels` numbers.")


def built(student: Student, seed: int, pixels: int, code: int, hidden: int) -> Handle:
    """Return a model of this size, drawn from a seed."""
    student.seed_everything(seed)
    return student.construct(NAME, num_pixels=pixels, code=code, hidden=hidden)


def trained(model: Handle, rows: Tensor, steps: int, **more: Any) -> None:
    """Train a model to rebuild rows; says where to look when it cannot be trained."""
    with hinted(LEARN):
        model.train(rows, wanted=rows, loss="squared_error", steps=steps, **more)


def encoded(model: Handle, x: Tensor, code: int, dtype: torch.dtype | None = None) -> Tensor:
    """Return the codes of images; raises Failed when they have another shape or dtype."""
    return model.call("encode", x).hint(shape=CODE).should_have_shape(len(x), code, dtype=dtype)


def decoded(model: Handle, z: Tensor, pixels: int, dtype: torch.dtype | None = None) -> Tensor:
    """Return the images of codes; raises Failed when they have another shape or dtype."""
    return model.call("decode", z).hint(shape=IMAGE).should_have_shape(len(z), pixels, dtype=dtype)


def rebuilt(model: Handle, x: Tensor, dtype: torch.dtype | None = None) -> Tensor:
    """Return what the model itself makes of images, in their shape."""
    return model.call("__call__", x).hint(shape=IMAGE).should_have_shape(*x.shape, dtype=dtype)
