"""Training towards what is wanted: labels, or numbers."""

from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.checking.student import Student
from autograder.selfcheck.local import LocalTransport
from autograder.worker.training import train_towards

X = torch.linspace(-1, 1, 40).unsqueeze(1)
LABELS = (X[:, 0] > 0).long()


def trained(wanted: Tensor, loss: str, outputs: int, seed: int = 0) -> nn.Linear:
    torch.manual_seed(0)
    model = nn.Linear(1, outputs)
    train_towards(model, X, wanted, loss, 200, batch_size=16, seed=seed, lr=0.1)
    return model


def test_labels_are_learned_as_the_mean_cross_entropy() -> None:
    model = trained(LABELS, "cross_entropy", 2)
    assert (model(X).argmax(1) == LABELS).float().mean() > 0.95
    assert not model.training


def test_numbers_are_learned_as_the_mean_squared_error() -> None:
    model = trained(3 * X + 1, "squared_error", 1)
    assert torch.allclose(model.weight, torch.tensor([[3.0]]), atol=1e-3)
    assert torch.allclose(model.bias, torch.tensor([1.0]), atol=1e-3)


def test_the_first_step_is_that_of_the_mean_over_the_batch() -> None:
    model = nn.Linear(1, 2)
    before = model.weight.detach().clone()
    draw = torch.Generator().manual_seed(3)
    batch = torch.randint(len(X), (8,), generator=draw)
    F.cross_entropy(model(X[batch]), LABELS[batch]).backward()  # type: ignore[no-untyped-call]
    gradient: Any = model.weight.grad
    train_towards(model, X, LABELS, "cross_entropy", 1, 8, seed=3, lr=0.5, optimiser="SGD")
    assert torch.allclose(model.weight, before - 0.5 * gradient)


def test_seeds_decide_the_batches() -> None:
    one, same = (trained(LABELS, "cross_entropy", 2) for _ in range(2))
    other = trained(LABELS, "cross_entropy", 2, seed=1)
    assert torch.equal(one.weight, same.weight)
    assert not torch.equal(one.weight, other.weight)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_check_trains_a_model_of_the_student_s(dtype: torch.dtype) -> None:
    student = Student(LocalTransport({"Model": lambda: nn.Linear(1, 1)}))
    model = student.construct("Model")
    model.mode(dtype=dtype)
    model.train(X, wanted=3 * X + 1, loss="squared_error", steps=200, batch_size=16, lr=0.1)
    assert abs(float(model.state_dict()["weight"]) - 3) < 1e-3
