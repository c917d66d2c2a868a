"""Hidden questions about both steps: networks, optimisers and batches of every kind."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.models.steps import (
    Ask,
    Begun,
    leaving,
    require_certain,
    require_steps,
)
from autograder.checking.student import Student, StudentCrashed
from autograder.probes.step import Loss, Net, Optimiser, Step
from autograder.text.i18n import said

from .asked import CERTAIN, MAY, asking
from .truth import judging, judging_slips, making, making_slips

HIDDEN = True  # never released

KINDS = ("non_saturating", "saturating")
LEARNERS = {"discriminator_step": "discriminator", "generator_step": "generator"}
EXTREME = said(
    "Logits of ±10,000 do not come out right. The log of a sigmoid overflows: F.softplus, "
    "F.logsigmoid and F.binary_cross_entropy_with_logits do not. Nothing is clamped or clipped."
)
SGD, SLOW = Optimiser("SGD", {"lr": 0.3}), Optimiser("SGD", {"lr": 0.01})
MOMENTUM = Optimiser("SGD", {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.05})
ADAM = Optimiser("Adam", {"lr": 0.02, "betas": (0.0, 0.9)})
ADAMW = Optimiser("AdamW", {"lr": 0.05, "weight_decay": 0.1})
RMSPROP = Optimiser("RMSprop", {"lr": 0.02})

# A normalisation in eval mode answers row by row; a dropout of all draws nothing.
POINTS = (("Linear", 3, 5), ("Tanh",), ("BatchNorm1d", 5), ("Linear", 5, 2))
JUDGE = (("Linear", 2, 6), ("LeakyReLU", 0.2), ("BatchNorm1d", 6), ("Linear", 6, 1), ("Flatten", 0))
PLAIN = (("Linear", 3, 5), ("Tanh",), ("Linear", 5, 2))
OF_POINTS = (("Linear", 2, 6), ("LeakyReLU", 0.2), ("Linear", 6, 1), ("Flatten", 0))
STILL = {"2": False}
SHEETS = (("Linear", 3, 4), ("Tanh",), ("Linear", 4, 3))  # (B, 2, 3) to (B, 2, 3)
OF_SHEETS = (("Flatten", 1), ("Linear", 6, 5), ("Tanh",), ("Linear", 5, 1), ("Flatten", 0))
DROPS = (("Linear", 3, 4), ("Tanh",), ("Dropout", 1.0), ("Linear", 4, 2))
EVAL = {"": False, "0": False, "1": False, "2": False, "3": False}


@dataclass(frozen=True)
class Batch:
    """What a step is asked with: both networks, and rows of each kind."""

    generator: Net
    discriminator: Net
    real: Tensor
    noise: Tensor

    def step(self, name: str, how: Optimiser) -> Step:
        """Return the step of this name by an optimiser."""
        nets = {"generator": self.generator, "discriminator": self.discriminator}
        return Step(nets, LEARNERS[name], how)

    def given(self, name: str, kind: str = "") -> dict[str, Any]:
        """Return the other arguments."""
        given: dict[str, Any] = {"noise": self.noise}
        if name == "discriminator_step":
            given["real"] = self.real
        return {**given, "kind": kind} if kind else given

    def loss(self, name: str, kind: str = "non_saturating") -> Loss:
        """Return the loss that is due."""
        if name == "discriminator_step":
            return judging(self.real, self.noise)
        return making(self.noise, kind)

    def slips(self, name: str, kind: str = "non_saturating") -> Mapping[str, Loss]:
        """Return the losses of mistakes."""
        if name == "discriminator_step":
            return judging_slips(self.real, self.noise)
        return making_slips(self.noise, kind)

    def ask(self, student: Student, name: str, kind: str = "") -> Ask:
        """Return what takes the step, once its networks are made."""
        return asking(student, name, **self.given(name, kind))


def drawn(
    ctx: Context,
    made: Sequence[Any],
    judged: Sequence[Any],
    rows: tuple[int, int],
    dtype: torch.dtype,
    shape: tuple[int, ...] = (2,),
    noise: tuple[int, ...] = (3,),
) -> Batch:
    """Draw networks and rows; fakes are elsewhere than what is real, so that nothing cancels."""
    generator, judge = (Net.drawn(one, ctx.stream, dtype) for one in (made, judged))
    real = 1.0 + ctx.randn(rows[0], *shape, dtype=dtype)
    return Batch(generator, judge, real, ctx.randn(rows[1], *noise, dtype=dtype))


def points(ctx: Context, rows: tuple[int, int], dtype: torch.dtype) -> Batch:
    """Draw a batch whose networks hold a normalisation that is in eval mode, alone."""
    batch = drawn(ctx, POINTS, JUDGE, rows, dtype)
    made, judged = (replace(one, modes=STILL) for one in (batch.generator, batch.discriminator))
    return replace(batch, generator=made, discriminator=judged)


def sheets(ctx: Context, rows: tuple[int, int], dtype: torch.dtype) -> Batch:
    """Draw a batch whose samples are (2, 3)."""
    return drawn(ctx, SHEETS, OF_SHEETS, rows, dtype, (2, 3), (2, 3))


def _dropping(ctx: Context) -> list[Batch]:
    """Draw batches whose generator drops all it has found in train mode, and nothing in eval."""
    batch = drawn(ctx, DROPS, OF_POINTS, (4, 3), torch.float64)
    return [replace(batch, generator=replace(batch.generator, modes=modes)) for modes in ({}, EVAL)]


def plain(ctx: Context, name: str) -> Batch:
    """Draw a batch whose other network has no parameters."""
    flat = (("Flatten", 1),)
    if name == "discriminator_step":
        return drawn(ctx, flat, OF_SHEETS, (3, 5), torch.float64, (6,), (6,))
    line = (("Linear", 3, 4), ("Tanh",), ("Linear", 4, 1))
    return drawn(ctx, line, (("Flatten", 0),), (3, 5), torch.float64, (1,))


def require_values(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed unless two steps have the right losses, and lead to the right weights."""
    first = sheets(ctx, (4, 3), torch.float64)
    require_certain(student, first.step(name, SGD), first.ask(student, name), CERTAIN)
    for batch, how in (
        (sheets(ctx, (4, 3), torch.float64), SGD),
        (sheets(ctx, (4, 6), torch.float64), ADAM),
        (drawn(ctx, PLAIN, OF_POINTS, (1, 4), torch.float32), SGD),
        (sheets(ctx, (7, 1), torch.float32), MOMENTUM),
        (drawn(ctx, PLAIN, OF_POINTS, (5, 2), torch.float64), ADAMW),
        (plain(ctx, name), RMSPROP),
    ):
        _require(student, name, batch, how)


