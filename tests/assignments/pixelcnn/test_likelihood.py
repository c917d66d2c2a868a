"""Checks of pixelcnn/likelihood: what they say, show and keep to themselves."""

import math
from typing import Any

import pytest
import torch

from assignments.pixelcnn.checks.contributions import (
    Asked,
    bernoulli_asked,
    categorical_asked,
    contributions,
    error_picture,
    fvsbn_asked,
)
from assignments.pixelcnn.checks.costs import (
    bernoulli_cost,
    bernoulli_mistakes,
    bits_mistakes,
    categorical_cost,
    categorical_mistakes,
    fvsbn_cost,
    fvsbn_mistakes,
)
from autograder.checking.student import Student
from autograder.pictures.nll_error import Costs, conclusion, nll_error
from autograder.selfcheck.local import LocalTransport
from tests.support.checked import findings, reference

EXERCISE = "likelihood"


def test_hidden_checks_tell_no_number_of_the_student() -> None:
    def bernoulli_nll(logits: Any, x: Any) -> Any:
        right = reference()["bernoulli_nll"](logits, x)
        return right if len(x) == 2 else right + 12345

    found = findings(EXERCISE, {**reference(), "bernoulli_nll": bernoulli_nll})
    hidden = [f for f in found.values() if f.outcome == "failed" and not f.visible]
    assert len(hidden) >= 2
    assert all("12345" not in f.message for f in hidden)


def test_a_nan_never_agrees() -> None:
    def fvsbn_nll(x: Any, weight: Any, bias: Any) -> Any:
        return torch.full((len(x),), torch.nan, dtype=x.dtype)

    found = findings(EXERCISE, {**reference(), "fvsbn_nll": fvsbn_nll})
    assert found["fvsbn_by_hand"].outcome == "failed"
    assert "not finite" in found["fvsbn_by_hand"].message


def questions() -> list[Asked]:
    draw = torch.Generator().manual_seed(0)
    logits = torch.randn((2, 1, 2, 3), generator=draw)
    values = torch.randn((2, 4, 3, 2, 1), generator=draw)
    weight, bias = torch.randn((4, 4), generator=draw), torch.randn(4, generator=draw)
    bits = torch.randint(2, logits.shape, generator=draw).float()
    index = torch.randint(4, (2, 3, 2, 1), generator=draw)
    rows = torch.randint(2, (2, 4), generator=draw).float()
    return [
        bernoulli_asked(logits, bits, bernoulli_cost(logits, bits)[:, 0]),
        categorical_asked(values, index, categorical_cost(values, index).flatten(2)),
        fvsbn_asked(rows, weight, bias, fvsbn_cost(rows, weight.tril(-1), bias)),
    ]


def asking(names: dict[str, Any]) -> Student:
    return Student(LocalTransport(names))


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)
def test_contributions_of_a_right_function_are_its_costs(asked: Asked) -> None:
    got = reference()[asked.name](*asked.args)
    image = contributions(asking(reference()), asked, 1, float(got[1]))
    assert image is not None
    assert (image - asked.cost[1].flatten()).abs().max() < 1e-4


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: asked.name)
def test_a_picture_says_what_share_each_dimension_has(asked: Asked) -> None:
    def half(*args: Any) -> Any:
        return reference()[asked.name](*args) / 2

    student = asking({asked.name: half})
    picture = error_picture(student, asked, half(*asked.args), "Half is lost.")
    assert picture is not None
    assert "costs 0.50 times what it should. Half is lost." in picture.alt


def test_what_cannot_be_read_off_has_no_picture() -> None:
    asked = questions()[0]
    wrong = torch.tensor([1.0, 2.0])

    def crash(logits: Any, x: Any) -> Any:
        raise ValueError("only once")

    functions = {
        "crash": crash,
        "shape": lambda logits, x: logits.sum(),
        "constant": lambda logits, x: wrong,
        "infinite": lambda logits, x: wrong / 0,
    }
    for name, function in functions.items():
        student = asking({"bernoulli_nll": function})
        assert error_picture(student, asked, wrong, "Why.") is None, name
    assert error_picture(asking(reference()), asked, wrong / 0, "Why.") is None


def test_a_visible_check_draws_the_costs_and_a_hidden_one_nothing() -> None:
    def bernoulli_nll(logits: Any, x: Any) -> Any:
        return reference()["bernoulli_nll"](logits, x) * (1 if len(logits) == 2 else 2)

    def fvsbn_nll(x: Any, weight: Any, bias: Any) -> Any:
        return reference()["fvsbn_nll"](x, weight.T, bias)

    names = {**reference(), "bernoulli_nll": bernoulli_nll, "fvsbn_nll": fvsbn_nll}
    found = findings(EXERCISE, names)
    picture = found["fvsbn_by_hand"].picture
    assert picture is not None and "transposed" in picture.alt
    assert found["bernoulli_values"].outcome == "failed"
    assert not [f.check for f in found.values() if f.picture and f.check != "fvsbn_by_hand"]


def costs(got: list[float], elsewhere: float = 0.0) -> Costs:
    want = torch.tensor([[0.5, 1.0, 2.0]])
    names = ["a", "b", "c"]
    return Costs(want, torch.tensor([got]), elsewhere, ["row"], names, names, "pixel")


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        (costs([0.25, 0.5, 1.0]), "costs 0.50 times"),
        (costs([-0.5, -1.0, -2.0]), "wrong sign"),
        (costs([0.5, 0.0, 0.0]), "2 of 3 cost nothing"),
        (costs([0.5, 1.0, 3.5]), "1 of 3 costs are wrong, most of all that of row c: 3.50"),
        (costs([0.5, 1.0, 2.0], 4.0), "4.00 nats are added"),
    ],
)
def test_costs_are_concluded_in_words(drawn: Costs, words: str) -> None:
    assert words in conclusion(drawn)
    assert words in nll_error(drawn, "Why.").alt


def test_no_named_mistake_is_the_truth() -> None:
    draw = torch.Generator().manual_seed(1)
    logits = torch.randn((4, 3, 3, 4), generator=draw)
    x = torch.randint(2, logits.shape, generator=draw)
    cases = [
        (bernoulli_cost(logits, x).flatten(1).sum(1), bernoulli_mistakes(logits, x.float())),
        (torch.tensor([8.0]), bits_mistakes(torch.tensor([8 * 5 * math.log(2)]), 5)),
    ]
    many = torch.randn((4, 5, 3, 3, 4), generator=draw)
    values = torch.randint(5, logits.shape, generator=draw)
    right = categorical_cost(many, values).flatten(1).sum(1)
    cases.append((right, categorical_mistakes(many, values)))
    rows = torch.randint(2, (4, 5), generator=draw).float()
    weight, bias = torch.randn((5, 5), generator=draw), torch.randn(5, generator=draw)
    network = fvsbn_cost(rows, weight.tril(-1), bias).sum(1)
    cases.append((network, fvsbn_mistakes(rows, weight, bias)))
    for truth, mistakes in cases:
        for name, wrong in mistakes.items():
            assert (wrong - truth).abs().max() > 1e-3, name
