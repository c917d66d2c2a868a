"""Games of two players, and paths in a search tree, that the student's code is handed.

They are played from tables in the student's process: a search may ask them as often as it likes,
and what it has asked is read afterwards.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.reply import Expect, expected_truth, names_in_order
from autograder.checking.student import Failed, Handle, Student
from autograder.text.i18n import said
from autograder.worker.games import ILLEGAL, OVER, UNKNOWN

FAULTS = {
    ILLEGAL: said("`step` was asked for a move that is not legal: choose among legal moves alone."),
    OVER: said(
        "`step` was asked for a move after the end: where `result` is a number, a path ends."
    ),
    UNKNOWN: said(
        "The game was asked about something that is no state: hand on what `step` gives."
    ),
}


@dataclass(frozen=True)
class Rules:
    """A game by tables. State s is `states[s]`: a number, a text or a tuple of them.

    `legal` bool (S, A), `after` int64 (S, A), where legal; `results`, None while a game goes on,
    else its value for the player to move.
    """

    states: Sequence[Hashable]
    legal: Tensor
    after: Tensor
    results: Sequence[float | None]

    @classmethod
    def enumerated(
        cls,
        start: Hashable,
        legal: Callable[[Any], Sequence[bool]],
        step: Callable[[Any, int], Hashable],
        result: Callable[[Any], float | None],
    ) -> "Rules":
        """Return the tables of all states that are reached from `start`, which is state 0."""
        states, numbers = [start], {start: 0}
        rows: list[Sequence[bool]] = []
        after: list[list[int]] = []
        for state in states:  # which grows
            allowed, ends = legal(state), result(state) is not None
            rows.append(allowed)
            after.append([0] * len(allowed))
            for action, may in enumerate(allowed):
                if not may or ends:
                    continue
                reached = step(state, action)
                if reached not in numbers:
                    numbers[reached] = len(states)
                    states.append(reached)
                after[-1][action] = numbers[reached]
        return cls(states, torch.tensor(rows), torch.tensor(after), [*map(result, states)])

    @property
    def actions(self) -> int:
        """The number of moves, legal or not."""
        return self.legal.shape[1]


@dataclass(frozen=True)
class Evaluator:
    """What `evaluate` says of each state: `logits` (S, A), and values for the player to move."""

    logits: Tensor
    values: Sequence[float]

    @classmethod
    def ignorant(cls, rules: Rules) -> "Evaluator":
        """Return one that holds all moves for alike and all states for even."""
        return cls(torch.zeros(rules.legal.shape), [0.0] * len(rules.states))


@dataclass(frozen=True)
class Played:
    """A game in the student's process, and its evaluator; both are arguments of a call."""

    game: Handle
    evaluate: Handle
    states: int

    @classmethod
    def of(cls, student: Student, rules: Rules, evaluator: Evaluator) -> "Played":
        """Hand a game over."""
        tables: Mapping[str, Any] = {**vars(rules), **vars(evaluator)}
        lists = {key: list(tables[key]) for key in ("states", "results", "values")}
        making, title = said("Making a game"), said("the game")
        game = student.made("game", making, title, **{**tables, **lists})
        return cls(game, game.construct("__getattribute__", "evaluate"), len(rules.states))

    def asked(self) -> Tensor:
        """Return how often each state has been evaluated, int64 (S,)."""
        return self.game.call("asked", expect=Expect((self.states,), torch.int64))

    def require_played_by_the_rules(self) -> None:
        """Raise Failed where the game was asked for what there is not."""
        told = names_in_order(self.game.call_plain("faults"), said("The game"))
        for fault, sentence in FAULTS.items():
            if fault in told:
                raise Failed(sentence)


@dataclass(frozen=True)
class GivenPath:
    """A path of nodes in the student's process: `pairs`, the argument of a call.

    A list of (node, action), root first; each node has `visits` int (A,) and `total` float (A,).
    """

    pairs: Handle
    _path: Handle
    _visits: Tensor
    _total: Tensor

    @classmethod
    def of(
        cls, student: Student, visits: Tensor, total: Tensor, actions: Sequence[int]
    ) -> "GivenPath":
        """Hand over nodes with `visits` and `total` (L, A), and the action chosen at each."""
        making, title = said("Making a path of nodes"), said("the path")
        given: dict[str, Any] = {"visits": visits, "total": total, "actions": list(actions)}
        path = student.made("node_path", making, title, **given)
        return cls(path.construct("pairs"), path, visits, total)

    def numbers(self) -> tuple[Tensor, Tensor]:
        """Return visits and totals (L, A) of the nodes that were handed over, as they are now."""
        visits = Expect(tuple(self._visits.shape), self._visits.dtype)
        total = Expect(tuple(self._total.shape), self._total.dtype)
        return self._path.call("visits", expect=visits), self._path.call("total", expect=total)

    @property
    def is_kept(self) -> bool:
        """Whether the list holds what it held."""
        return expected_truth(self._path.call_plain("kept"), said("The path"))

    @property
    def has_own_tensors(self) -> bool:
        """Whether each node still has the tensors that were handed over."""
        return expected_truth(self._path.call_plain("own"), said("The path"))
