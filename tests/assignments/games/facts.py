"""What the tests of the references of `games` share: networks, snapshots of them, small games."""

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from autograder.course.loader import checks_for
from tests.assignments.density.facts import seeded
from tests.conftest import ROOT

KINDS = ("saturating", "non_saturating")


def part(exercise: str, name: str) -> Mapping[str, Any]:
    """Return a module of the checks' `for_<exercise>/`."""
    checks = checks_for(ROOT / "assignments" / "games" / "checks", exercise)
    modules = (check.question.__module__ for check in checks)
    own = next(one for one in modules if not one.startswith("autograder."))
    return vars(importlib.import_module(f"{own.rpartition('.')[0]}.for_{exercise}.{name}"))


def randn(*shape: int, seed: int = 0, dtype: torch.dtype = torch.float64) -> Tensor:
    """Draw normal numbers, of no dimension, too."""
    return torch.randn(shape, generator=seeded(seed), dtype=dtype)


def small(inputs: int, outputs: int, seed: int = 0, *, flat: bool = False) -> nn.Sequential:
    """Return a small smooth network in float64, whose `.grad` holds sevens."""
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(inputs, 4), nn.Tanh(), nn.Linear(4, outputs)).double()
    if flat:
        net.append(nn.Flatten(0))
    for parameter in net.parameters():
        parameter.grad = torch.full_like(parameter, 7.0)
    return net


@dataclass(frozen=True)
class Seen:
    """What a network is at a moment: weights, `.grad`, flags and modes."""

    weights: tuple[Tensor, ...]
    grads: tuple[Tensor | None, ...]
    flags: tuple[bool, ...]
    modes: tuple[bool, ...]

    @classmethod
    def of(cls, net: nn.Module) -> "Seen":
        """Look at a network."""
        parameters = list(net.parameters())
        grads = tuple(None if p.grad is None else p.grad.clone() for p in parameters)
        flags = tuple(p.requires_grad for p in parameters)
        weights = tuple(value.clone() for value in net.state_dict().values())
        return cls(weights, grads, flags, tuple(m.training for m in net.modules()))

    def assert_same(self, other: "Seen", *, but_grads: bool = False) -> None:
        """Fail unless nothing has changed, bit by bit."""
        assert all(map(torch.equal, self.weights, other.weights))
        assert (self.flags, self.modes) == (other.flags, other.modes)
        if not but_grads:
            for one, then in zip(self.grads, other.grads, strict=True):
                assert one is then or (
                    one is not None and then is not None and torch.equal(one, then)
                )


class Game(Protocol):
    """What `search` asks of a game."""

    def legal(self, state: Any) -> Tensor: ...
    def step(self, state: Any, action: int) -> Any: ...
    def result(self, state: Any) -> float | None: ...


class Nim:
    """States are how many are left; action a takes a + 1; who takes the last one wins."""

    def legal(self, state: int) -> Tensor:
        return torch.arange(1, 4) <= state

    def step(self, state: int, action: int) -> int:
        return state - action - 1

    def result(self, state: int) -> float | None:
        return -1.0 if state == 0 else None


LINES = ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))


class TicTacToe:
    """States are texts of nine marks, row by row; X begins."""

    def legal(self, state: str) -> Tensor:
        return torch.tensor([mark == "." for mark in state])

    def step(self, state: str, action: int) -> str:
        mark = "XO"[(9 - state.count(".")) % 2]
        return state[:action] + mark + state[action + 1 :]

    def result(self, state: str) -> float | None:
        rows = {"".join(state[field] for field in line) for line in LINES}
        if rows & {"XXX", "OOO"}:
            return -1.0
        return None if "." in state else 0.0


def minimax(game: Game, state: Any) -> float:
    """Return the value of a state for the player to move, by plain recursion."""
    result = game.result(state)
    return max(worths(game, state).values()) if result is None else result


def worths(game: Game, state: Any) -> dict[int, float]:
    """Return what each legal move is worth for the player who makes it."""
    legal: Iterable[int] = game.legal(state).nonzero().flatten().tolist()
    return {action: -minimax(game, game.step(state, action)) for action in legal}
