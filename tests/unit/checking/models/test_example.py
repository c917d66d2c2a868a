"""The checks that docs/checks.md shows for a density model do what they say."""

import runpy
from types import SimpleNamespace
from typing import Any

import pytest

from autograder.checking.check import Check, Context
from autograder.checking.run import examine
from tests.conftest import ROOT
from tests.unit.checking.models.made import student

CHECKS = {
    name: value
    for name, value in runpy.run_path(str(ROOT / "docs" / "example" / "density.py")).items()
    if isinstance(value, Check)
}


def outcome(name: str, wrong: str, seed: int) -> Any:
    check = CHECKS[name]
    context = Context({}, ROOT, seed, None if check.visible else SimpleNamespace())
    return examine(check, student(wrong), context)


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("seed", range(3))
def test_a_right_model_passes(name: str, seed: int) -> None:
    found = outcome(name, "right", seed)
    assert found.outcome == "passed", found.message


@pytest.mark.parametrize(
    ("name", "wrong", "says"),
    [
        ("is_causal", "sees itself", "not only as large"),
        ("is_causal_in_any_order", "inverse", "inverse order"),
        ("is_repeatable", "batch", "batch"),
        ("uses_all_earlier", "strict", "never matter"),
        ("mass_is_one", "masked once", "do not sum to one"),
    ],
)
def test_a_wrong_one_is_told(name: str, wrong: str, says: str) -> None:
    found = outcome(name, wrong, 1)
    assert found.outcome == "failed" and says in found.message
