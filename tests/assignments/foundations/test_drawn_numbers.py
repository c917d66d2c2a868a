"""What pictures of `foundations` say is due, computed again; right answers bear no cross."""

import importlib
from collections.abc import Mapping
from typing import Any

import pytest
import torch

from autograder.checking.student import Student
from autograder.course.loader import checks_for
from autograder.records.verdict import Picture
from autograder.selfcheck.local import LocalTransport
from solutions.foundations import backprop, neuron
from tests.conftest import ROOT

CHECKS = ROOT / "assignments" / "foundations" / "checks"


def part(exercise: str) -> Mapping[str, Any]:
    """Return `for_<exercise>/picture.py` of the checks."""
    (one, *_) = [check for check in checks_for(CHECKS, exercise) if check.visible]
    package = one.question.__module__.rpartition(".")[0]
    return vars(importlib.import_module(f"{package}.for_{exercise}.picture"))


def test_the_lines_of_a_path() -> None:
    drawn = part("neuron")
    x, y = torch.tensor(drawn["XS"]).unsqueeze(1), torch.tensor(drawn["YS"])
    start = torch.tensor(drawn["START"][:1]), torch.tensor(drawn["START"][1])
    weights, biases, _ = neuron.descend(x, y, *start, drawn["RATE"], drawn["STEPS"])
    for step, due in drawn["DUE"].items():
        assert (float(weights[step]), float(biases[step])) == pytest.approx(due, abs=1e-4)
    assert float(neuron.rate_limit(x)) == pytest.approx(drawn["LIMIT"], abs=1e-5)


def test_the_numbers_of_a_chain() -> None:
    drawn = part("backprop")
    due = drawn["DUE"]
    first, second = (backprop.Linear(*drawn[name]) for name in ("FIRST", "SECOND"))
    layers: list[Any] = [first, backprop.ReLU(), second]
    row, loss = torch.tensor([due[0][0]]), backprop.SoftmaxCrossEntropy()
    for place, layer in enumerate(layers, 1):
        row = layer.forward(row)
        assert row[0].tolist() == pytest.approx(due[place][0], abs=1e-4)
    assert float(loss.forward(row, drawn["LABEL"])) == pytest.approx(due[4][0][0], abs=1e-4)
    row = loss.backward()
    for place in (3, 2, 1, 0):
        assert row[0].tolist() == pytest.approx(due[place][1], abs=1e-4)
        row = layers[place - 1].backward(row) if place else row


@pytest.mark.slow
@pytest.mark.parametrize(
    ("exercise", "draw", "module"),
    [("neuron", "drawn_descent", neuron), ("backprop", "drawn_chain", backprop)],
)
def test_a_right_answer_is_drawn_without_a_cross(exercise: str, draw: str, module: object) -> None:
    picture: Picture = part(exercise)[draw](Student(LocalTransport(dict(vars(module)))))
    assert "due" not in picture.alt and "×" not in picture.caption
