"""Gradients by a model's own parameters, and numbers and models that cross in every form."""

import pytest
import torch
from torch import Tensor, nn

from autograder.checking.reply import as_float
from autograder.checking.student import Expect, NoGradient, Oracle, Student, StudentCrashed
from autograder.selfcheck.local import LocalTransport


class Rows(nn.Module):
    """Independent coins, with a parameter that nothing reads and one that is not trained."""

    def __init__(self) -> None:
        super().__init__()
        self.logits = nn.Parameter(torch.tensor([0.5, -1.0]))
        self.unread = nn.Parameter(torch.ones(3))
        self.fixed = nn.Parameter(torch.ones(2), requires_grad=False)
        self.look_up = nn.Embedding(4, 2, sparse=True)

    def log_prob(self, x: Tensor) -> Tensor:
        scores = self.logits * self.fixed + self.look_up(torch.tensor([1])).sum() * 0
        return -nn.functional.binary_cross_entropy_with_logits(
            scores.expand_as(x), x, reduction="none"
        ).sum(1)

    def detached(self, x: Tensor) -> Tensor:
        return self.log_prob(x).detach()


X = torch.tensor([[1.0, 0.0], [1.0, 1.0]])


@pytest.fixture
def model() -> object:
    return Student(LocalTransport({"Rows": Rows})).construct("Rows")


def test_gradients_come_by_name(model) -> None:  # type: ignore[no-untyped-def]
    found = model.parameter_gradients("log_prob", X)
    assert set(found) == {"logits", "unread", "look_up.weight"}
    want = (X - torch.sigmoid(torch.tensor([0.5, -1.0]))).sum(0)
    torch.testing.assert_close(found["logits"], want)
    assert found["unread"].tolist() == [0, 0, 0]
    named = model.parameter_gradients("log_prob", X, parameters=["fixed"])
    assert named["fixed"].tolist() == [0, 0]  # it is not trained, but was asked for
    assert found["look_up.weight"].shape == (4, 2)


def test_a_cotangent_chooses_rows_and_names_choose_parameters(model) -> None:  # type: ignore[no-untyped-def]
    rows = torch.tensor([0.0, 2.0])
    found = model.parameter_gradients("log_prob", X, cotangent=rows, parameters=["logits"])
    want = 2 * (X[1] - torch.sigmoid(torch.tensor([0.5, -1.0])))
    torch.testing.assert_close(found, {"logits": want})
    named = model.parameter_gradients("log_prob", x=X, cotangent=rows, parameters=["logits"])
    assert torch.equal(named["logits"], found["logits"])


def test_a_model_of_float64_answers_in_float64(model) -> None:  # type: ignore[no-untyped-def]
    model.mode(dtype=torch.float64)
    assert model.parameter_gradients("log_prob", X.double())["logits"].dtype is torch.float64


def test_what_has_no_gradient_is_told_apart(model) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NoGradient):
        model.parameter_gradients("detached", X)
    with pytest.raises(StudentCrashed) as raised:
        model.parameter_gradients("log_prob", X, parameters=["weight"])
    assert raised.value.kind == "LookupError"


NUMBERS = [2**64 - 1, 2**64, -(2**63), -(2**63) - 1, 2**784 - 1, -(256**784), 0, True]


def test_long_whole_numbers_are_what_they_are() -> None:
    student = Student(LocalTransport({"numbers": lambda: {"table": NUMBERS}, "same": lambda n: n}))
    assert student.call_plain("numbers") == {"table": NUMBERS}
    assert [student.call_plain("same", number) for number in NUMBERS] == NUMBERS


def test_a_number_beyond_all_floats_is_infinite() -> None:
    assert as_float(10**400) == torch.inf
    assert as_float(-(10**400)) == -torch.inf
    assert as_float(3) == 3.0


def test_oracles_and_handles_may_stand_in_lists() -> None:
    names = {
        "Rows": Rows,
        "mix": lambda models, x: torch.stack([model.log_prob(x) for model in models]),
        "kinds": lambda models: [type(models).__name__, type(models[1]).__name__],
    }
    student = Student(LocalTransport(names))
    one, two = (Oracle({"log_prob": lambda x, n=n: n * x.sum(1)}) for n in (1, 2))
    got = student.call("mix", [one, two], X, expect=Expect((2, 2)))
    assert got.tolist() == [[1, 2], [2, 4]]
    assert student.call("mix", (two, one), X, expect=Expect((2, 2))).tolist() == [[2, 4], [1, 2]]
    model = student.construct("Rows")
    mixed = student.call("mix", [one, [two, model][1]], X, expect=Expect((2, 2)))
    assert mixed[0].tolist() == [1, 2]
    assert student.call_plain("kinds", [one, (1, [model])]) == ["list", "tuple"]


def mean_log_prob(model: Rows, x: Tensor) -> Tensor:
    return model.log_prob(x).mean()


def test_a_function_that_is_given_the_model_is_pulled_to_its_parameters() -> None:
    student = Student(LocalTransport({"Rows": Rows, "mean_log_prob": mean_log_prob}))
    model = student.construct("Rows")
    found = model.parameter_gradients("mean_log_prob", model, X, function_of=student)
    whole = model.parameter_gradients("log_prob", X)
    torch.testing.assert_close(found["logits"], whole["logits"] / 2)
    assert set(found) == set(whole)
