"""A search by plain recursion, in Python's floats, and what it does where one thing is wrong."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import torch
from torch import Tensor

from autograder.checking.games import Evaluator, Rules

HIDDEN = True  # never released


@dataclass(frozen=True)
class How:
    """How a search goes about it; as it stands, the right way.

    `alternating`, whether a value changes its sign from move to move; `of_value`, `of_result`, -1
    where it is taken for the player who has just moved; `prior`, what a node takes for it; `again`
    and `over`, what counts where the game is over, when it is met again and always; `c`, in place
    of the one given; `root`, whether one more visit counts than the moves have, at the root of the
    tree or below it alone, or one at least; `q`, what is made of a total; `unvisited`, the Q of a
    move without visits; `spread`, whose visits curiosity grows with; `last`, whether the last of
    equals is taken; `table`, whether equal states share a node; `fewer`, how many simulations are
    left out.
    """

    alternating: bool = True
    of_value: float = 1.0
    of_result: float = 1.0
    prior: Literal["legal", "all", "uniform", "logits"] = "legal"
    again: Literal["result", "draw", "nothing"] = "result"
    over: Literal["result", "evaluate"] = "result"
    c: float | None = None
    root: Literal["sum", "one more", "one more below", "one at least"] = "sum"
    q: Literal["mean", "sum", "one more"] = "mean"
    unvisited: float = 0.0
    spread: Literal["all", "own", "sum", "ucb"] = "all"
    last: bool = False
    table: bool = False
    fewer: int = 0


RIGHT = How()


@dataclass
class Node:
    """A node of the tree: its state, its value if the game is over, and its moves' numbers."""

    state: int
    value: float
    over: bool
    prior: Sequence[float] = ()
    visits: list[int] = field(default_factory=list)
    total: list[float] = field(default_factory=list)
    history: list[list[float]] = field(default_factory=list)
    children: dict[int, "Node"] = field(default_factory=dict)


@dataclass
class Searched:
    """What a search has found: its root, how often it evaluated each state, and the closest call.

    `margin` is the smallest difference between the best score and another one: unless they are
    equal for a reason, that is, made of equal numbers in the same order.
    """

    root: Node
    asked: list[int]
    margin: float

    @property
    def visits(self) -> Tensor:
        """Visits at the root, int64 (A,)."""
        return torch.tensor(self.root.visits)


def searched(
    rules: Rules, evaluator: Evaluator, simulations: int, c: float, how: How = RIGHT
) -> Searched:
    """Search from state 0."""
    search = _Search(rules, evaluator, c if how.c is None else how.c, how)
    root = search.opened(0)
    for _ in range(max(simulations - how.fewer, 0)):
        search.simulate(root)
    return Searched(root, search.asked, search.margin)


