"""Drawn searches of `games/search`: clear, telling, and found by the reference too."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from assignments.games.checks.for_search import cases, slips, truth
from assignments.games.checks.for_search.asked import Case
from assignments.games.checks.for_search.games import nim, tic_tac_toe
from autograder.checking.check import Context
from autograder.checking.games import Evaluator, Rules
from autograder.worker.games import TableGame
from solutions.games.search import legal_policy, search

SEEDS = pytest.mark.parametrize("seed", range(6))


def context(seed: int) -> Context:
    return Context({}, Path(), seed)


def by_reference(case: Case) -> tuple[list[int], list[int]]:
    """Return visits of the reference, and how often it evaluates each state."""
    game = TableGame({**vars(case.rules), **vars(case.evaluator)})
    start = case.rules.states[0]
    visits = search(game, start, game.evaluate, case.simulations, case.factor)
    assert not game.faults()
    return visits.tolist(), game.asked().tolist()


def by_truth(case: Case) -> tuple[list[int], list[int]]:
    done = truth.searched(case.rules, case.evaluator, case.simulations, case.factor)
    return done.visits.tolist(), done.asked


@SEEDS
def test_the_reference_finds_what_the_recursion_finds(seed: int) -> None:
    ctx = context(seed)
    drawn = [*cases.drawn_cases(ctx), *cases.drawn_junk(ctx), *cases.precise_cases(ctx)]
    for case in (*drawn, cases.drawn_tree(ctx), cases.drawn_paths(ctx)):
        assert by_reference(case) == by_truth(case)


@SEEDS
def test_each_mistake_shows_and_is_told_from_each_other_one(seed: int) -> None:
    drawn = cases.drawn_cases(context(seed))
    right = slips.visits_of(drawn, truth.RIGHT).double()
    found = slips.search_mistakes(drawn)
    for text, visits in found.items():
        assert not torch.equal(visits, right), text
        assert [other for other, row in found.items() if torch.equal(row, visits)] == [text]


@SEEDS
def test_a_tree_has_no_shared_states_and_paths_have(seed: int) -> None:
    ctx = context(seed)
    assert max(by_truth(cases.drawn_tree(ctx))[1]) == 1
    assert max(by_truth(cases.drawn_paths(ctx))[1]) >= 2


@SEEDS
def test_a_billionth_decides_what_float32_cannot_see(seed: int) -> None:
    for case in cases.precise_cases(context(seed)):
        prior = legal_policy(case.evaluator.logits.float(), case.rules.legal | True)
        values = torch.tensor(case.evaluator.values)  # float32
        assert (prior == prior[:, :1]).all() and (values == values[0]).all()
        blind = Evaluator(torch.zeros(prior.shape), values.tolist())
        assert by_truth(replace(case, evaluator=blind))[0] != by_truth(case)[0]


@pytest.mark.parametrize("heap", cases.HEAPS)
def test_heaps_are_won_by_one_move(heap: int) -> None:
    require_one_best(nim(heap))


@pytest.mark.parametrize("board", cases.POSITIONS)
def test_boards_are_won_by_one_move(board: str) -> None:
    require_one_best(tic_tac_toe(board))


def require_one_best(rules: Rules) -> None:
    """Fail unless one move alone is best, not the first, and takes most visits by far."""
    worth = truth.worths(rules)
    moves = zip(rules.legal[0].tolist(), rules.after[0].tolist(), strict=True)
    values = [-worth[after] if may else -2.0 for may, after in moves]
    assert values.count(max(values)) == 1 and values[0] < max(values)
    visits = truth.searched(rules, Evaluator.ignorant(rules), 300, 1.0).visits
    most, second = visits.sort(descending=True).values[:2].tolist()
    assert most > 10 * second and int(visits.argmax()) == values.index(max(values))


@pytest.mark.parametrize("seed", range(20))
def test_some_moves_are_legal_and_some_are_not(seed: int) -> None:
    ctx = context(seed)
    for shape in ((5,), (4, 3), (30, 2)):
        legal = cases.drawn_legal(ctx, *shape)
        assert legal.any(-1).all() and not legal.all(-1).any()
    rules = cases.drawn_world(ctx, levels=4, width=4, moves=4, shared=True)
    assert int(rules.legal.sum(1).min()) >= 2
