"""Games and paths of nodes that the student's code is handed."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.checking.games import Evaluator, GivenPath, Played, Rules
from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.selfcheck.local import LocalTransport

# Take one or two of three; who takes the last one wins. A state is what is left, in a tuple.
RULES = Rules.enumerated(
    (3,),
    lambda state: [state[0] >= 1, state[0] >= 2],
    lambda state, action: (state[0] - action - 1,),
    lambda state: None if state[0] else -1.0,
)
EVALUATOR = Evaluator(torch.arange(8.0).view(4, 2), [0.1, 0.2, 0.3, 0.4])


def of(**names: Callable[..., object]) -> Student:
    return Student(LocalTransport(names))


def test_all_states_are_reached_from_the_first() -> None:
    assert RULES.states == [(3,), (2,), (1,), (0,)]
    assert RULES.legal.tolist() == [[True, True], [True, True], [True, False], [False, False]]
    assert RULES.after.tolist() == [[1, 2], [2, 3], [3, 0], [0, 0]]
    assert RULES.results == [None, None, None, -1.0] and RULES.actions == 2
    assert not Evaluator.ignorant(RULES).logits.any()


def test_a_game_is_played_by_its_tables_and_notes_what_is_evaluated() -> None:
    def look(game: Any, evaluate: Any, state: Any) -> Tensor:
        after = game.step(state, torch.tensor(1))
        logits, value = evaluate(after)
        logits += 100.0  # which is the caller's own
        assert game.result(after) is None and game.legal(after).dtype == torch.bool
        assert game.step(state=after, action=0) == (0,) and game.result((0,)) == -1.0
        return torch.cat([evaluate(after)[0], torch.tensor([value])])

    student = of(look=look)
    played = Played.of(student, RULES, EVALUATOR)
    answer = student.call("look", game=played.game, evaluate=played.evaluate, state=(3,))
    got = answer.should_have_shape(3)
    assert got.tolist() == pytest.approx([4.0, 5.0, 0.3])
    assert played.asked().tolist() == [0, 0, 2, 0]
    played.require_played_by_the_rules()


@pytest.mark.parametrize(
    ("state", "action", "said"),
    [((1,), 1, "legal moves alone"), ((0,), 0, "after the end"), ("3", 0, "no state")],
)
def test_what_there_is_not_raises_and_is_noted(state: Any, action: int, said: str) -> None:
    student = of(step=lambda game: game.step(state, action))
    played = Played.of(student, RULES, EVALUATOR)
    with pytest.raises(StudentCrashed):
        student.call_plain("step", played.game)
    with pytest.raises(Failed, match=said):
        played.require_played_by_the_rules()


def in_place(path: list[tuple[Any, int]]) -> None:
    for node, action in path:
        node.visits[action] += 1
        node.total[action] -= 0.5


def anew(path: list[tuple[Any, int]]) -> None:
    for node, _ in path:
        node.visits = node.visits + 1


@pytest.mark.parametrize(
    ("change", "own", "kept"),
    [
        (in_place, True, True),
        (anew, False, True),
        (lambda path: path.pop() and None, True, False),
        (lambda path: path.reverse(), True, False),
    ],
)
def test_what_becomes_of_a_path_is_seen(
    change: Callable[[Any], None], own: bool, kept: bool
) -> None:
    student = of(change=change)
    visits, total = torch.tensor([[1, 2], [3, 4]]), torch.zeros(2, 2, dtype=torch.float64)
    path = GivenPath.of(student, visits, total, [1, 0])
    student.call_plain("change", path.pairs)
    assert (path.has_own_tensors, path.is_kept) == (own, kept)
    moved, now = torch.tensor([[0, 1], [1, 0]]) * (change is in_place), path.numbers()
    assert torch.equal(now[0], visits + moved + (change is anew))
    assert torch.equal(now[1], total - 0.5 * moved)
