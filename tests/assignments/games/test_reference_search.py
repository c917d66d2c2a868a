"""`games/search` against formulas, the minimax truth, and a search by recursion."""

import math
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor

from solutions.games.search import backup, legal_policy, puct_scores, search, visit_policy
from tests.assignments.density.facts import DTYPES
from tests.assignments.foundations.facts import kept
from tests.assignments.games.facts import Game, Nim, TicTacToe, randn, worths


@pytest.mark.parametrize("junk", [0.0, 1e4, math.nan, math.inf, -math.inf])
@DTYPES
def test_only_legal_moves_are_played(junk: float, dtype: torch.dtype) -> None:
    legal = torch.tensor([[True, False, True], [False, False, True]])
    logits = torch.tensor([[0, junk, math.log(3)], [junk, junk, -1e4]], dtype=dtype)
    with kept(legal):
        policy = legal_policy(logits, legal)
    want = torch.tensor([[0.25, 0, 0.75], [0, 0, 1]], dtype=dtype)
    torch.testing.assert_close(policy, want)
    assert not policy[~legal].any()
    torch.testing.assert_close(legal_policy(logits[0], legal[0]), want[0])


def test_a_row_without_a_legal_move_is_refused() -> None:
    for legal in (torch.tensor([False, False]), torch.tensor([[True, False], [False, False]])):
        with pytest.raises(ValueError, match="legal move"):
            legal_policy(torch.zeros(legal.shape), legal)


@pytest.mark.parametrize("c", [0.0, 1.0, 2.5])
@DTYPES
def test_scores_are_means_and_curiosity(c: float, dtype: torch.dtype) -> None:
    prior, visits = torch.tensor([0.5, 0.2, 0.3], dtype=dtype), torch.tensor([3, 0, 6])
    total = torch.tensor([1.5, 0.0, -2.0], dtype=torch.float64)
    scores = puct_scores(prior, visits, total, c)
    want = [0.5 + c * 0.5 * 3 / 4, c * 0.2 * 3, -1 / 3 + c * 0.3 * 3 / 7]
    torch.testing.assert_close(scores, torch.tensor(want, dtype=dtype))
    assert not puct_scores(prior, 0 * visits, 0 * total, c).any()


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_value_changes_its_sign_at_every_move(length: int) -> None:
    nodes = [SimpleNamespace(visits=torch.arange(3), total=torch.ones(3)) for _ in range(length)]
    held = [(node.visits, node.total) for node in nodes]
    path = [(node, n % 3) for n, node in enumerate(nodes)]
    backup(path, 0.5)
    assert len(path) == length
    for n, (node, (visits, total)) in enumerate(zip(nodes, held, strict=True)):
        assert node.visits is visits and node.total is total
        moved = torch.arange(3) == n % 3
        assert torch.equal(visits, torch.arange(3) + moved)
        sign = -1 if (length - n) % 2 else 1
        torch.testing.assert_close(total, 1 + 0.5 * sign * moved.float())


@pytest.mark.parametrize(
    ("temperature", "want"),
    [(1.0, (1, 3, 0, 3)), (0.5, (1, 9, 0, 9)), (0.0, (0, 1, 0, 1)), (1e-3, (0, 1, 0, 1))],
)
def test_visits_become_a_policy(temperature: float, want: tuple[int, ...]) -> None:
    policy = visit_policy(torch.tensor([1, 3, 0, 3]), temperature)
    torch.testing.assert_close(policy, torch.tensor(want, dtype=torch.float64) / sum(want))


def test_large_counts_and_small_temperatures() -> None:
    policy = visit_policy(torch.tensor([1_000_000, 999_999, 0]), 1e-3)
    share = 1 / (1 + math.exp(1000 * math.log(0.999999)))
    torch.testing.assert_close(policy, torch.tensor([share, 1 - share, 0], dtype=torch.float64))
    with pytest.raises(ValueError, match="at least 0"):
        visit_policy(torch.tensor([1]), -0.1)


