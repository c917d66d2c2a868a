"""The right answers of the plain network, and what mistakes make of any arguments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers

from . import by_hand

HIDDEN = True  # never released

Activation = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Network:
    """The arguments of a plain recurrent network, by the contract's names."""

    h: Tensor
    e: Tensor
    weight_h: Tensor
    weight_e: Tensor
    bias: Tensor

    @property
    def named(self) -> dict[str, Any]:
        """Return the arguments by name."""
        return vars(self)

    @property
    def given(self) -> tuple[Tensor, ...]:
        """Return the arguments in the contract's order."""
        return tuple(self.named.values())

    @property
    def double(self) -> "Network":
        """Return the same in float64."""
        return Network(**{name: value.double() for name, value in self.named.items()})


def step(net: Network, sigma: Activation = torch.sigmoid) -> Tensor:
    """Return σ(W_h h + W_e e + b), (B, H)."""
    recurrent = torch.einsum("ij,bj->bi", net.weight_h, net.h)
    return sigma(recurrent + torch.einsum("id,bd->bi", net.weight_e, net.e) + net.bias)


def walk(net: Network, sigma: Activation = torch.sigmoid) -> Tensor:
    """Return the states after each token of e (B, T, D), (B, T, H)."""
    states: list[Tensor] = []
    h = net.h
    for e in net.e.unbind(1):
        h = step(replace(net, h=h, e=e), sigma)
        states.append(h)
    return torch.stack(states, 1)


def rnn_step(*given: Tensor) -> Tensor:
    """Return the right answer of `rnn_step`, for gradients."""
    return step(Network(*given))


def rnn(*given: Tensor) -> Tensor:
    """Return the right answer of `rnn`, for gradients."""
    return walk(Network(*given))


def step_slips(net: Network) -> SlipAnswers:
    """Return what mistakes make of one step."""
    found: SlipAnswers = {by_hand.TANH: step(net, torch.tanh), by_hand.RELU: step(net, torch.relu)}
    found |= {told: step(other) for told, other in _altered(net).items()}
    return found | {by_hand.NO_SIGMA: step(net, lambda z: z)}


def walk_slips(net: Network) -> SlipAnswers:
    """Return what mistakes make of a walk."""
    states, length = walk(net), net.e.shape[1]
    each = [step(replace(net, e=e)) for e in net.e.unbind(1)]
    found: SlipAnswers = {
        by_hand.FROM_FIRST: torch.stack(each, 1),
        by_hand.WITH_FIRST: torch.cat([net.h.unsqueeze(1), states[:, :-1]], 1),
        by_hand.LAST_ALONE: states[:, -1:].expand_as(states),
        by_hand.BACKWARDS: walk(replace(net, e=net.e.flip(1))),
        by_hand.FROM_ZERO: walk(replace(net, h=0 * net.h)),
        by_hand.SAME_TOKEN: walk(replace(net, e=net.e[:, :1].expand(-1, length, -1))),
        by_hand.REVERSED: states.flip(1),
        by_hand.TANH: walk(net, torch.tanh),
    }
    if len(net.e) == length:
        turned = walk(replace(net, e=net.e.transpose(0, 1))).transpose(0, 1)
        found[by_hand.TIME_FIRST] = turned
    return found | {told: walk(other) for told, other in _altered(net).items()}


def _altered(net: Network) -> Mapping[str, Network]:
    """Return networks with one part missing or turned round, by what is said of it."""
    found: dict[str, Network] = {
        by_hand.NO_BIAS: replace(net, bias=0 * net.bias),
        by_hand.TRANSPOSED: replace(net, weight_h=net.weight_h.T),
        by_hand.NO_STATE: replace(net, weight_h=0 * net.weight_h),
        by_hand.NO_TOKEN: replace(net, weight_e=0 * net.weight_e),
    }
    if net.weight_e.shape[0] == net.weight_e.shape[1]:
        turned = replace(net, weight_e=net.weight_e.T)
        swapped = replace(net, weight_h=net.weight_e, weight_e=net.weight_h)
        found[by_hand.TRANSPOSED_E] = turned
        found[by_hand.SWAPPED_WEIGHTS] = swapped
    return found


def jacobians(net: Network, slope: Activation = lambda h: h * (1 - h)) -> list[Tensor]:
    """Return ∂h_t/∂h_0 of one text, h (H,) and e (T, D), T matrices (H, H)."""
    return _products([slope(h).unsqueeze(1) * net.weight_h for h in _states(net)])


def norms(net: Network) -> Tensor:
    """Return the right answer of `gradient_norms`, (T,): of matrices scaled so as not to vanish."""
    return torch.stack([_norm(one) for one in jacobians(net)])


def norm_slips(net: Network) -> SlipAnswers:
    """Return what mistakes make of the norms."""
    right = jacobians(net)
    steps = [(h * (1 - h)).unsqueeze(1) * net.weight_h for h in _states(net)]
    back = _products([one.T for one in steps[::-1]])[::-1]  # of h_T by the state before token t
    of: Mapping[str, Activation] = {
        by_hand.SPECTRAL: lambda one: torch.linalg.svdvals(one)[0],
        by_hand.NUCLEAR: lambda one: torch.linalg.svdvals(one).sum(),
        by_hand.ADDED: lambda one: one.abs().sum(),
        by_hand.LARGEST: lambda one: one.abs().max(),
        by_hand.OF_SUM: lambda one: one.sum(0).square().sum().sqrt(),
        by_hand.ROOT_MEAN: lambda one: one.square().mean().sqrt(),
        by_hand.SQUARED: lambda one: one.square().sum(),
    }
    eye = torch.eye(len(net.h), dtype=net.h.dtype)
    others: dict[str, Sequence[Tensor]] = {
        by_hand.ONE_STEP: steps,
        by_hand.FROM_START: [eye, *right[:-1]],
        by_hand.NO_SLOPE: jacobians(net, torch.ones_like),
        by_hand.TANH_SLOPE: jacobians(net, lambda h: 1 - h.square()),
        by_hand.TO_LAST: back,
        by_hand.TRANSPOSED: jacobians(replace(net, weight_h=net.weight_h.T)),
        by_hand.SLOPE_ALONE: _products([torch.diag(h * (1 - h)) for h in _states(net)]),
        by_hand.FROM_RIGHT: _products([one.T for one in steps]),
    }
    found = {told: torch.stack([norm(one) for one in right]) for told, norm in of.items()}
    found[by_hand.REVERSED] = norms(net).flip(0)
    found[by_hand.LOGARITHMS] = norms(net).log()
    return found | {told: torch.stack([_norm(one) for one in ms]) for told, ms in others.items()}


def _states(net: Network) -> Tensor:
    return walk(replace(net, h=net.h.unsqueeze(0), e=net.e.unsqueeze(0)))[0]


def _products(steps: Sequence[Tensor]) -> list[Tensor]:
    found = [steps[0]]
    for one in steps[1:]:
        found.append(one @ found[-1])
    return found


def _norm(matrix: Tensor) -> Tensor:
    """Return the Frobenius norm, also of numbers whose squares are zero."""
    largest = matrix.abs().max().clamp_min(torch.finfo(matrix.dtype).tiny)
    return largest * (matrix / largest).square().sum().sqrt()
