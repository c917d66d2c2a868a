"""The numbers that visible checks of `games/search` hold, computed again."""

from collections.abc import Mapping
from typing import Any

import pytest
import torch
from torch import Tensor

from assignments.games.checks.for_search import by_hand, games, slips, truth, words
from autograder.checking.slips import Slips, evaluated
from autograder.worker.games import NodePath, TableGame
from solutions.games.search import backup, legal_policy, puct_scores, search, visit_policy

NAMES = {text: name for name, text in vars(words).items() if isinstance(text, str)}


def test_the_right_policies_and_scores() -> None:
    for logits in (by_hand.FINITE, by_hand.LOGITS):
        torch.testing.assert_close(legal_policy(logits, by_hand.LEGAL), by_hand.POLICY)
    scores = puct_scores(by_hand.PRIOR, by_hand.VISITS, by_hand.TOTAL, 1.0)
    torch.testing.assert_close(scores, by_hand.SCORES)
    for temperature, parts in by_hand.POLICIES.items():
        want = torch.tensor(parts, dtype=torch.float64) / sum(parts)
        torch.testing.assert_close(visit_policy(by_hand.COUNTS, temperature), want)


def of_call(held: Slips, *args: Any, like: Tensor) -> dict[str, Tensor]:
    """Return what a table of mistakes answers to a call."""
    return evaluated(held, like, like, args, {})


def test_mistakes_of_formulas_are_those_of_the_hidden_checks() -> None:
    policy = by_hand.FINITE, by_hand.LEGAL
    scores = by_hand.PRIOR, by_hand.VISITS, by_hand.TOTAL, 1.0
    told = of_call(slips.policy_slips, *policy, like=by_hand.POLICY)
    told |= of_call(slips.score_slips, *scores, like=by_hand.SCORES)
    held = of_call(by_hand.POLICY_SLIPS, like=by_hand.POLICY)
    held |= of_call(by_hand.SCORE_SLIPS, like=by_hand.SCORES)
    require_same(held, told, 12)
    for temperature in (1.0, 0.5):
        drawn = slips.visit_slips(by_hand.COUNTS, temperature)
        require_same(by_hand.visit_slips(temperature), drawn, 5)


def require_same(held: Mapping[str, Tensor], told: Mapping[str, Tensor], least: int) -> None:
    """Fail unless so many mistakes stand in both tables, and answer the same where defined."""
    both = set(held) & set(told)
    assert len(both) >= least
    for text in both:
        defined = ~held[text].isnan()
        torch.testing.assert_close(held[text][defined].double(), told[text][defined].double())


def test_what_backup_leaves_behind() -> None:
    rows = []
    for way in by_hand.WAYS:
        path = NodePath(way.visits, way.total, way.actions)
        backup(path.pairs(), way.value)
        rows.append(way.row(path.visits(), path.total()))
    torch.testing.assert_close(torch.cat(rows), by_hand.BACKED_UP, rtol=0, atol=1e-6)
    for text, left in slips.backup_slips(by_hand.WAYS).items():
        torch.testing.assert_close(by_hand.BACKUP_SLIPS[text], left, rtol=0, atol=1e-6)


def test_what_searches_find() -> None:
    found = []
    for case in by_hand.SEARCHES:
        game = TableGame({**vars(case.rules), **vars(case.evaluator)})
        start = case.rules.states[0]
        found.append(search(game, start, game.evaluate, case.simulations, case.factor))
        done = truth.searched(case.rules, case.evaluator, case.simulations, case.factor)
        assert done.margin > 1e-3  # no order of operations decides otherwise
    assert torch.equal(torch.cat(found), by_hand.VISITS_DUE)


def test_what_mistakes_of_a_search_find() -> None:
    told = slips.search_mistakes(by_hand.SEARCHES)
    for text, visits in by_hand.SEARCH_SLIPS.items():
        assert torch.equal(told[text], visits.double()), NAMES[text]
    left = {
        NAMES[text]
        for text, visits in told.items()
        if text not in by_hand.SEARCH_SLIPS and not torch.equal(visits, by_hand.VISITS_DUE.double())
    }
    assert left == {"RESULT"}  # where all values are 0, both are the other way round


def test_the_tree_is_that_of_the_second_search() -> None:
    case = by_hand.SEARCHES[1]
    root = truth.searched(case.rules, case.evaluator, case.simulations, 1.0).root
    assert set(by_hand.TREE) == set(root.children)
    for move, (visits, value, replies) in by_hand.TREE.items():
        child = root.children[move]
        assert visits == root.visits[move]
        assert value == pytest.approx(root.total[move] / visits)
        for reply, (count, worth, wins) in replies.items():
            assert count == child.visits[reply]
            assert worth == pytest.approx(child.total[reply] / count)
            end = child.children[reply]
            assert wins == (end.over and end.value == -1)
            board = games.moved(games.moved(by_hand.BOARD, move), reply)
            assert case.rules.states[end.state] == board