class Judge:
    """Evaluates by numbers that a state determines, and notes what it is asked."""

    def __init__(self, actions: int, seed: int) -> None:
        self.actions, self.seed, self.asked = actions, seed, list[Any]()

    def __call__(self, state: Any) -> tuple[Tensor, float]:
        self.asked.append(state)
        code = sum(ord(mark) * (n + 1) for n, mark in enumerate(str(state))) % 9973
        logits = randn(self.actions + 1, seed=self.seed * 9973 + code)
        return logits[:-1], math.tanh(float(logits[-1]))


def by_recursion(game: Game, judge: Judge, node: dict[str, Any], c: float) -> float:
    """Simulate once from a node; return the value for the player to move there."""
    if node["result"] is not None:
        return float(node["result"])
    if "visits" not in node:
        logits, value = judge(node["state"])
        legal = game.legal(node["state"]).nonzero().flatten().tolist()
        weights = {a: math.exp(float(logits[a])) for a in legal}
        whole = math.fsum(weights.values())
        node |= {"prior": {a: w / whole for a, w in weights.items()}, "children": {}}
        node |= {"visits": dict.fromkeys(legal, 0), "total": dict.fromkeys(legal, 0.0)}
        return value
    root = math.sqrt(sum(node["visits"].values()))

    def score(a: int) -> float:
        n = node["visits"][a]
        return float(node["total"][a] / max(n, 1) + c * node["prior"][a] * root / (1 + n))

    action = max(node["visits"], key=score)  # the first of equals
    if action not in node["children"]:
        after = game.step(node["state"], action)
        node["children"][action] = {"state": after, "result": game.result(after)}
    value = -by_recursion(game, judge, node["children"][action], c)
    node["visits"][action] += 1
    node["total"][action] += value
    return value


@pytest.mark.parametrize("c", [0.3, 1.0, 2.5])
@pytest.mark.parametrize(
    ("game", "actions", "state"),
    [(Nim(), 3, 7), (TicTacToe(), 9, "X...O...."), (TicTacToe(), 9, "X...XO..O")],
)
def test_counts_are_those_of_a_search_by_recursion(
    game: Game, actions: int, state: Any, c: float
) -> None:
    for seed in range(2):
        judge, other = Judge(actions, seed), Judge(actions, seed)
        visits = search(game, state, judge, 60, c)
        root = {"state": state, "result": None}
        for _ in range(61):  # the first one expands the root
            by_recursion(game, other, root, c)
        counts: Any = root["visits"]
        assert visits.tolist() == [counts.get(a, 0) for a in range(actions)]
        assert visits.dtype == torch.int64 and int(visits.sum()) == 60
        assert judge.asked == other.asked and all(game.result(s) is None for s in judge.asked)


def nothing(actions: int) -> Any:
    return lambda state: (torch.zeros(actions), 0.0)


@pytest.mark.parametrize("state", [5, 6, 7, 9, 10, 11])
def test_in_nim_it_leaves_a_multiple_of_four(state: int) -> None:
    chosen = int(search(Nim(), state, nothing(3), 600).argmax())
    assert worths(Nim(), state)[chosen] == 1 and (state - chosen - 1) % 4 == 0


@pytest.mark.parametrize("state", ["XX.OO....", "X...XO..O", "XO.X..O..", "X.O.O...."])
def test_in_tic_tac_toe_it_finds_the_best_move(state: str) -> None:
    chosen = int(search(TicTacToe(), state, nothing(9), 400).argmax())
    worth = worths(TicTacToe(), state)
    assert worth[chosen] == max(worth.values())


def test_single_precision_would_choose_otherwise() -> None:
    """Priors that float32 cannot tell apart decide: all else is equal."""
    logits = torch.tensor([0, 0, 1e-9], dtype=torch.float64)
    assert search(Nim(), 9, lambda _: (logits, 0.0), 2).tolist() == [1, 0, 1]
