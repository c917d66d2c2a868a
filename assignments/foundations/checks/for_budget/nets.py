"""Networks that are frozen and trained, and what plain gradient descent makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.given import played

HIDDEN = True  # never released

# Four children have parameters, one of them is a network of its own. Dropout of all that comes in
# draws nothing, so what it answers is certain in either mode.
NORMS = (
    ("Dropout", 1.0),
    ("Linear", 4, 5),
    ("BatchNorm1d", 5),
    ("ReLU",),
    ("Sequential", ("Linear", 5, 4), ("Tanh",), ("BatchNorm1d", 4)),
    ("Linear", 4, 3),
    ("LeakyReLU", 0.2),
)
ROWS = 12  # in a batch
SIZES = (1, 2, 3, 4, 5, 9, None)  # how many children train
# What comes after the last frozen child runs in train mode, also where it has no parameters.
DROPS = (
    ("Linear", 4, 5),
    ("Tanh",),
    ("Linear", 5, 4),
    ("Dropout", 1.0),
    ("Linear", 4, 3),
)


@dataclass(frozen=True)
class Net:
    """A network by its layers and its state, and what it is asked with: x (B, 4), labels (B,)."""

    layers: Sequence[Sequence[object]]
    state: Mapping[str, Tensor]
    x: Tensor
    labels: Tensor

    @cached_property
    def parameters(self) -> list[str]:
        """The names of all parameters, in their order."""
        return [name for name, _ in played(self.layers).named_parameters()]

    @property
    def children(self) -> list[int]:
        """The places of the children that have parameters."""
        return sorted({place_of(name) for name in self.parameters})

    def trained(self, last: int | None) -> list[str]:
        """Return the names of the parameters that train, in their order."""
        first = self.first(last)
        return [name for name in self.parameters if place_of(name) >= first]

    def first(self, last: int | None) -> int:
        """Return the place of the first child that trains."""
        children = self.children
        return children[0] if last is None else children[-min(last, len(children))]

    def frozen(self, last: int | None) -> list[str]:
        """Return the names of the parameters and buffers that stay as they are."""
        first = self.first(last)
        return [name for name in self.state if place_of(name) < first]

    def stepped(
        self,
        last: int | None,
        rate: float,
        state: Mapping[str, Tensor],
        modes: Sequence[bool] = (),
    ) -> tuple[float, dict[str, Tensor]]:
        """Return the loss at a state, and the state after one step, in float64.

        Args: `modes`, which children run in train mode, if not those that should.
        """
        net = played(self.layers, {k: _double(v) for k, v in state.items()})
        first = self.first(last)
        for place, child in enumerate(net):
            child.train(modes[place] if modes else place >= first)
        loss = F.cross_entropy(net(self.x.double()), self.labels)
        moving = [net.get_parameter(name) for name in self.trained(last)]
        for parameter, slope in zip(moving, torch.autograd.grad(loss, moving), strict=True):
            parameter.data -= rate * slope
        return loss.item(), {name: one.detach() for name, one in net.state_dict().items()}


def place_of(name: str) -> int:
    """Return which child of a network holds a parameter or a buffer of this name."""
    return int(name.partition(".")[0])


def drawn_net(ctx: Context, layers: Sequence[Sequence[object]], dtype: torch.dtype) -> Net:
    """Draw a state, none of whose numbers is that of a new network, and what to ask.

    Scales and variances are near 1 and weights as small as sums of them allow: a normalisation
    divides by the spread of a batch, and would make rounding large where that is small.
    """
    state: dict[str, Tensor] = {}
    fresh = played(layers).state_dict()
    for name, one in fresh.items():
        if not one.is_floating_point():
            state[name] = one + ctx.between(2, 9)
        elif one.ndim == 2:
            state[name] = ctx.randn(*one.shape, dtype=dtype) / one.shape[1] ** 0.5
        elif name.endswith("running_var") or _scales(name, fresh):
            state[name] = 0.5 + ctx.rand(*one.shape, dtype=dtype)
        else:
            state[name] = 0.3 * ctx.randn(*one.shape, dtype=dtype)
    return Net(layers, state, ctx.randn(ROWS, 4, dtype=dtype), ctx.randint(3, ROWS))


def _scales(name: str, state: Mapping[str, Tensor]) -> bool:
    """Say whether a parameter is what a normalisation multiplies by."""
    return name.endswith("weight") and name.replace("weight", "running_var") in state


def _double(one: Tensor) -> Tensor:
    return one.double() if one.is_floating_point() else one
