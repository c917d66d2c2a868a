"""A student's autoregressive model as probes ask it, and how one of its class is built."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor

from autograder.checking.models.layout import ModelLayout
from autograder.checking.models.leaks import Leak
from autograder.checking.models.words import Words
from autograder.checking.student import Expect, Failed, Handle, Student, StudentCrashed
from autograder.probes.order import Grid
from autograder.text.i18n import listed

STEPS = 5  # of the optimiser: enough to undo a mask that is applied once, and a zero head
HIDDEN = 12  # units or channels: divides by 3, and keeps a check below half a second
DRAWN = 32  # random data to take the steps on, in batches of
BATCH = 8
LOGITS_AT_ONCE = 1 << 22  # numbers that one call returns: 32 MB in float64


@dataclass(frozen=True)
class Plan:
    """One model to build: the layout of its data, and its size.

    Args: `layers` and `hidden`, its depth and width, for what the constructor makes of them;
    `steps`, of the optimiser, after which it is asked.
    """

    layout: ModelLayout
    layers: int = 3
    hidden: int = HIDDEN
    steps: int = STEPS


@dataclass(frozen=True)
class ModelClass:
    """A class that the student writes: how a model of it is built and trained, and what is said.

    Args: `name`, of the class; `arguments`, which gives the constructor's arguments, by name, for
    a plan; `loss`, that of `Handle.train`: "categorical", "tokens" for a language model, or
    "log_prob" for one that has it; `hints`, sentences for a leak on where to look, since that
    depends on how models are built.
    """

    name: str
    arguments: Callable[[Plan], Mapping[str, Any]]
    loss: str = "categorical"
    hints: Mapping[Leak, str] = field(default_factory=dict)

    def built(self, student: Student, plan: Plan, seed: int) -> "AskedModel":
        """Construct a model in float32, the global generators seeded."""
        student.seed_everything(seed)
        handle = student.construct(self.name, **self.arguments(plan))
        return AskedModel(handle, self, plan, torch.float32)

    def born(
        self, student: Student, plan: Plan, generator: torch.Generator, *, single: bool = False
    ) -> "AskedModel":
        """Construct a model in eval mode, in float64 where it takes that, else in float32.

        Whether float64 works costs points once, in the check of shapes; here it only sharpens.
        `single`, to ask in float32 at once, for thousands of data where that is sharp enough.
        """
        seed = int(torch.randint(1 << 31, (), generator=generator))
        if not single:
            try:
                return self.built(student, plan, seed).cast(torch.float64)
            except StudentCrashed as crash:
                if crash.cause != "exception" or crash.missing:
                    raise
        return self.built(student, plan, seed).cast(torch.float32)

    def told(self, leak: Leak, words: Words) -> str:
        """Say what a leak is, and where to look in models of this class."""
        return listed([words.leak(leak), self.hints.get(leak, "")])


@dataclass(frozen=True)
class AskedModel:
    """One model of a submission: from images of its grid to logits, whatever it is given."""

    handle: Handle
    kind: ModelClass
    plan: Plan
    dtype: torch.dtype

    @property
    def name(self) -> str:
        """Return the name of its class."""
        return self.kind.name

    @property
    def layout(self) -> ModelLayout:
        """Return the layout of its data."""
        return self.plan.layout

    @property
    def grid(self) -> Grid:
        """Return the grid that probes ask about."""
        return self.layout.grid

    @property
    def words(self) -> Words:
        """Return the words of its data."""
        return self.layout.words

    def logits(self, x: Tensor) -> Tensor:
        """Map images (B, C, H, W) to logits (B, V, C, H, W); raises Failed for another shape."""
        expect = Expect(self.layout.answer_shape(len(x)))
        *before, given = self.given(x)
        return self.layout.logits(self.handle.forward(given, expect, before=before))

    def log_probs(self, x: Tensor) -> Tensor:
        """Map images to float64 log-probabilities; raises Failed when a logit is not finite.

        Of large data some at a time, so that no question outgrows the memory of a submission.
        """
        pieces = torch.split(x, self.at_once)
        return torch.cat([self._log_probs(piece) for piece in pieces])

    @property
    def at_once(self) -> int:
        """How many data one call is given at most."""
        return max(1, LOGITS_AT_ONCE // (self.grid.size * self.grid.num_values))

    def _log_probs(self, x: Tensor) -> Tensor:
        logits = self.logits(x)
        if not torch.isfinite(logits).all():  # of an infinite one the log-probability is NaN, too
            raise NotFinite(self.words.not_finite())
        return logits.double().log_softmax(1)

    def vjp(self, x: Tensor, rows: Tensor) -> Tensor:
        """Pull rows (R, 1, V, C, H, W) back through one image; raises NoGradient without one.

        Of a layout that has slopes.
        """
        given, rows = self._given(x), self.layout.cotangents(rows.to(self.dtype))
        return self.layout.pulled(self.handle.vjp("__call__", given, wrt=[0], cotangents=rows)[0])

    def given(self, x: Tensor) -> tuple[Tensor, ...]:
        """Return all that the model is called with for images: what comes before has a row each."""
        before = (one.repeat_interleave(len(x), 0) for one in self.layout.before)
        return *before, self._given(x)

    def keeps(self, x: Tensor) -> bool:
        """Say whether images are after a call as they were before it."""
        given, expect = self.given(x), Expect(self.layout.answer_shape(len(x)))
        after = self.handle.call_watched("__call__", *given, expect=expect).arguments
        return all(torch.equal(now, one) for now, one in zip(after, given, strict=True))

    def after_steps(self, generator: torch.Generator) -> "AskedModel":
        """Train the model itself for its plan's steps on random data; leave it in eval mode."""
        x = self._given(self.grid.images(self.grid.draw(DRAWN, generator)))
        batch = min(BATCH, self.at_once)
        before, steps = self.layout.before, self.plan.steps
        self.handle.train(x, loss=self.kind.loss, before=before, steps=steps, batch_size=batch)
        self.handle.mode()
        return self

    def training(self) -> "AskedModel":
        """Put the model itself in training mode."""
        self.handle.mode(train=True)
        return self

    def cast(self, dtype: torch.dtype) -> "AskedModel":
        """Put the model itself in eval mode and in a dtype, or in float32 if it rounds to that."""
        self.handle.mode(dtype=dtype)
        cast = replace(self, dtype=dtype)
        # A model that answers in float32 has rounded in float32, whatever it was asked in.
        rounded = cast.logits(torch.zeros(1, *self.grid.shape)).dtype != dtype
        if rounded:
            self.handle.mode(dtype=torch.float32)
        return replace(self, dtype=torch.float32 if rounded else dtype)

    def _given(self, x: Tensor) -> Tensor:
        given = self.layout.given(x)
        return given.to(self.dtype) if given.is_floating_point() else given


class NotFinite(Failed):
    """A logit is infinite or NaN."""
