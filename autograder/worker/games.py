"""A game of two players that is played from tables, and nodes of a search tree, as objects of ours.

They live in the student's process, so a search asks them as often as it likes.
"""

from collections.abc import Mapping, Sequence
from operator import index
from typing import Any

import torch
from torch import Tensor

ILLEGAL, OVER, UNKNOWN = "illegal", "over", "unknown"  # what a search must not do: `faults`


class TableGame:
    """A game by tables: `legal (S, A)`, `after (S, A)`, and of each state its result, or None.

    `evaluate` gives a row of `logits` and a value, and counts how often it is asked of each state.
    A state is whatever stands in `states`, looked up by equality; lists become tuples.
    """

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._states = [_frozen(state) for state in tables["states"]]
        self._numbers = {state: number for number, state in enumerate(self._states)}
        self._legal, self._after = tables["legal"], tables["after"]
        self._results, self._logits = tables["results"], tables["logits"]
        self._values = tables["values"]
        self._asked = torch.zeros(len(self._states), dtype=torch.int64)
        self._faults: set[str] = set()

    def legal(self, state: Any) -> Tensor:
        """Return which moves are legal, bool (A,)."""
        return self._legal[self._number(state)].clone()  # type: ignore[no-any-return]

    def step(self, state: Any, action: Any) -> Any:
        """Return the state after a move; raises ValueError where there is no such move."""
        before, move = self._number(state), index(action)
        if self._results[before] is not None:
            raise self._fault(OVER, f"the game is over in {state!r}")
        if not 0 <= move < self._legal.shape[1] or not self._legal[before, move]:
            raise self._fault(ILLEGAL, f"move {move} is not legal in {state!r}")
        return self._states[int(self._after[before, move])]

    def result(self, state: Any) -> float | None:
        """Return the value of a finished game for the player to move; None while it goes on."""
        return self._results[self._number(state)]  # type: ignore[no-any-return]

    def evaluate(self, state: Any) -> tuple[Tensor, float]:
        """Return logits (A,) and a value for the player to move, and note who was asked about."""
        number = self._number(state)
        self._asked[number] += 1
        return self._logits[number].clone(), self._values[number]

    def asked(self) -> Tensor:
        """Return how often each state was evaluated, int64 (S,)."""
        return self._asked.clone()

    def faults(self) -> list[str]:
        """Return what was asked for that there is not."""
        return sorted(self._faults)

    def _number(self, state: Any) -> int:
        try:
            return self._numbers[state]
        except (KeyError, TypeError):
            raise self._fault(UNKNOWN, f"no state of this game: {state!r:.80}") from None

    def _fault(self, kind: str, text: str) -> ValueError:
        self._faults.add(kind)
        return ValueError(text)


def _frozen(state: Any) -> Any:
    return tuple(map(_frozen, state)) if isinstance(state, list) else state


class TreeNode:
    """A node of a search tree: `visits` int (A,) and `total` float (A,)."""

    def __init__(self, visits: Tensor, total: Tensor) -> None:
        self.visits, self.total = visits, total


class NodePath:
    """A list of pairs (node, action), the root's first, and what it was before somebody used it."""

    def __init__(self, visits: Tensor, total: Tensor, actions: Sequence[int]) -> None:
        rows = zip(visits.unbind(), total.unbind(), strict=True)
        self._held = [(one.clone(), other.clone()) for one, other in rows]
        nodes = [TreeNode(*held) for held in self._held]
        self._pairs = list(zip(nodes, actions, strict=True))
        self._path = list(self._pairs)

    def pairs(self) -> list[tuple[TreeNode, int]]:
        """Return the list itself."""
        return self._path

    def visits(self) -> Tensor:
        """Return the visits of the nodes, (L, A)."""
        return torch.stack([node.visits for node, _ in self._pairs])

    def total(self) -> Tensor:
        """Return the totals of the nodes, (L, A)."""
        return torch.stack([node.total for node, _ in self._pairs])

    def kept(self) -> bool:
        """Say whether the list holds the same pairs in the same order."""
        now, then = self._path, self._pairs
        return len(now) == len(then) and all(map(lambda a, b: a is b, now, then))

    def own(self) -> bool:
        """Say whether each node still has the tensors that it had at first."""
        nodes = [node for node, _ in self._pairs]
        return all(
            node.visits is visits and node.total is total
            for node, (visits, total) in zip(nodes, self._held, strict=True)
        )
