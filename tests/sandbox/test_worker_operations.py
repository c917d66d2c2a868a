"""Counting, parameters' gradients, and training any objective, asked in each sandbox."""

from collections.abc import Iterator

import pytest
import torch

from autograder.checking.student import Expect, NoGradient, Oracle, Student, StudentCrashed
from autograder.course.options import Limits
from autograder.sandbox.base import Sandbox, Stopwatch
from tests.support.transports import transport_over

SOURCE = """
import torch
from torch import nn

class Coins(nn.Module):
    def __init__(self):
        super().__init__()
        self.logits = nn.Parameter(torch.zeros(4))

    def log_prob(self, x):
        cost = nn.functional.binary_cross_entropy_with_logits
        return -cost(self.logits.expand_as(x), x, reduction="none").sum(1)

    def cut(self, x):
        return self.log_prob(x).detach()

    def lying(self, x):
        self.named_parameters = lambda: [("logits", self.logits), ("logits2", object())]
        return self.log_prob(x)

def product(x, w):
    return x @ w

def mixed(models, x):
    return torch.stack([model.log_prob(x) for model in models])

def counts(n):
    return {"table": 2**n - 1, "rows": [n]}
"""
X = torch.tensor([[1.0, 1.0, 0.0, 1.0]] * 8)


@pytest.fixture
def student(sandbox: Sandbox) -> Iterator[Student]:
    with transport_over(sandbox, SOURCE) as transport:
        assert transport.runs[0].error == ""
        yield Student(transport)


@pytest.mark.sandbox
def test_operations_are_counted(student: Student) -> None:
    assert student.count_operations("product", torch.ones(3, 4), w=torch.ones(4, 5)) == 60
    with pytest.raises(StudentCrashed, match="`product` raised"):
        student.count_operations("product", torch.ones(3, 4), torch.ones(3, 4))
    assert student.count_operations("product", torch.ones(3, 4), torch.ones(4, 5)) == 60


@pytest.mark.sandbox
def test_parameters_have_gradients_by_name(student: Student) -> None:
    model = student.construct("Coins")
    found = model.parameter_gradients("log_prob", X)
    torch.testing.assert_close(found, {"logits": torch.tensor([4.0, 4.0, -4.0, 4.0])})
    with pytest.raises(NoGradient):
        model.parameter_gradients("cut", X)
    with pytest.raises(StudentCrashed):
        model.parameter_gradients("lying", X)


@pytest.mark.sandbox
def test_models_train_by_a_method_of_theirs(student: Student) -> None:
    model = student.construct("Coins")
    before = model.call("log_prob", X, expect=Expect((8,)))
    model.train(X, loss="log_prob", steps=20, batch_size=4, lr=0.1)
    assert (model.call("log_prob", X, expect=Expect((8,))) > before + 1).all()
    with pytest.raises(StudentCrashed, match=r"by `evidence`.* raised AttributeError"):
        model.train(X, loss="evidence", steps=1)


@pytest.mark.sandbox
def test_long_numbers_and_lists_of_models_cross(student: Student) -> None:
    assert student.call_plain("counts", 784) == {"table": 2**784 - 1, "rows": [784]}
    played = Oracle({"log_prob": lambda x: x.sum(1)})
    model = student.construct("Coins")
    got = student.call("mixed", [played, model], X, expect=Expect((2, 8)))
    assert got[0].tolist() == [3.0] * 8
    torch.testing.assert_close(got[1], torch.full((8,), -4 * torch.tensor(2.0).log().item()))


@pytest.mark.sandbox
def test_a_protocol_that_is_too_long_is_told_as_the_courses(bubblewrap: Sandbox) -> None:
    limits = Limits(call_seconds=1, idle_seconds=1, cpu_seconds=10)
    with transport_over(bubblewrap, SOURCE, stopwatch=Stopwatch(10, limits)) as transport:
        model = Student(transport).construct("Coins")
        with pytest.raises(StudentCrashed) as caught:
            model.train(X, loss="log_prob", steps=1_000_000, batch_size=8)
    assert "by `log_prob` used more than 1 s" in caught.value.message
    assert "the course's protocol takes 1000000 batches of 8" in caught.value.message


@pytest.mark.sandbox
def test_an_exercise_may_have_memory_and_time_of_its_own(sandbox: Sandbox) -> None:
    source = "def fill(mb):\n    return [len(bytearray(mb << 20))]\n"
    small, large = (Stopwatch(20, Limits(memory_mb=mb)) for mb in (300, 3000))
    with (
        transport_over(sandbox, source, stopwatch=small) as transport,
        pytest.raises(StudentCrashed, match="300 MB of memory"),
    ):
        Student(transport).call_plain("fill", 400)
    with transport_over(sandbox, source, stopwatch=large) as transport:
        assert Student(transport).call_plain("fill", 400) == [400 << 20]
