"""What one call's arithmetic is counted as: by the rules, for every way of writing it."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from autograder.checking.student import Oracle, Student
from autograder.selfcheck.local import LocalTransport

A, B, V = torch.ones(3, 4), torch.ones(4, 5), torch.ones(4)
TALL = torch.zeros(100, 7)


def into(target: Tensor) -> Tensor:
    return target.clone()  # 700 of its own


CASES: dict[str, tuple[Callable[[], object], int]] = {
    "mm": (lambda: A @ B, 60),
    "mv": (lambda: A @ V, 12),
    "bmm": (lambda: torch.bmm(torch.ones(2, 3, 4), torch.ones(2, 4, 5)), 24 + 40 + 120),
    "matmul of a batch": (lambda: torch.matmul(A.expand(2, 3, 4), B), 120),
    "addmm": (lambda: torch.addmm(torch.ones(5), A, B), 5 + 60),
    "addmv": (lambda: torch.addmv(torch.ones(3), A, V), 3 + 12),
    "baddbmm": (lambda: torch.baddbmm(torch.ones(2, 1, 1), *both()), 2 + 24 + 40 + 120),
    "einsum": (lambda: torch.einsum("ij,jk->ik", A, B), 60),
    "dot": (lambda: V.dot(V), 4),
    "linear": (lambda: nn.functional.linear(A, B.T), 60),
    "conv": (lambda: nn.functional.conv1d(A[None], torch.ones(6, 3, 2)), 36 + 6 * 3 * 6),
    "conv transposed": (
        lambda: nn.functional.conv_transpose1d(A[None], torch.ones(3, 6, 2)),
        36 + 12 * 12,
    ),
    "a layout made again": (lambda: A.T.reshape(12).view(2, 6)[:, 1:].unsqueeze(0), 12),
    "new_zeros": (lambda: TALL.new_zeros(3), 3),
    "only views": (lambda: torch.split(A.view(12)[3:], 3)[1].unsqueeze(0).squeeze_().detach(), 0),
    "entry by entry": (lambda: A + 1, 12),
    "broadcast": (lambda: A[0].unsqueeze(1) * B, 20),
    "a sum reads all": (lambda: TALL.sum(), 700),
    "cat": (lambda: torch.cat([A, A]), 24),
    "cumsum": (lambda: TALL.cumsum(0), 700),
    "index reads its rows": (lambda: TALL[torch.tensor([1, 2])], 14),
    "gather": (lambda: TALL.gather(0, torch.zeros(1, 7, dtype=torch.long)), 7 + 7),
    "index_select": (lambda: TALL.index_select(0, torch.tensor([5])), 7),
    "index_put_": (lambda: put_rows(), 700 + 14 + 14),
    "a bit put": (lambda: TALL.clone()[0].mul_(2), 700 + 7),
    "scatter_ a number": (lambda: into(TALL).scatter_(0, row(), 1.0), 700 + 7 + 7),
    "scatter_ a row": (lambda: into(TALL).scatter_(0, row(), torch.ones(1, 7)), 700 + 7 + 7 + 7),
    "index_add_": (lambda: into(TALL).index_add_(0, torch.tensor([3]), TALL[:1]), 700 + 7),
    "a copy of another layout": (lambda: A.T.contiguous(), 12),
    "NumPy is not seen": (lambda: np.ones((50, 50)) @ np.ones((50, 50)), 0),
    "nothing": (lambda: None, 0),
}


def both() -> tuple[Tensor, Tensor]:
    return torch.ones(2, 3, 4), torch.ones(2, 4, 5)


def row() -> Tensor:
    return torch.zeros(1, 7, dtype=torch.long)


def put_rows() -> Tensor:
    target = into(TALL)
    target[torch.tensor([1, 2])] = torch.ones(2, 7)
    return target


def count(work: Callable[[], object]) -> int:
    return Student(LocalTransport({"work": work})).count_operations("work")


@pytest.mark.parametrize("name", CASES)
def test_an_operation_counts_by_the_rules(name: str) -> None:
    work, want = CASES[name]
    assert count(work) == want


def test_inference_mode_and_recorded_gradients_change_nothing() -> None:
    def inferred() -> Tensor:
        with torch.inference_mode():
            return nn.functional.linear(A, B.T)

    layer = nn.Linear(4, 5, bias=False)
    assert count(inferred) == count(lambda: layer(A)) == 60


def carried(x: Tensor, weight: Tensor, out: Tensor) -> Tensor:
    total, logits = torch.zeros(len(x), len(weight)), []
    for i in range(x.shape[1]):
        logits.append(torch.sigmoid(total) @ out[i])
        total = total + x[:, i : i + 1] * weight[:, i]
    return torch.stack(logits, 1)


def summed(x: Tensor, weight: Tensor, out: Tensor) -> Tensor:
    steps = (x.unsqueeze(1) * weight).cumsum(-1) - x.unsqueeze(1) * weight
    return (torch.sigmoid(steps) * out.T).sum(1)


def anew(x: Tensor, weight: Tensor, out: Tensor) -> Tensor:
    steps = [torch.sigmoid(x[:, :i] @ weight[:, :i].T) @ out[i] for i in range(x.shape[1])]
    return torch.stack(steps, 1)


def masked(x: Tensor, weight: Tensor, out: Tensor) -> Tensor:
    past = torch.ones(x.shape[1], x.shape[1]).tril(-1)
    return (torch.sigmoid((past * x.unsqueeze(1)) @ weight.T) * out).sum(-1)


@pytest.mark.parametrize(
    ("name", "linear"), [(carried, True), (summed, True), (anew, False), (masked, False)]
)
def test_twice_the_dimensions_tell_a_carried_sum_from_one_made_again(
    name: Callable[..., Tensor], linear: bool
) -> None:
    student = Student(LocalTransport({"logits": name}))
    torch.manual_seed(0)

    def cost(dims: int) -> int:
        weights = torch.randn(16, dims), torch.randn(dims, 16)
        return student.count_operations("logits", torch.ones(8, dims), *weights)

    assert (cost(64) / cost(32) < 2.1) is linear


def test_a_played_model_is_the_graders_arithmetic() -> None:
    student = Student(LocalTransport({"ask": lambda model, x: model(x)}))
    oracle = Oracle({"forward": lambda x: x @ torch.ones(100, 1)})
    alone = student.count_operations("ask", oracle, torch.ones(10, 100))
    assert alone <= 3 * 10 + 1  # the answer hangs on the model's weight, which is three sums
