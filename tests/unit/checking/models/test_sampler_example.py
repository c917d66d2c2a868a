"""The checks of samplers that docs/checks.md shows: they pass right code and name mistakes."""

import runpy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder.checking.check import Context, checks_of
from autograder.checking.run import examine_all
from autograder.checking.student import Student
from autograder.records.verdict import Finding
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs" / "example" / "sampler.py"


def draw(model: Any, num_samples: int, order: Tensor, generator: Any = None) -> Tensor:
    x = torch.zeros(num_samples, len(order))
    for d in order.tolist():
        p = model(x.clone())[:, d].sigmoid()
        x[:, d] = torch.bernoulli(p, generator=generator)
    return x


def by_number(model: Any, num_samples: int, order: Tensor, generator: Any = None) -> Tensor:
    return draw(model, num_samples, torch.arange(len(order)), generator)


class Coins(nn.Module):
    """Each coin tends to fall as the one before it."""

    tendency = 1.5

    def __init__(self, num_dims: int) -> None:
        super().__init__()
        self.num_dims = num_dims

    def forward(self, x: Tensor) -> Tensor:
        return self.tendency * torch.cat([0 * x[:, :1], 2 * x[:, :-1] - 1], 1)

    def sample(self, num_samples: int, generator: Any = None) -> Tensor:
        return draw(self, num_samples, torch.arange(self.num_dims), generator)


class Colder(Coins):
    def sample(self, num_samples: int, generator: Any = None) -> Tensor:
        self.tendency = 2.0
        return super().sample(num_samples, generator)


def found(**names: Any) -> dict[str, Finding]:
    module = ModuleType("sampler")
    vars(module).update(runpy.run_path(str(EXAMPLE)))
    student = Student(LocalTransport({"draw": draw, "Coins": Coins, **names}))
    context = Context({}, Path(), seed=3)
    every = examine_all(checks_of(module), lambda: student, lambda check: context)
    return {finding.check: finding for finding in every}


def test_right_code_passes() -> None:
    assert {finding.outcome for finding in found().values()} == {"passed"}


@pytest.mark.parametrize(
    ("names", "check", "words"),
    [
        ({"draw": by_number}, "draws_in_order", "in the order of their numbers"),
        (
            {"draw": lambda model, num_samples, order, generator: draw(model, num_samples, order)},
            "draw_uses_its_generator",
            "Pass `generator` to every draw",
        ),
        ({"Coins": Colder}, "samples_follow_the_law", "The rows of `Coins.sample` do not follow"),
    ],
)
def test_mistakes_are_named(names: dict[str, Any], check: str, words: str) -> None:
    finding = found(**names)[check]
    assert finding.outcome == "failed" and words in finding.message
