"""Hidden questions about `dqn_step`: networks, optimisers and batches of every kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.models.steps import (
    Ask,
    Begun,
    leaving,
    require_certain,
    require_steps,
)
from autograder.checking.student import Student
from autograder.probes.step import Loss, Net, Nets, Optimiser, Step
from autograder.text.i18n import said

from .asked import CERTAIN, NAME, asking
from .step_by_hand import MAY

HIDDEN = True  # never released

SGD = Optimiser("SGD", {"lr": 0.3})
SLOW = Optimiser("SGD", {"lr": 1e-3})
MOMENTUM = Optimiser("SGD", {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.05})
ADAM = Optimiser("Adam", {"lr": 0.02, "betas": (0.9, 0.99)})
ADAMW = Optimiser("AdamW", {"lr": 0.05, "weight_decay": 0.1})
RMSPROP = Optimiser("RMSprop", {"lr": 0.02})

ROWS = (("Linear", 3, 6), ("Tanh",), ("Linear", 6, 4))
SHEETS = (("Flatten", 1), ("Linear", 6, 5), ("Tanh",), ("Linear", 5, 3))
# A normalisation in eval mode answers row by row; a dropout of all draws nothing.
NORMS = (("Linear", 3, 6), ("Tanh",), ("BatchNorm1d", 6), ("Dropout", 1.0), ("Linear", 6, 4))
STILL = {"2": False, "3": False}
EVAL = {"": False, **{str(place): False for place in range(5)}}
LINE = (("Linear", 3, 2, False),)


@dataclass(frozen=True)
class Case:
    """Both networks, a batch (state, action, reward, next_state, done) and a discount."""

    net: Net
    target_net: Net
    batch: tuple[Tensor, ...]
    gamma: float

    def step(self, how: Optimiser) -> Step:
        """Return the step by an optimiser."""
        return Step({"net": self.net, "target_net": self.target_net}, "net", how)

    def ask(self, student: Student) -> Ask:
        """Return what takes the step, once its networks are made."""
        return asking(student, self.batch, self.gamma)


def case(
    ctx: Context,
    layers: Sequence[Any],
    rows: int,
    dtype: torch.dtype,
    shape: tuple[int, ...] = (3,),
    scale: float = 1.0,
) -> Case:
    """Draw networks that differ much, and a batch of which some rows are finished."""
    net, target = (Net.drawn(layers, ctx.stream, dtype) for _ in range(2))
    state, after = (scale * ctx.randn(rows, *shape, dtype=dtype) for _ in range(2))
    done = torch.arange(rows) % 3 == 1
    actions = len(list(net.state.values())[-1])
    reward = 2.0 * ctx.randn(rows, dtype=dtype)
    batch = (state, ctx.randint(actions, rows), reward, after, done)
    return Case(net, target, batch, 0.4 + 0.5 * float(ctx.rand(1)))


def require_values(student: Student, ctx: Context) -> None:
    """Raise Failed unless two steps have the right losses, and lead to the right weights."""
    double, single = torch.float64, torch.float32
    first = case(ctx, ROWS, 6, double)
    require_certain(student, first.step(SGD), first.ask(student), CERTAIN)
    for one, how in (
        (first, SGD),
        (case(ctx, SHEETS, 7, double, (2, 3)), ADAM),
        (case(ctx, ROWS, 5, single), MOMENTUM),
        (case(ctx, ROWS, 1, single), SGD),
        (case(ctx, SHEETS, 9, double, (2, 3)), RMSPROP),
        (case(ctx, LINE, 4, double), ADAMW),
        (case(ctx, LINE, 6, double, scale=1000.0), SLOW),  # its gradient is large: nobody clips it
    ):
        _require(student, one, how)


def require_modes_kept(student: Student, ctx: Context) -> None:
    """Raise Failed unless layers answer in the modes that they are in."""
    for one in _calm(ctx):
        _require(student, one, SGD)


def _calm(ctx: Context) -> Iterator[Case]:
    """Draw networks with a normalisation and a dropout in modes that differ from the others'."""
    drawn = case(ctx, NORMS, 5, torch.float64)
    for net, target in ((STILL, STILL), (EVAL, STILL), (STILL, EVAL)):
        yield replace(
            drawn,
            net=replace(drawn.net, modes=net),
            target_net=replace(drawn.target_net, modes=target),
        )
    yield replace(
        drawn,
        net=replace(drawn.net, modes={"2": False}),
        target_net=replace(drawn.target_net, modes={"2": False}),
    )


