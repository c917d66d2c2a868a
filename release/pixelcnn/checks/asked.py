"""A student's autoregressive model as probes ask it."""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.student import Expect, Failed, Handle, Student, StudentCrashed
from autograder.probes.order import Grid

STEPS = 5  # of the optimiser: enough to undo a mask that is applied once, and a zero head
HIDDEN = 12  # channels: divides by 3 as the contract asks, and keeps a check below half a second


@dataclass(frozen=True)
class Asked:
    """One model of a submission, on images of one grid."""

    handle: Handle
    grid: Grid
    dtype: torch.dtype

    def logits(self, x: Tensor) -> Tensor:
        """Map images (B, C, H, W) to logits (B, V, C, H, W); raises Failed for another shape."""
        shape = (len(x), self.grid.num_values, *x.shape[1:])
        return self.handle.forward(x.to(self.dtype), Expect(shape))

    def log_probs(self, x: Tensor) -> Tensor:
        """Map images to float64 log-probabilities; raises Failed when a logit is not finite."""
        logits = self.logits(x)
        if not torch.isfinite(logits).all():  # of an infinite one the log-probability is NaN, too
            raise Failed("Some logits are infinite or NaN (not a number) for an ordinary image.")
        return logits.double().log_softmax(1)

    def vjp(self, x: Tensor, rows: Tensor) -> Tensor:
        """Pull rows back through one image; raises NoGradient when there is none."""
        x, rows = x.to(self.dtype), rows.to(self.dtype)
        return self.handle.vjp("__call__", x, wrt=[0], cotangents=rows)[0]

    def keeps(self, x: Tensor) -> bool:
        """Say whether images are after a call as they were before it."""
        given = x.to(self.dtype)
        shape = (len(x), self.grid.num_values, *x.shape[1:])
        answer = self.handle.call_watched("__call__", given, expect=Expect(shape))
        after = answer.arguments
        return len(after) == 1 and isinstance(after[0], Tensor) and torch.equal(after[0], given)

    def after_steps(self, generator: torch.Generator, steps: int = STEPS) -> "Asked":
        """Train the model itself for a few steps on random images, and leave it in eval mode."""
        images = self.grid.images(self.grid.draw(32, generator)).to(self.dtype)
        self.handle.train(images, loss="categorical", steps=steps, batch_size=8)
        self.handle.mode()
        return self

    def training(self) -> "Asked":
        """Put the model itself in training mode."""
        self.handle.mode(train=True)
        return self


def asked(
    student: Student,
    name: str,
    grid: Grid,
    generator: torch.Generator,
    *,
    layers: int = 3,
    hidden: int = HIDDEN,
    single: bool = False,
) -> Asked:
    """Construct a model in eval mode, in float64 where it takes that, else in float32.

    Whether float64 works costs points once, in the check of shapes; here it only sharpens.
    `single`, to ask in float32 at once, for thousands of images where that is sharp enough.
    """
    seed = int(torch.randint(1 << 31, (), generator=generator))
    x = torch.zeros(1, *grid.shape)
    if not single:
        try:
            sharp = _constructed(student, name, grid, layers, hidden, seed)
            return _in_dtype(sharp, x, torch.float64)
        except StudentCrashed as crash:
            if crash.cause != "exception" or crash.missing:
                raise
    return _in_dtype(_constructed(student, name, grid, layers, hidden, seed), x, torch.float32)


def _constructed(
    student: Student, name: str, grid: Grid, layers: int, hidden: int, seed: int
) -> Asked:
    student.seed_everything(seed)
    handle = student.construct(
        name,
        in_channels=grid.channels,
        hidden_channels=hidden,
        num_layers=layers,
        num_values=grid.num_values,
    )
    return Asked(handle, grid, torch.float32)


def _in_dtype(model: Asked, x: Tensor, dtype: torch.dtype) -> Asked:
    model.handle.mode(dtype=dtype)
    cast = replace(model, dtype=dtype)
    # A model that answers in float32 has rounded in float32, whatever it was asked in.
    rounded = cast.logits(x).dtype != dtype
    if rounded:
        model.handle.mode(dtype=torch.float32)
    return replace(model, dtype=torch.float32 if rounded else dtype)


def whole(ctx: Context, parameter: str) -> int:
    """Return a parameter of the assignment that is a whole number."""
    return int(ctx.parameters[parameter])
