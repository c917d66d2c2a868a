"""Questions to a student's code, asked through the dispatcher in this process."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from autograder.checking.student import (
    Expect,
    Failed,
    NoGradient,
    Oracle,
    Protocol,
    Student,
    StudentCrashed,
)
from autograder.course.options import Limits
from autograder.sandbox.crashes import of_error
from autograder.selfcheck.local import LocalTransport


class Doubling(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.factor = nn.Parameter(torch.tensor(2.0))

    def forward(self, x: Tensor) -> Tensor:
        return self.factor * x


def greedy(model: nn.Module, x: Tensor) -> Tensor:
    x.zero_()
    out: Tensor = model(x)
    return out


def unwritten() -> None:
    raise NotImplementedError("unwritten is not written yet")


@pytest.fixture
def student() -> Student:
    names = {
        "Doubling": Doubling,
        "greedy": greedy,
        "unwritten": unwritten,
        "ones": torch.ones,
        "cut": torch.detach,
    }
    return Student(LocalTransport(names))


def test_call_gives_the_tensor(student: Student) -> None:
    assert student.call("ones", 3, expect=Expect((3,))).tolist() == [1, 1, 1]


def test_call_of_another_shape_fails_without_showing_it_in_the_message(student: Student) -> None:
    with pytest.raises(Failed) as failed:
        student.call("ones", 4, expect=Expect((3,)))
    assert "(4,)" not in failed.value.message
    assert "(4,)" in failed.value.detail


def test_call_of_another_dtype_fails(student: Student) -> None:
    with pytest.raises(Failed, match="int64"):
        student.call("ones", 3, expect=Expect((3,), torch.int64))


def test_vjp_gives_the_rows_of_the_jacobian(student: Student) -> None:
    model = student.construct("Doubling")
    (rows,) = model.vjp("__call__", torch.ones(2), wrt=[0], cotangents=torch.eye(2))
    assert torch.equal(rows, 2 * torch.eye(2))


def test_no_gradient_is_told_apart(student: Student) -> None:
    with pytest.raises(NoGradient):
        student.vjp("cut", torch.ones(2), wrt=[0], cotangents=torch.ones(1, 2))


def test_oracle_sees_inputs_and_answers(student: Student) -> None:
    seen: list[Tensor] = []

    def model(x: Tensor) -> Tensor:
        seen.append(x)
        return x + 1

    args = (Oracle({"forward": model}), torch.full((2,), 5.0))
    answer = student.call_watched("greedy", *args, expect=Expect((2,)))
    assert answer.value.tolist() == [1, 1]
    assert answer.arguments[0].tolist() == [0, 0]
    assert args[1].tolist() == [5, 5]
    assert seen[0].tolist() == [0, 0]


def test_oracle_takes_named_arguments_in_any_order() -> None:
    names = {"ask": lambda vae: vae.elbo(noise=torch.ones(1), x=torch.zeros(1))}
    oracle = Oracle({"elbo": lambda x, noise: x + 2 * noise})
    student = Student(LocalTransport(names))
    assert student.call("ask", oracle, expect=Expect((1,))).item() == 2
    names["ask"] = lambda vae: vae.elbo(torch.ones(1), sound=torch.ones(1))
    with pytest.raises(StudentCrashed, match="TypeError"):
        student.call("ask", oracle, expect=Expect((1,)))


def test_an_error_class_of_ones_own_is_as_good_as_its_built_in_base() -> None:
    class BadMask(ValueError):
        pass

    def refuse() -> None:
        raise BadMask("no")

    student = Student(LocalTransport({"refuse": refuse, "number": lambda: np.float64(0.5)}))
    assert student.raised("refuse") == "ValueError"
    assert student.call_plain("number") == 0.5


def test_oracle_may_refuse_an_input(student: Student) -> None:
    def refuse(x: Tensor) -> Tensor:
        raise Failed("the model was called with half an image")

    with pytest.raises(Failed, match="half an image"):
        student.call("greedy", Oracle({"forward": refuse}), torch.ones(2), expect=Expect((2,)))


def test_missing_and_unwritten_names_say_so(student: Student) -> None:
    with pytest.raises(StudentCrashed, match="`nothing` is not defined"):
        student.call("nothing", expect=Expect(()))
    with pytest.raises(StudentCrashed, match="unwritten is not written yet"):
        student.call_plain("unwritten")
    assert student.raised("unwritten") == "NotImplementedError"
    assert student.raised("ones", 1) == ""


@pytest.mark.parametrize(
    ("text", "unwritten"), [("", True), ("f is not written yet", True), ("for 'Bool'", False)]
)
def test_what_torch_has_no_kernel_for_is_no_stub(text: str, unwritten: bool) -> None:
    def broken() -> None:
        raise NotImplementedError(*([text] if text else []))

    with pytest.raises(StudentCrashed) as caught:
        Student(LocalTransport({"broken": broken})).call_plain("broken")
    assert caught.value.unwritten == unwritten == ("not written yet" in caught.value.message)
    error = {"kind": "NotImplementedError", "text": text, "where": ""}
    told = of_error(error, {"op": "call", "name": "broken"}, Limits())
    assert told.unwritten == unwritten == ("not written yet" in told.message)


def test_state_can_be_read_and_loaded(student: Student) -> None:
    model = student.construct("Doubling")
    model.load_state_dict({"factor": torch.tensor(3.0)})
    assert model.state_dict()["factor"].item() == 3
    assert model.forward(torch.ones(1), Expect((1,))).item() == 3


@pytest.mark.slow
def test_training_by_the_protocol_is_repeatable(student: Student) -> None:
    class Table(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.logits = nn.Parameter(torch.zeros(2, 1, 2, 2))

        def forward(self, x: Tensor) -> Tensor:
            return self.logits.expand(len(x), -1, -1, -1, -1)

    student = Student(LocalTransport({"Table": Table}))
    images = torch.ones(10, 1, 2, 2)
    states = []
    for _ in range(2):
        model = student.construct("Table")
        model.train(images, loss="categorical", steps=3, batch_size=4, seed=1)
        states.append(model.state_dict()["logits"])
    assert torch.equal(states[0], states[1])
    assert (states[0][1] > states[0][0]).all()


class Coins(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.logits = nn.Parameter(torch.zeros(4))

    def log_prob(self, x: Tensor) -> Tensor:
        cost = nn.functional.binary_cross_entropy_with_logits
        return -cost(self.logits.expand_as(x), x, reduction="none").sum(1)

    def elbo(self, x: Tensor) -> Tensor:
        return self.log_prob(x) - 1


ROWS = torch.tensor([[1.0, 1.0, 0.0, 1.0]] * 8)


def weights(loss: str, **how: object) -> Tensor:
    model = Student(LocalTransport({"Coins": Coins})).construct("Coins")
    model.train(ROWS, loss=loss, seed=3, **how)  # type: ignore[arg-type]
    found: Tensor = model.state_dict()["logits"]
    return found


@pytest.mark.slow
def test_rows_train_by_the_method_that_is_named() -> None:
    short = Protocol(steps=5, batch_size=4, learning_rate=0.1)
    by_log_prob = weights("log_prob", protocol=short)
    assert (by_log_prob * (ROWS[0] - 0.5) > 0.1).all()  # up where there are ones
    assert torch.equal(weights("elbo", protocol=short), by_log_prob)
    assert torch.equal(weights("log_prob", steps=5, batch_size=4, lr=0.1), by_log_prob)
    by_descent = weights("log_prob", protocol=short, optimiser="SGD", lr=1.0)
    assert not torch.allclose(by_descent, by_log_prob)
    # One step of plain descent on −mean log_prob, written out.
    assert torch.allclose(weights("log_prob", steps=1, lr=1.0, optimiser="SGD"), ROWS[0] - 0.5)
    with pytest.raises(TypeError, match="steps"):
        weights("log_prob", batch_size=4)
    with pytest.raises(TypeError, match="rate"):
        weights("log_prob", steps=5, rate=4)
    with pytest.raises(StudentCrashed, match="AttributeError"):
        weights("evidence", steps=1)
