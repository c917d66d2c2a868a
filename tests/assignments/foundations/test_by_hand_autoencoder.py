"""The numbers that visible checks of `foundations/autoencoder` hold, computed again."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.checking.slips import evaluated
from autograder.course.loader import checks_for
from solutions.foundations import autoencoder
from tests.conftest import ROOT

CHECKS = ROOT / "assignments" / "foundations" / "checks"


def part(name: str) -> Mapping[str, Any]:
    """Return a module of `for_autoencoder/`."""
    (one, *_) = [check for check in checks_for(CHECKS, "autoencoder") if check.visible]
    package = one.question.__module__.rpartition(".")[0]
    return vars(importlib.import_module(f"{package}.for_autoencoder.{name}"))


@pytest.fixture(scope="module")
def held() -> Mapping[str, Any]:
    return part("by_hand")


def figures(found: Mapping[str, float], keys: tuple[str, ...]) -> Tensor:
    return torch.tensor([found[key] for key in keys], dtype=torch.float64)


def test_the_right_numbers(held: Mapping[str, Any]) -> None:
    errors = autoencoder.reconstruction_error(lambda x: x + held["OFF"], held["IMAGES"])
    found = autoencoder.detect(held["NORMAL"], held["ODD"], held["RATE"])
    for got, want in (
        (errors, held["ERRORS"]),
        (autoencoder.pca_error(held["LINE"], 0), held["SPREAD"]),
        (autoencoder.pca_error(held["LINE"], 1), held["LOST"]),
        (figures(found, held["KEYS"]), held["FOUND"]),
        (torch.tensor(autoencoder.compression_ratio(*held["SENT"])).double(), held["RATIO"]),
    ):
        torch.testing.assert_close(got, want, rtol=1e-5, atol=1e-6)


def test_the_threshold_of_the_picture() -> None:
    drawn = part("picture")
    found = autoencoder.detect(drawn["NORMAL"], drawn["ODD"], drawn["RATE"])
    assert found["threshold"] == pytest.approx(drawn["DUE"], abs=1e-4)


def values(x: Tensor, mean: Tensor) -> Tensor:
    found: Tensor = torch.linalg.svdvals(x - mean)
    return found


# By the sentence's beginning, what the mistake answers with no number kept, or with one.
PCA: Mapping[str, Callable[[Tensor, int], Tensor]] = {
    "What is lost": lambda x, k: values(x, x.mean(0))[:k].square().sum() / x.numel(),
    "The mean image": lambda x, k: values(x, x.mean())[k:].square().sum() / x.numel(),
    "The mean over images": lambda x, k: (
        values(x, x.mean(1, keepdim=True))[k:].square().sum() / x.numel()
    ),
    "The mean over its pixels": lambda x, k: values(x, x.mean(0))[k:].square().sum() / len(x),
    "Subtract": lambda x, k: values(x, 0 * x[0])[k:].square().sum() / x.numel(),
    "The squares": lambda x, k: values(x, x.mean(0))[k:].sum() / x.numel(),
    "N − 1": lambda x, k: values(x, x.mean(0))[k:].square().sum() / 6,
    "This is the share": lambda x, k: (
        values(x, x.mean(0))[k:].square().sum() / values(x, x.mean(0)).square().sum()
    ),
    "With code 0": lambda x, k: values(x, x.mean(0))[: -k or 0].square().sum() / x.numel(),
}


@pytest.mark.parametrize(("slips", "code"), [("ONE_SLIPS", 1), ("NONE_SLIPS", 0)])
def test_what_mistakes_answer_about_principal_components(
    held: Mapping[str, Any], slips: str, code: int
) -> None:
    for sentence, wrong in held[slips].items():
        (begun,) = [begun for begun in PCA if sentence.startswith(begun)]
        torch.testing.assert_close(PCA[begun](held["LINE"], code), wrong, rtol=1e-4, atol=1e-6)


SLIPS = {"ERROR": "ERRORS", "ONE": "LOST", "NONE": "SPREAD", "DETECT": "FOUND", "RATIO": "RATIO"}


@pytest.mark.parametrize("name", SLIPS)
def test_no_slip_is_right_and_no_two_are_one(held: Mapping[str, Any], name: str) -> None:
    want = held[SLIPS[name]]
    answers = list(evaluated(held[f"{name}_SLIPS"], want, want, (), {}).values())
    for place, answer in enumerate(answers):
        for other in [want, *answers[:place]]:
            both = ~(answer.isnan() | other.isnan())
            assert (answer - other)[both].abs().max() > 1e-3