def require_modes_kept(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed unless layers answer in the modes that they are in."""
    for batch in (points(ctx, (5, 3), torch.float64), *_dropping(ctx)):
        _require(student, name, batch, SGD)


def _require(student: Student, name: str, batch: Batch, how: Optimiser) -> None:
    """Raise Failed unless two steps of each kind are right."""
    for kind in ("", *KINDS) if name == "generator_step" else ("",):
        due = kind or KINDS[0]
        loss, slips = batch.loss(name, due), batch.slips(name, due)
        ask = batch.ask(student, name, kind)
        require_steps(student, name, batch.step(name, how), loss, ask, slips=slips)


def extreme_batches(ctx: Context) -> Iterator[Batch]:
    """Draw batches whose logits are thousands, real ones on one side and fakes on the other."""
    layers, line = (("Linear", 2, 1), ("Flatten", 0)), (("Linear", 3, 2, False),)
    for dtype in (torch.float64, torch.float32):
        row = torch.tensor([[105.0, 140.0]], dtype=dtype)
        for sign in (1.0, -1.0):
            weight = sign * torch.tensor([[20.0, 30.0]], dtype=dtype)
            judge = Net(layers, {"0.weight": weight, "0.bias": weight.new_zeros(1)})
            made = Net(line, {"0.weight": row.T * (0.9 + 0.1 * ctx.rand(2, 3, dtype=dtype))})
            real = -row * (0.5 + ctx.rand(3, 1, dtype=dtype))
            yield Batch(made, judge, real, 0.2 + 0.3 * ctx.rand(4, 3, dtype=dtype))


def require_extreme(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed unless losses and gradients are right where logits are huge, on either side."""
    for batch in extreme_batches(ctx):
        for kind in KINDS if name == "generator_step" else ("",):
            loss, ask = batch.loss(name, kind or KINDS[0]), batch.ask(student, name, kind)
            step = batch.step(name, SLOW)
            require_steps(student, name, step, loss, ask, times=1, otherwise=EXTREME)


def require_old_gone(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed where what `.grad` held before counts."""
    for value in (7.0, float("nan")):
        batch = sheets(ctx, (4, 3), torch.float64)
        old = {one: getattr(batch, one).with_old_grads(value) for one in set(LEARNERS.values())}
        step = replace(batch, **old).step(name, SGD)
        require_steps(student, name, step, batch.loss(name), batch.ask(student, name), times=1)


def require_untouched(student: Student, ctx: Context, name: str) -> None:
    """Raise Failed where a step leaves anything else than it may as it is not to be."""
    for batch in _kept(ctx, name):
        begun = Begun.of(student, batch.step(name, SGD))
        ask = batch.ask(student, name)
        for _ in range(2):
            with leaving(begun, MAY[name]):
                ask(begun)
    _require_frozen(student, ctx, name)


def _kept(ctx: Context, name: str) -> Iterator[Batch]:
    """Draw batches with gradients of before and without, in all modes, partly frozen."""
    (other,) = set(LEARNERS.values()) - {LEARNERS[name]}
    for draw in (points, sheets):
        yield draw(ctx, (4, 3), torch.float64)
    batch = points(ctx, (3, 5), torch.float64)
    everything = {one: getattr(batch, one) for one in LEARNERS.values()}
    old = {one: net.with_old_grads(7.0) for one, net in everything.items()}
    yield replace(batch, **old)
    some = {other: replace(everything[other], frozen=("0.weight", "3.bias"))}
    yield replace(batch, **some)
    calm = {one: replace(net, modes={**EVAL, "4": False}) for one, net in everything.items()}
    yield replace(batch, **{**calm, "generator": replace(everything["generator"], modes=EVAL)})
    yield from _dropping(ctx)


def _require_frozen(student: Student, ctx: Context, name: str) -> None:
    """Ask for flags once more where one parameter of the network that learns is frozen.

    A gradient by all of its parameters cannot be had there; who asks for it is not judged by this.
    """
    batch = sheets(ctx, (4, 3), torch.float64)
    learner = LEARNERS[name]
    place = 0 if learner == "generator" else 1
    frozen = replace(getattr(batch, learner), frozen=(f"{place}.weight",))
    begun = Begun.of(student, replace(batch, **{learner: frozen}).step(name, SGD))
    with suppress(StudentCrashed), leaving(begun, MAY[name]):
        batch.ask(student, name)(begun)


def require_refusal(student: Student, ctx: Context) -> None:
    """Raise Failed unless another kind of loss is refused."""
    batch = sheets(ctx, (4, 3), torch.float64)
    for kind in ("wasserstein", "Saturating", ""):
        begun = Begun.of(student, batch.step("generator_step", SGD))
        given: dict[str, Any] = {**begun.models, "optimizer": begun.optimiser}
        answer = student.call("generator_step", **given, noise=batch.noise, kind=kind)
        answer.should_raise(ValueError, why='`kind` is "saturating" or "non_saturating"')
