"""Checks of pixelcnn/likelihood: right answers pass in any shape, wrong ones are named."""

import math
from typing import Any

import pytest
import torch

from autograder.checks.pixelcnn.costs import (
    bernoulli_cost,
    bernoulli_mistakes,
    bits_mistakes,
    categorical_cost,
    categorical_mistakes,
)
from autograder.known import Known
from tests.checked import (
    asked,
    assert_all_pass,
    assert_known,
    assert_nothing_passes,
    findings,
    reference,
    stubs,
    submissions,
    visible_share,
)

EXERCISE = "likelihood"


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_reference_passes(seed: int) -> None:
    assert_all_pass(findings(EXERCISE, reference(), seed))


@pytest.mark.parametrize("known", submissions(EXERCISE, right=True), ids=lambda one: one.name)
def test_right_answers_pass_in_any_shape(known: Known) -> None:
    assert_all_pass(asked(EXERCISE, known.source))


@pytest.mark.parametrize("known", submissions(EXERCISE, right=False), ids=lambda one: one.name)
def test_wrong_answers_fail_where_expected_and_are_named(known: Known) -> None:
    assert_known(known, asked(EXERCISE, known.source))


def test_an_unwritten_exercise_gets_nothing() -> None:
    assert_nothing_passes(findings(EXERCISE, {}))
    found = findings(EXERCISE, stubs(EXERCISE))
    assert_nothing_passes(found)
    assert "crashed" not in {f.outcome for f in found.values()}


def test_about_a_third_of_the_weight_is_visible() -> None:
    assert 0.3 <= visible_share(EXERCISE) <= 0.4


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
    for truth, mistakes in cases:
        for name, wrong in mistakes.items():
            assert (wrong - truth).abs().max() > 1e-3, name