class _Search:
    def __init__(self, rules: Rules, evaluator: Evaluator, c: float, how: How) -> None:
        self.rules, self.evaluator, self.c, self.how = rules, evaluator, c, how
        self.asked = [0] * len(rules.states)
        self.legal = rules.legal.tolist()
        self.logits = evaluator.logits.double().tolist()
        self.after = rules.after.tolist()
        self.margin = math.inf
        self.table: dict[int, Node] = {}

    def opened(self, state: int) -> Node:
        """Make a node of a state; with a table, once."""
        if not (self.how.table and state in self.table):
            result = self.rules.results[state]
            self.table[state] = self.begun(state) if result is None else self.ended(state, result)
        return self.table[state]

    def ended(self, state: int, result: float) -> Node:
        """Make a node where the game is over."""
        value = self.evaluator.values[state]
        return Node(
            state, self.how.of_result * result if self.how.over == "result" else value, True
        )

    def begun(self, state: int) -> Node:
        """Make a node where the game goes on."""
        self.asked[state] += 1
        value, count = self.how.of_value * self.evaluator.values[state], self.rules.actions
        node = Node(state, value, False, self.prior(state))
        node.visits, node.total = [0] * count, [0.0] * count
        node.history = [[] for _ in range(count)]
        return node

    def prior(self, state: int) -> list[float]:
        """Return what a node takes for its prior."""
        legal, logits = self.legal[state], self.logits[state]
        if self.how.prior == "logits":
            return [logit if may else 0.0 for may, logit in zip(legal, logits, strict=True)]
        if self.how.prior == "uniform":
            return [may / sum(legal) for may in legal]
        chosen = [
            logit
            for may, logit in zip(legal, logits, strict=True)
            if may or (self.how.prior == "all" and math.isfinite(logit))
        ]
        top = max(chosen)
        weights = [
            math.exp(logit - top) if may else 0.0 for may, logit in zip(legal, logits, strict=True)
        ]
        whole = math.fsum(math.exp(logit - top) for logit in chosen)
        return [weight / whole for weight in weights]

    def simulate(self, root: Node) -> None:
        """Go down to a state that is new, or over, and back up its value."""
        node, path = root, list[tuple[Node, int]]()
        while True:
            action = self.best(node)
            path.append((node, action))
            new = action not in node.children
            if new:
                node.children[action] = self.opened(self.after[node.state][action])
            node = node.children[action]
            if node.over or new:
                break
        value = node.value
        if node.over and not new:
            if self.how.again == "nothing":
                return
            value = 0.0 if self.how.again == "draw" else value
        self.back_up(path, value)

    def back_up(self, path: Sequence[tuple[Node, int]], value: float) -> None:
        """Tell all moves of a path what has come of them."""
        if not self.how.alternating:
            value = -value
        for node, action in reversed(path):
            value = -value if self.how.alternating else value
            node.visits[action] += 1
            node.total[action] += value
            node.history[action].append(value)

    def best(self, node: Node) -> int:
        """Return the legal move with the largest score, of equals the first."""
        legal = [action for action, may in enumerate(self.legal[node.state]) if may]
        scores = {action: self.score(node, action) for action in legal}
        best = max(legal[::-1] if self.how.last else legal, key=scores.__getitem__)
        if sum(node.visits):
            for action in legal:
                if not _same(node, action, best):
                    self.margin = min(self.margin, scores[best] - scores[action])
        return best

    def score(self, node: Node, action: int) -> float:
        """Return how promising a move is."""
        visits, total = node.visits[action], node.total[action]
        parts = {"mean": visits or 1, "sum": 1, "one more": 1 + visits}
        q = total / parts[self.how.q] if visits else self.how.unvisited
        everything = self.counted(node)
        if self.how.spread == "ucb":
            return q + self.c * math.sqrt(math.log(everything + 1) / (visits + 1e-9))
        spreads = {"all": math.sqrt(everything), "own": math.sqrt(visits), "sum": everything}
        spread = spreads[self.how.spread]
        return q + self.c * node.prior[action] * spread / (1 + visits)

    def counted(self, node: Node) -> int:
        """Return how many visits curiosity has the root of."""
        count = sum(node.visits)
        return {
            "sum": count,
            "one more": count + 1,
            "one more below": count + (node.state != 0),
            "one at least": max(count, 1),
        }[self.how.root]


def _same(node: Node, one: int, other: int) -> bool:
    """Say whether two moves are equal in all that scores are made of."""
    return (node.prior[one], node.history[one]) == (node.prior[other], node.history[other])


def worths(rules: Rules) -> list[float]:
    """Return the minimax value of each state for the player to move."""
    found: dict[int, float] = {}

    def worth(state: int) -> float:
        if state not in found:
            result = rules.results[state]
            moves = zip(rules.legal[state].tolist(), rules.after[state].tolist(), strict=True)
            found[state] = (
                max(-worth(after) for may, after in moves if may) if result is None else result
            )
        return found[state]

    return [worth(state) for state in range(len(rules.states))]
