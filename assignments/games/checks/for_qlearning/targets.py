"""Hidden questions about `td_target` and `td_loss`, and what mistakes answer to them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.compare import gap
from autograder.checking.given import tensor
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

from ..shared.hints import hinted
from ..shared.precision import BOTH, precisely, tolerance
from .by_hand import AFTER, after_the_end

HIDDEN = True  # never released

JUNK = (0.0, math.nan, math.inf, -math.inf, 1e30)
HUGE = 1e4
GRAPH = said("A target is a constant: no gradient goes through it. Detach it, or use no_grad.")
INTO = said("No gradient goes into target: detach it.")
SLOPE = said(
    "The gradient by q is wrong: e at the action that was taken, cut to −delta and delta, over the "
    "number of rows; 0 elsewhere."
)


@dataclass(frozen=True)
class Came:
    """What came of actions: rewards (B,), whether the game is over, Q-values (B, A)."""

    reward: Tensor
    done: Tensor
    next_q: Tensor
    gamma: float


def drawn_targets(ctx: Context, dtype: torch.dtype) -> Iterator[Came]:
    """Draw rows, finished ones among them, which hold anything; one row, one action, too."""
    for rows, actions, gamma in ((6, 3, 0.9), (1, 4, 0.5), (5, 1, 0.99), (4, 4, 0.0), (7, 2, 1.0)):
        done = torch.arange(rows) % 2 == ctx.between(0, 1)
        for junk in JUNK:
            next_q = ctx.randn(rows, actions, dtype=dtype) - 1.0
            next_q[done] = junk
            yield Came(ctx.randn(rows, dtype=dtype), done, next_q, gamma)
    every = torch.ones(3, dtype=torch.bool)
    yield Came(ctx.randn(3, dtype=dtype), every, torch.full((3, 2), math.nan, dtype=dtype), 0.9)
    yield Came(ctx.randn(3, dtype=dtype), ~every, HUGE * ctx.randn(3, 2, dtype=dtype), 0.9)


def require_targets(student: Student, ctx: Context) -> None:
    """Raise Failed unless targets are right."""
    for dtype in BOTH:
        for came in drawn_targets(ctx, dtype):
            best = torch.where(came.done, 0.0, came.next_q.double().amax(1))
            want = (came.reward.double() + came.gamma * best).to(dtype)
            answer = student.call("td_target", **vars(came))
            precisely(answer, want, dtype, slips=target_slips, wrong=after_the_end)


def target_slips(reward: Tensor, done: Tensor, next_q: Tensor, gamma: float) -> SlipAnswers:
    """Return what mistakes of `td_target` answer; where that is NaN nothing is compared."""
    reward, q = reward.double(), next_q.double()
    still = torch.where(done, 0.0, q.amax(1))

    def target(best: Tensor) -> Tensor:
        return reward + gamma * torch.where(done, 0.0, best)

    over = torch.where(done, q.amax(1), 0.0)
    return {
        AFTER: _known(reward + gamma * q.amax(1)),
        "done is inverted: it goes on where the game is *not* over.": _known(reward + gamma * over),
        "The best action of the next state counts, not the mean.": target(q.mean(1)),
        "The best action is the one that is worth most.": target(q.amin(1)),
        "The value of the best action was asked for, not its number.": target(q.argmax(1).double()),
        "One maximum was taken over all rows: it is over the actions of each row.": target(
            q[~done].amax().expand(len(q)) if bool((~done).any()) else q.amax(1)
        ),
        "gamma is not used: what comes later is worth less.": reward + still,
        "The reward itself is not discounted.": gamma * (reward + still),
        "The reward counts at the end, too: only what comes after it does not.": torch.where(
            done, 0.0, target(q.amax(1))
        ),
        "The reward is missing.": gamma * still,
    }


def _known(answer: Tensor) -> Tensor:
    """Return an answer that is compared where it is finite."""
    return torch.where(answer.isfinite(), answer, math.nan)


def require_constant(student: Student, ctx: Context) -> None:
    """Raise Failed where a target hangs on next_q, or on a reward that a model has made."""
    came = Came(ctx.randn(3), torch.tensor([False, True, False]), ctx.randn(3, 2), 0.9)
    for name in ("next_q", "reward"):
        learnt = tensor(student, getattr(came, name), requires_grad=True)
        given: dict[str, Any] = {**vars(came), name: learnt}
        if student.requires_grad("td_target", **given):
            raise Failed(GRAPH)


@dataclass(frozen=True)
class Erring:
    """Q-values (B, A), the actions that were taken, targets (B,); delta, 1 by default."""

    q: Tensor
    action: Tensor
    target: Tensor
    delta: float | None = None

    @property
    def given(self) -> dict[str, Any]:
        """Return the arguments of the call."""
        every = vars(self).items()
        return {key: one for key, one in every if one is not None}

    def errors(self) -> Tensor:
        """Return e (B,), float64."""
        return self.q.double().gather(1, self.action[:, None])[:, 0] - self.target.double()

    def losses(self) -> Tensor:
        """Return the loss of each row, float64."""
        e, delta = self.errors().abs(), 1.0 if self.delta is None else self.delta
        return torch.where(e <= delta, e.square() / 2, delta * (e - delta / 2))


def drawn_errors(ctx: Context, dtype: torch.dtype) -> Iterator[Erring]:
    """Draw errors on both sides of delta, exactly delta, none, and huge ones."""
    for delta in (None, 0.5, 2.0):
        edge = 1.0 if delta is None else delta
        for rows, actions in ((7, 3), (1, 2), (4, 4), (3, 1), (140, 3)):
            q = ctx.randn(rows, actions, dtype=dtype)
            action = ctx.randint(actions, rows)
            sides = torch.tensor([0.4, -3.0, 1.7, -0.6, 0.0, 5.0, -2.5], dtype=dtype)
            sides = sides.repeat(-(-rows // len(sides)))[:rows]
            target = q.gather(1, action[:, None])[:, 0] - edge * sides
            yield Erring(q, action, target, delta)
    even = torch.tensor([[1.0, 7.0], [-3.0, 0.5], [2.0, 2.0]], dtype=dtype)
    yield Erring(even, torch.tensor([0, 1, 1]), torch.tensor([0.5, 1.0, 2.0], dtype=dtype), 0.5)
    if dtype == torch.float64:  # a difference of two squares is right, too, and loses digits
        yield Erring(HUGE * even, torch.tensor([1, 0, 1]), -even[:, 0])


def require_losses(student: Student, ctx: Context) -> None:
    """Raise Failed unless losses are right."""
    for dtype in BOTH:
        for erring in drawn_errors(ctx, dtype):
            answer = student.call("td_loss", **erring.given)
            want = erring.losses().mean().to(dtype)
            precisely(answer, want, dtype, slips=loss_slips)


def loss_slips(q: Tensor, action: Tensor, target: Tensor, delta: float = 1.0) -> SlipAnswers:
    """Return what mistakes of `td_loss` answer."""
    erring = Erring(q, action, target, delta)
    e, each = erring.errors(), erring.losses()
    rows, actions = q.shape
    size = e.abs()
    table = Erring(q[:, action].reshape(-1, 1), 0 * action.repeat(rows), target.repeat(rows), delta)
    best = Erring(q, q.argmax(1), target, delta)
    jumping = torch.where(size <= delta, e.square() / 2, delta * size)
    return {
        "Beyond delta the loss is a straight line: these are squares.": e.square().mean(),
        "Beyond delta the loss is a straight line: these are half squares.": e.square().mean() / 2,
        "The ½ is missing: e² / 2, and delta (|e| − delta / 2).": 2 * each.mean(),
        "The mean over rows was asked for, not the sum.": each.sum(),
        "delta is not used: it is where the straight line begins.": Erring(q, action, target)
        .losses()
        .mean(),
        "Beyond delta it is times delta: delta (|e| − delta / 2). This is the loss over delta.": (
            each.mean() / delta
        ),
        "Beyond delta it is delta (|e| − delta / 2): both formulas agree at delta.": jumping.mean(),
        "It is the mean over rows: only the action that was taken counts.": each.sum()
        / (rows * actions),
        "Only the action that was taken counts, not the best one.": best.losses().mean(),
        "gather takes one entry of each row, q[b, action[b]]: q[:, action] is a whole table.": (
            table.losses().mean()
        ),
        "Absolute errors were asked for beyond delta alone.": size.mean(),
    }


def require_loss_gradient(student: Student, ctx: Context) -> None:
    """Raise Failed unless the gradient is the cut error, and none goes into the target."""
    for dtype in BOTH:
        for erring in drawn_errors(ctx, dtype):
            rows, delta = len(erring.q), 1.0 if erring.delta is None else erring.delta
            cut = erring.errors().clamp(-delta, delta)
            want = torch.zeros_like(erring.q.double()).scatter_(
                1, erring.action[:, None], cut[:, None]
            )
            answer = student.call("td_loss", **erring.given)
            answer.should_have_shape(dtype=dtype)
            with hinted(SLOPE):
                slope, into = answer.gradient("q", "target").tensors()
            if into.any():
                raise Failed(INTO)
            if gap(slope, want / rows) > tolerance(dtype) * (1 + delta):
                raise Failed(SLOPE)
