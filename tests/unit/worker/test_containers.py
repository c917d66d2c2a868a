"""Containers of tensors in a student's process: what is kept there is given to methods itself."""

from collections import namedtuple
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder.checking.student import Expect, Student
from autograder.selfcheck.local import LocalTransport
from autograder.worker.containers import each_changed

Pair = namedtuple("Pair", "h count")


def test_what_does_not_change_is_the_same_object() -> None:
    inner = [torch.zeros(2)]
    value = {"a": inner, "b": (inner, 1, "c")}
    assert each_changed(value, lambda one: one) is value
    changed = each_changed(value, lambda one: 2 if isinstance(one, int) else one)
    assert changed == {"a": inner, "b": (inner, 2, "c")}
    assert changed is not value and changed["a"] is inner and changed["b"][0] is inner


def test_a_named_tuple_stays_one() -> None:
    pair = Pair(1, 2)
    assert each_changed(pair, lambda one: one) is pair
    assert each_changed(pair, lambda one: one + 1) == Pair(2, 3)


class Walker(nn.Module):
    """Walks by a state that `form` makes, and appends to it where that is a list."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.weight = form, nn.Parameter(torch.ones(2))

    def begin(self) -> Any:
        h = self.weight.detach() * 0.0
        return {"list": [h], "dict": {"h": h}, "named": Pair(h, 0)}[self.form]

    def step(self, x: Tensor, state: Any) -> Tensor:
        if self.form == "list":
            state.append(x)
            return torch.stack(state).sum(0)
        if self.form == "dict":
            state["h"] = state["h"] + x
            return state["h"]  # type: ignore[no-any-return]
        return state.h + x  # type: ignore[no-any-return]


@pytest.mark.parametrize(("form", "second"), [("list", 2.0), ("dict", 2.0), ("named", 1.0)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_method_that_changes_its_state_is_seen_to(
    form: str, second: float, dtype: torch.dtype
) -> None:
    student = Student(LocalTransport({"Walker": Walker}))
    walker = student.construct("Walker", form)
    walker.mode(dtype=dtype)
    state = walker.construct("begin")
    x = torch.ones(2)
    expect = Expect((2,))
    once, again = (walker.call("step", x, state, expect=expect) for _ in range(2))
    assert once.tolist() == [1.0, 1.0] and again.tolist() == [second, second]
