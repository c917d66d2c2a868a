"""Plain numbers that a function answers with: of the type that was asked for, or once not."""

from typing import Any

import pytest
import torch

from autograder.checking.floats import float_of
from autograder.checking.scales import Scales
from autograder.checking.student import Student
from autograder.checking.transport import WrongForm
from autograder.checking.whole import int_of
from autograder.selfcheck.local import LocalTransport


def student(**known: float) -> Student:
    return Student(LocalTransport({})).drawing(torch.Generator(), Scales(known))


@pytest.mark.parametrize("value", [3, 0, -2, 10**400])
def test_an_int_is_an_int(value: int) -> None:
    assert int_of(student(), "f", value) == value


@pytest.mark.parametrize("value", [3.0, torch.tensor(3), torch.tensor([3.0]), True])
def test_a_whole_number_of_another_type_costs_once(value: Any) -> None:
    with pytest.raises(WrongForm) as caught:
        int_of(student(), "f", value)
    if value is True:
        assert caught.value.scale is None
        return
    assert caught.value.scale == ("f: an int", 1.0)
    assert int_of(student(**{"f: an int": 1.0}), "f", value) == 3
    with pytest.raises(WrongForm):
        int_of(student(**{"g: an int": 1.0}), "f", value)


@pytest.mark.parametrize(
    "value", [2.5, float("nan"), float("inf"), None, "3", [3], torch.ones(2), torch.tensor(True)]
)
def test_what_is_no_whole_number_is_never_one(value: Any) -> None:
    with pytest.raises(WrongForm) as caught:
        int_of(student(**{"f: an int": 1.0}), "f", value)
    assert caught.value.scale is None


@pytest.mark.parametrize("value", [0.5, 2, torch.tensor([0.5]), None])
def test_a_float_is_a_float_or_a_whole_number(value: Any) -> None:
    if isinstance(value, float | int):
        assert float_of(student(), "f", value) == value
        return
    with pytest.raises(WrongForm):
        float_of(student(), "f", value)
