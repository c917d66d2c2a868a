"""What layers and losses should answer, by autograd in float64, and played ones that log."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.student import Failed, Oracle
from autograder.text.i18n import said

HIDDEN = True  # never released

CALLS = said("`f` is called more than twice for each entry: two calls for each are enough.")
MOVES = said("Move one entry at a time: `f` was asked at a point where others have moved, too.")
EACH = said("Of each layer, and of the loss, one forward and one backward were asked for.")
ORDER = said("Backward goes through the last layer first, forward through the first.")
LIST = said("The list of layers is another one afterwards: leave it as it is.")


def slopes(function: Callable[..., Tensor], *at: Tensor) -> tuple[Tensor, ...]:
    """Return the gradients of a number by float64 copies of tensors."""
    leaves = [tensor.double().requires_grad_() for tensor in at]
    return torch.autograd.grad(function(*leaves), leaves)


def relu_slope(x: Tensor, grad: Tensor) -> Tensor:
    """Return a gradient behind a ReLU."""
    return slopes(lambda at: (F.relu(at) * grad.double()).sum(), x)[0]


def loss_of(logits: Tensor, labels: Tensor) -> Tensor:
    """Return the mean cross-entropy, in float64."""
    return F.cross_entropy(logits.double(), labels)


def loss_slope(logits: Tensor, labels: Tensor) -> Tensor:
    """Return its gradient."""
    return slopes(lambda at: F.cross_entropy(at, labels), logits)[0]


@dataclass
class Cubic:
    """f(x) = Σ a x³ with factors `a`, played by the grader, and where it was asked."""

    factors: Tensor
    asked: list[Tensor] = field(default_factory=list)

    def oracle(self) -> Oracle:
        """Return the function as the student's code meets it."""
        return Oracle({"forward": self.answer})

    def answer(self, x: Tensor) -> Tensor:
        """Return f at x."""
        if not isinstance(x, Tensor) or x.shape != self.factors.shape:
            raise Failed(said("`f` takes a tensor of the shape of x."))
        self.asked.append(x)
        return (self.factors * x**3).sum()

    def central(self, x: Tensor, h: float) -> Tensor:
        """Return what central differences are: exactly so for a cubic."""
        return self.factors * (3 * x**2 + h**2)

    def require_few(self, x: Tensor) -> None:
        """Raise Failed when it was asked too often, or where several entries have moved."""
        if len(self.asked) > 2 * x.numel():
            raise Failed(CALLS)
        if any(int((one != x).sum()) > 1 for one in self.asked):
            raise Failed(MOVES)


@dataclass(frozen=True)
class Chain:
    """Played layers that add, and multiply on their way back; a log of what each was asked."""

    count: int
    log: list[tuple[int, str]] = field(default_factory=list)

    def layers(self) -> list[Oracle]:
        """Return the layers, the first one first."""
        return [self._layer(place) for place in range(self.count)]

    def _layer(self, place: int) -> Oracle:
        def forward(x: Tensor) -> Tensor:
            self.log.append((place, "forward"))
            return x + place + 1

        def backward(grad: Tensor) -> Tensor:
            self.log.append((place, "backward"))
            return 2 * grad - place

        return Oracle({"forward": forward, "backward": backward})

    def loss(self, start: Tensor) -> Oracle:
        """Return a loss whose gradient at the logits is `start`."""

        def forward(logits: Tensor, labels: Tensor) -> Tensor:
            self.log.append((self.count, "forward"))
            return (logits.sum() + labels.sum()).reshape(())

        def backward() -> Tensor:
            self.log.append((self.count, "backward"))
            return start

        return Oracle({"forward": forward, "backward": backward})

    def want(self, x: Tensor, labels: Tensor, start: Tensor) -> Sequence[Tensor]:
        """Return the value and the gradient that come out."""
        for place in range(self.count):
            x = x + place + 1
        for place in reversed(range(self.count)):
            start = 2 * start - place
        return (x.sum() + labels.sum()), start

    def require_order(self) -> None:
        """Raise Failed unless each was asked once, forward and then back."""
        due = [(place, "forward") for place in range(self.count + 1)]
        due += [(place, "backward") for place in reversed(range(self.count + 1))]
        if sorted(self.log) != sorted(due):
            raise Failed(EACH)
        if self.log != due:
            raise Failed(ORDER)
