"""Calls by name, arguments that change, results that change."""

from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.checking.arguments import shuffled
from autograder.checking.calls import plain_by_name, require_kept
from autograder.checking.sizes import between, different
from autograder.checking.slips import SlipAnswers
from autograder.checking.student import Expect, Failed, Student, StudentCrashed
from autograder.selfcheck.local import LocalTransport


def student(function: Any) -> Student:
    return Student(LocalTransport({"f": function}))


def draw(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


X, Y = torch.tensor([1.0, torch.nan]), torch.ones(2)


def test_arguments_go_by_name_in_an_order_of_their_own() -> None:
    named: dict[str, Any] = {"x": X, "y": Y, "scale": 2}
    assert {tuple(shuffled(named, draw(seed))) for seed in range(40)} >= {
        ("x", "y", "scale"),
        ("scale", "y", "x"),
    }
    asked = student(lambda x, y, scale: y * scale).drawing(draw())
    got = asked.call("f", **named).should_have_shape(2)
    assert got.tolist() == [2.0, 2.0]


def test_a_changed_argument_is_named_wherever_it_stands() -> None:
    def f(x: Tensor, y: Tensor) -> Tensor:
        return y.add_(1)

    for seed in range(6):
        with pytest.raises(Failed, match="argument `y`"):
            student(f).drawing(draw(seed)).call("f", x=X, y=Y).should_have_shape(2)


def test_another_name_is_told() -> None:
    with pytest.raises(StudentCrashed, match="by name: `x`"):
        student(lambda other: other).drawing(draw()).call("f", x=X).should_have_shape(2)


def test_a_result_that_changes_later() -> None:
    room = torch.zeros(2)
    ask: dict[str, Any] = {"once": (X,), "again": (Y,), "expect": Expect((2,))}
    with pytest.raises(Failed, match="changes when it is called again"):
        require_kept(student(lambda x: room.copy_(x)), "f", **ask)
    with pytest.raises(Failed, match="changes when it is called again"):
        require_kept(student(lambda x: (x, room.copy_(x))), "f", **ask, part=1)
    require_kept(student(lambda x: x.clone()), "f", **ask)


def test_a_slip_may_ask_for_what_came_back() -> None:
    def scaled(x: Tensor, got: Tensor) -> SlipAnswers:
        return {"All of it is scaled.": x * (got.sum() / x.sum())}

    with pytest.raises(Failed, match="All of it is scaled"):
        student(lambda x: 7 * x).call("f", x=Y).should_equal(Y, slips=[scaled])
    with pytest.raises(Failed, match="returns other numbers"):
        student(lambda x: x + x.new_tensor([0, 1])).call("f", x=Y).should_equal(Y, slips=scaled)


def test_sizes_differ_and_reach_both_ends() -> None:
    sizes = [different(draw(seed), 3, 2, 5) for seed in range(50)]
    assert all(len(set(three)) == 3 for three in sizes)
    assert {size for three in sizes for size in three} == {2, 3, 4, 5}
    assert {between(draw(seed), 1, 3) for seed in range(50)} == {1, 2, 3}


def test_plain_data_are_asked_for_by_name_and_arguments_stay() -> None:
    def report(x: Tensor, scale: int) -> dict[str, int]:
        return {"rows": len(x) * scale}

    def spoiling(x: Tensor, scale: int) -> dict[str, int]:
        return {"rows": len(x.zero_()) * scale}

    for seed in range(4):
        asked = student(report).drawing(draw(seed))
        assert plain_by_name(asked, "f", x=Y, scale=3) == {"rows": 6}
        with pytest.raises(Failed, match="changes its argument `x`"):
            plain_by_name(student(spoiling).drawing(draw(seed)), "f", x=Y, scale=3)
    with pytest.raises(StudentCrashed, match="by name"):
        plain_by_name(student(lambda other: 1).drawing(draw()), "f", x=Y)


def test_a_second_hint_keeps_what_the_first_said() -> None:
    answer = student(lambda x: x).call("f", X).hint(shape="Turn it round.").hint(dtype="In double.")
    with pytest.raises(Failed, match="Turn it round"):
        answer.should_have_shape(3)
    with pytest.raises(Failed, match="In double"):
        answer.should_have_shape(2, dtype=torch.float64)
