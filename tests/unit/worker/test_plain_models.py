"""A played model that is a function: contracts take any callable, with no mode and no weights."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder.checking.oracle import Oracle
from autograder.checking.student import Expect, Student, StudentCrashed
from autograder.selfcheck.local import LocalTransport
from autograder.worker.placement import _bound
from autograder.worker.played import OracleModel


def doubled(x: Tensor) -> Tensor:
    return 2 * x


def asked(code: Any, *, plain: bool) -> Tensor:
    student = Student(LocalTransport({"asks": code}))
    model = Oracle({"forward": doubled}, plain=plain)
    return student.call("asks", model, torch.ones(3), expect=Expect((3,)))


@pytest.mark.parametrize("plain", [True, False])
def test_it_is_called_as_ever(plain: bool) -> None:
    assert asked(lambda model, x: model(x), plain=plain).tolist() == [2.0] * 3
    assert asked(lambda model, x: model(x=x), plain=plain).tolist() == [2.0] * 3


@pytest.mark.parametrize("name", ["eval", "train", "parameters", "to", "forward"])
def test_a_function_has_nothing_of_a_module(name: str) -> None:
    def asks(model: Any, x: Tensor) -> Tensor:
        getattr(model, name)
        return model(x)  # type: ignore[no-any-return]

    assert asked(asks, plain=False).tolist() == [2.0] * 3
    with pytest.raises(StudentCrashed) as crash:
        asked(asks, plain=True)
    assert "AttributeError" in crash.value.kind and "function" in crash.value.detail


def test_neither_goes_to_another_device() -> None:
    model = OracleModel(0, {"forward": ["x"]}, lambda *_: torch.ones(()))
    assert _bound(model) and _bound([model.alone()])
    assert not _bound(nn.Linear(1, 1)) and not _bound(doubled)
