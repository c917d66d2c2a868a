"""Answers judged entry by entry, and their gradients by every argument."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from autograder.checking.answer import Answer
from autograder.checking.compare import Measure
from autograder.checking.projected import require_projected
from autograder.checking.student import Failed, Student
from autograder.selfcheck.local import LocalTransport

Function = Callable[..., Tensor]
X, Y = (
    torch.tensor([[1.0, -2.0], [0.5, 3.0]], dtype=torch.float64),
    torch.full((2,), 2.0, dtype=torch.float64),
)
ROWS = torch.tensor([[0.3, -1.0], [2.0, 0.7]], dtype=torch.float64)


def right(x: Tensor, y: Tensor) -> Tensor:
    return x.square() * y


def call(function: Function) -> Answer:
    student = Student(LocalTransport({"f": function}))
    answer: Answer = student.call("f", x=X, y=Y)
    return answer


def ask(function: Function) -> None:
    require_projected(call(function), right, ROWS, ("x", "y"))


def test_right_gradients_pass() -> None:
    ask(right)
    ask(lambda x, y: y * x * x)


def test_a_detached_argument_is_named() -> None:
    with pytest.raises(Failed, match="no gradient reaches `y`"):
        ask(lambda x, y: x.square() * y.detach())


def test_a_slope_that_is_not_finite_is_told() -> None:
    with pytest.raises(Failed, match="`x` is not finite"):
        ask(lambda x, y: torch.where(x > -9, x.square() * y, (x - x).sqrt()))


def test_other_slopes_are_wrong_though_their_sum_is_right() -> None:
    with pytest.raises(Failed, match="with respect to `x` is wrong"):
        ask(lambda x, y: (x * x.flip(0)) * y)


def test_what_is_new_has_no_gradient() -> None:
    with pytest.raises(Failed, match="has no gradient"):
        ask(lambda x, y: right(x, y).detach())


WANT = torch.tensor([1e-3, 1.0, 1e4])


def off_by(*errors: float) -> Function:
    return lambda: WANT + torch.tensor(errors)


def judge(function: Function, *, each: bool = False) -> None:
    answer: Answer = Student(LocalTransport({"f": function})).call("f")
    answer.should_equal(WANT, rtol=1e-4, atol=1e-4, each=each)


def test_by_its_largest_entry_a_small_one_may_be_anything() -> None:
    judge(off_by(0.5, -0.5, 0.5))


def test_each_entry_may_be_off_by_its_own_share() -> None:
    judge(off_by(9e-5, 1.9e-4, 0.9), each=True)
    for errors in ((3e-4, 0.0, 0.0), (0.0, 4e-4, 0.0), (0.0, 0.0, 2.0)):
        with pytest.raises(Failed, match="other numbers"):
            judge(off_by(*errors), each=True)


def test_a_mistake_and_a_unit_are_named_by_each_entry_too() -> None:
    answer: Answer = Student(LocalTransport({"f": lambda: -WANT})).call("f")
    with pytest.raises(Failed, match="turned round") as caught:
        answer.should_equal(WANT, slips={"It is turned round.": -WANT}, rtol=1e-4, each=True)
    assert caught.value.scale == ("f", -1.0)


def test_a_nan_is_never_close() -> None:
    measure = Measure.of(WANT, 1e-4, 1e-4, each=True)
    assert measure.gap(WANT.clone().fill_(torch.nan), WANT) == torch.inf
