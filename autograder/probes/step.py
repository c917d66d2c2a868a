"""One step of an optimiser: all that it may touch, and what right and wrong ones lead to.

Networks are described plainly, so that one stands in the student's process and its twin here. The
twin is stepped by the loss that is due, in the usual wrong ways too, by torch's own optimiser.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor, nn, optim

from autograder.worker.layers import layered, with_state
from autograder.worker.touched import arrange, optimiser, touched

Nets = Mapping[str, nn.Module]
Loss = Callable[[Nets], Tensor]  # of networks by the names of the arguments, with its graph
# Takes a step of a loss () by an optimiser, and returns what is said to have been the loss.
Way = Callable[[Callable[[], Tensor], optim.Optimizer], float]
PARTS = ("weights", "buffers", "grads", "modes", "learning")


@dataclass(frozen=True)
class Touched:
    """What a step may or may not touch of a network, all by name.

    `state`, parameters and buffers; `grads`, None where there is no `.grad`; `modes`, whether each
    module is in train mode, the network itself under ""; `learning`, `requires_grad`.
    """

    state: Mapping[str, Tensor]
    grads: Mapping[str, Tensor | None]
    modes: Mapping[str, bool]
    learning: Mapping[str, bool]

    @classmethod
    def of(cls, net: nn.Module) -> "Touched":
        """Read a network that is here; what was read stays when the network changes."""
        found = touched(net)
        copies = {key: {n: _copy(one) for n, one in found[key].items()} for key in found}
        return cls(**copies)

    def part(self, name: str) -> Mapping[str, Any]:
        """Return one of PARTS: parameters are "weights", and the rest of the state "buffers"."""
        if name in ("weights", "buffers"):
            wanted = name == "weights"
            return {key: one for key, one in self.state.items() if (key in self.learning) is wanted}
        found: Mapping[str, Any] = getattr(self, name)
        return found


def _copy(one: Any) -> Any:
    return one.clone() if isinstance(one, Tensor) else one


def changed(before: Touched, now: Touched) -> tuple[str, ...]:
    """Return which of PARTS are not as they were, bit by bit; NaN is equal to NaN."""
    return tuple(one for one in PARTS if not _same(before.part(one), now.part(one)))


def _same(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    if before.keys() != now.keys():
        return False
    return all(_as_was(one, now[name]) for name, one in before.items())


def _as_was(before: Any, now: Any) -> bool:
    if not isinstance(before, Tensor):
        return type(before) is type(now) and before == now
    if not isinstance(now, Tensor) or (before.shape, before.dtype) != (now.shape, now.dtype):
        return False
    return torch.equal(before, now) or torch.allclose(before, now, rtol=0, atol=0, equal_nan=True)


@dataclass(frozen=True)
class Net:
    """An `nn.Sequential` by its layers, see `given.sequential`, and its state (name → tensor).

    `grads` is what `.grad` of some parameters holds before a step; `modes`, of modules that are not
    in train mode as all others are; `frozen`, names of parameters that require no grad.
    """

    layers: Sequence[Any]
    state: Mapping[str, Tensor]
    grads: Mapping[str, Tensor] = field(default_factory=dict)
    modes: Mapping[str, bool] = field(default_factory=dict)
    frozen: Sequence[str] = ()

    @classmethod
    def drawn(cls, layers: Sequence[Any], generator: torch.Generator, dtype: torch.dtype) -> "Net":
        """Draw a state, none of whose numbers is that of a new network."""
        state: dict[str, Tensor] = {}
        fresh = layered(layers).state_dict()
        for name, one in fresh.items():
            normal = torch.randn(one.shape, generator=generator, dtype=dtype)
            if not one.is_floating_point():
                state[name] = one + 3
            elif one.ndim > 1:
                state[name] = normal / one[0].numel() ** 0.5
            elif name.endswith("running_var"):
                state[name] = 0.5 + normal.abs()
            else:
                state[name] = 0.3 * normal + (0.5 if _scales(name, fresh) else 0.0)
        return cls(layers, state)

    def with_old_grads(self, value: float) -> "Net":
        """Return the same network, whose parameters have a `.grad` full of `value` already."""
        twin = layered(self.layers)
        found = {
            name: torch.full_like(self.state[name], value) for name, _ in twin.named_parameters()
        }
        return replace(self, grads=found)

    def twin(self) -> nn.Sequential:
        """Return the network, here."""
        net = with_state(self.layers, self.state, self.frozen, grads=False)
        arrange(net, self.grads, self.modes)
        return net


def _scales(name: str, state: Mapping[str, Tensor]) -> bool:
    """Say whether a parameter is what a normalisation multiplies by."""
    return name.endswith("weight") and name.replace("weight", "running_var") in state


@dataclass(frozen=True)
class Optimiser:
    """A class of `torch.optim`, and its options; it holds all parameters of a network."""

    kind: str
    options: Mapping[str, Any]

    def over(self, net: nn.Module) -> optim.Optimizer:
        """Return such an optimiser of a network that is here."""
        return optimiser(net, self.kind, self.options)


@dataclass(frozen=True)
class Taken:
    """What a step was said to have for a loss, and where it led the network that learns."""

    loss: float
    state: Mapping[str, Tensor]

    def row(self) -> Tensor:
        """Return all numbers, the loss first, float64."""
        parts = [torch.tensor([self.loss], dtype=torch.float64)]
        return torch.cat(
            [*parts, *(one.detach().double().flatten() for one in self.state.values())]
        )


@dataclass(frozen=True)
class Step:
    """A step of `nets[learner]`, among all `nets` by the names of the arguments."""

    nets: Mapping[str, Net]
    learner: str
    optimiser: Optimiser

    def taken(
        self, loss: Loss, times: int = 1, *, way: Way | None = None, slip: Loss | None = None
    ) -> Taken:
        """Take so many steps on a loss as they are due, and return the last.

        Args: `way` and `slip`, how the last one is taken, and on what, if not as it is due.
        """
        twins = {name: net.twin() for name, net in self.nets.items()}
        learner = twins[self.learner]
        stepper = self.optimiser.over(learner)
        said = 0.0
        for time in range(times):
            last = time == times - 1
            law = slip if last and slip is not None else loss
            take = way if last and way is not None else plainly
            said = take(lambda law=law: law(twins), stepper)  # type: ignore[misc]
        return Taken(said, {name: one.clone() for name, one in learner.state_dict().items()})


def plainly(loss: Callable[[], Tensor], stepper: optim.Optimizer) -> float:
    """Take a step as it is due."""
    return _on(loss, stepper)


def unmoved(loss: Callable[[], Tensor], stepper: optim.Optimizer) -> float:
    """Compute the loss, and let everything stand."""
    return loss().item()


def uphill(loss: Callable[[], Tensor], stepper: optim.Optimizer) -> float:
    """Take a step in the direction in which the loss grows."""
    return -_on(lambda: -loss(), stepper)


def adding_up(loss: Callable[[], Tensor], stepper: optim.Optimizer) -> float:
    """Add the gradient to what `.grad` holds from before."""
    value = loss()
    value.backward()  # type: ignore[no-untyped-call]
    stepper.step()
    return value.item()


def telling_after(loss: Callable[[], Tensor], stepper: optim.Optimizer) -> float:
    """Take the right step, and return the loss after it."""
    _on(loss, stepper)
    return loss().item()


def clipped(norm: float = 0.0, value: float = 0.0) -> Way:
    """Take a step of a gradient that is clipped, by its norm or each entry by its value."""

    def clip(stepper: optim.Optimizer) -> None:
        held = [one for group in stepper.param_groups for one in group["params"]]
        if norm:
            nn.utils.clip_grad_norm_(held, norm)
        else:
            nn.utils.clip_grad_value_(held, value)

    return lambda loss, stepper: _on(loss, stepper, clip)


def _on(
    loss: Callable[[], Tensor],
    stepper: optim.Optimizer,
    between: Callable[[optim.Optimizer], None] | None = None,
) -> float:
    value = loss()
    stepper.zero_grad()
    value.backward()  # type: ignore[no-untyped-call]
    if between is not None:
        between(stepper)
    stepper.step()
    return value.item()