def _require(student: Student, one: Case, how: Optimiser) -> None:
    ask, slips = one.ask(student), step_slips(one)
    require_steps(student, NAME, one.step(how), loss_of(one), ask, slips=slips)


def require_old_gone(student: Student, ctx: Context) -> None:
    """Raise Failed where what `.grad` held before counts."""
    for value in (7.0, float("nan")):
        one = case(ctx, ROWS, 5, torch.float64)
        old = replace(one, net=one.net.with_old_grads(value))
        require_steps(student, NAME, old.step(SGD), loss_of(old), old.ask(student), times=1)


def require_untouched(student: Student, ctx: Context) -> None:
    """Raise Failed where a step leaves anything else than it may as it is not to be."""
    one = case(ctx, ROWS, 5, torch.float64)
    frozen = tuple(name for name in one.target_net.state)
    for each in (
        one,
        replace(one, target_net=one.target_net.with_old_grads(7.0)),
        replace(one, target_net=replace(one.target_net, frozen=frozen)),
        replace(one, target_net=replace(one.target_net, frozen=frozen[:1])),
        *_calm(ctx),
    ):
        begun = Begun.of(student, each.step(SGD))
        for _ in range(2):
            with leaving(begun, MAY):
                each.ask(student)(begun)


Best = Callable[[Nets, Tensor, Tensor], Tensor]  # of the networks, states and next states: (B,)


def _best(nets: Nets, state: Tensor, after: Tensor) -> Tensor:
    best: Tensor = nets["target_net"](after).amax(1)
    return best


def loss_of(
    one: Case,
    best: Best = _best,
    how: Callable[[Tensor, Tensor], Tensor] = F.huber_loss,
    gamma: float | None = None,
    *,
    ends: bool = True,
) -> Loss:
    """Return the loss that a step is due to take, or another one.

    Args: `best`, what comes after; `how`, the loss of Q-values and targets; `ends`, whether
    nothing comes after the end.
    """
    state, action, reward, after, done = one.batch
    worth = one.gamma if gamma is None else gamma

    def loss(nets: Nets) -> Tensor:
        later = best(nets, state, after).detach()
        later = later.masked_fill(done, 0.0) if ends else later
        chosen = nets["net"](state).gather(1, action[:, None])[:, 0]
        return how(chosen, reward + worth * later)

    return loss


def step_slips(one: Case) -> Mapping[str, Loss]:
    """Return the losses that mistakes of the step take it on, by their names."""

    def double(nets: Nets, state: Tensor, after: Tensor) -> Tensor:
        chosen = nets["net"](after).argmax(1, keepdim=True)
        found: Tensor = nets["target_net"](after).gather(1, chosen)[:, 0]
        return found

    bests: Mapping[str, Best] = {
        said("The target comes from target_net: this is one of net's own."): lambda nets, s, t: (
            nets["net"](t).amax(1)
        ),
        said("target_net takes its own best action: here net has chosen it."): double,
        said("The target is that of the next state: here it is of the state itself."): (
            lambda nets, s, t: nets["target_net"](s).amax(1)
        ),
        said("The best action of the next state counts, not the mean."): lambda nets, s, t: nets[
            "target_net"
        ](t).mean(1),
        said("One maximum was taken over all rows: it is over the actions of each row."): (
            lambda nets, s, t: nets["target_net"](t).amax().expand(len(t))
        ),
    }
    found = {told: loss_of(one, best) for told, best in bests.items()}
    return {
        **found,
        said("After the end nothing comes: done stops the sum."): loss_of(one, ends=False),
        said("gamma is not used: what comes later is worth less."): loss_of(one, gamma=1.0),
        said("Beyond delta the loss is a straight line: these are squares."): loss_of(
            one, how=F.mse_loss
        ),
        said("Beyond delta the loss is a straight line: these are half squares."): loss_of(
            one, how=lambda q, target: F.mse_loss(q, target) / 2
        ),
        said("The mean over rows was asked for, not the sum."): loss_of(
            one, how=lambda q, target: F.huber_loss(q, target, reduction="sum")
        ),
    }
