"""The numbers that visible checks of `foundations` hold, computed again."""

import importlib
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.checking.slips import evaluated
from autograder.course.loader import checks_for
from solutions.foundations import backprop, classify, convolution, neuron
from tests.conftest import ROOT

CHECKS = ROOT / "assignments" / "foundations" / "checks"


def module(exercise: str) -> object:
    """Return `for_<exercise>/by_hand.py` of the checks."""
    (one, *_) = [check for check in checks_for(CHECKS, exercise) if check.visible]
    package = one.question.__module__.rpartition(".")[0]
    return importlib.import_module(f"{package}.for_{exercise}.by_hand")


@pytest.fixture(scope="module")
def line() -> Mapping[str, Tensor]:
    return vars(module("neuron"))


@pytest.fixture(scope="module")
def layers() -> Mapping[str, Tensor]:
    return vars(module("backprop"))


def test_the_right_numbers_of_a_neuron(line: Mapping[str, Tensor]) -> None:
    x, zero = line["X"], line["ZERO"]
    walked = neuron.descend(x, line["LINE"], zero[0], zero[1], line["RATE"], 1)  # type: ignore[arg-type]
    for found, want in (
        (neuron.predict(x, line["W"], line["B"]), line["LINE"]),
        (row(neuron.loss_and_gradient(x, line["OFF"], line["W"], line["B"])), line["GRADIENT"]),
        (row(walked), line["STEP"]),
        (neuron.rate_limit(x), line["LIMIT"]),
        (row(neuron.best_fit(x, line["LINE"])), line["FIT"]),
    ):
        torch.testing.assert_close(found, want, rtol=1e-5, atol=1e-5)


def row(parts: tuple[Tensor, ...]) -> Tensor:
    return torch.cat([part.flatten() for part in parts])


def test_the_right_numbers_of_layers(layers: Mapping[str, Tensor]) -> None:
    linear = backprop.Linear(layers["WEIGHT"], layers["BIAS"])
    relu, loss = backprop.ReLU(), backprop.SoftmaxCrossEntropy()
    net = [backprop.Linear(layers["SQUARE_WEIGHT"], torch.zeros(2))]
    value, grad = backprop.backpropagate(net, loss, layers["ONES"], torch.tensor([0]))
    for found, want in (
        (linear.forward(layers["X"]), layers["OUT"]),
        (linear.backward(layers["GRAD"]), layers["BACK"]),
        (linear.grad_weight, layers["BY_WEIGHT"]),
        (linear.grad_bias, layers["BY_BIAS"]),
        (relu.forward(layers["SIGNS"]), layers["PASSED"]),
        (relu.backward(layers["UPSTREAM"]), layers["DOWN"]),
        (F.cross_entropy(layers["LOGITS"], layers["LABELS"]), layers["VALUE"]),
        (value, layers["NET_VALUE"]),
        (grad, layers["NET_GRAD"]),
    ):
        torch.testing.assert_close(found, want, rtol=1e-5, atol=1e-5)


@pytest.fixture(scope="module")
def windows() -> Mapping[str, Tensor]:
    return vars(module("convolution"))


def test_the_right_numbers_of_windows(windows: Mapping[str, Tensor]) -> None:
    one = convolution
    sizes = one.output_size(8, 3, padding=1), one.output_size(7, 2, 2), one.output_size(7, 3, 2)
    slide, rows = windows["SLIDE"], one.summary(windows["SHAPE"], windows["LAYERS"])  # type: ignore[arg-type]
    moves = (
        (lambda x: x.roll(1, 3), windows["SPOT"], 0, 1),
        (lambda x: x.cumsum(3), windows["SPOT"], 0, 1),
        (lambda x: x * windows["RAMP"], windows["IMAGE"], 2, 1),
    )
    for found, want in (
        (double(sizes), windows["SIZES"]),
        (one.correlate(windows["X"], windows["KERNEL"], windows["BIAS"]), windows["ANSWERS"]),
        (one.pool(slide, 2, 2, "max"), windows["LARGEST"]),
        (one.pool(slide, 2, 2, "average"), windows["MEANS"]),
        (double([row["parameters"] for row in rows]), windows["PARAMETERS"]),
        (double([row["field"] for row in rows]), windows["FIELDS"]),
        (double([one.equivariance_gap(*move) for move in moves]), windows["GAPS"]),
    ):
        torch.testing.assert_close(found, want, rtol=1e-6, atol=1e-6)
    assert tuple(row["shape"] for row in rows) == windows["SHAPES"]


@pytest.fixture(scope="module")
def scores() -> Mapping[str, Any]:
    return vars(module("classify"))


def test_the_right_numbers_of_logits(scores: Mapping[str, Any]) -> None:
    weights, biases = classify.two_class(scores["WEIGHT"], scores["BIAS"])
    of_one = (scores["PLACES"] @ weights.T + biases).double().softmax(1)[:, 1]
    for found, want in (
        (classify.softmax(scores["LOGITS"]), scores["PROBABILITIES"]),
        (classify.softmax(scores["EVEN"], 2.0), scores["EVENED"]),
        (of_one, scores["OF_CLASS_ONE"]),
    ):
        torch.testing.assert_close(found, want, rtol=1e-6, atol=1e-6)
    found = classify.evaluate(scores["FOUR"], scores["LABELS"])
    assert found == pytest.approx(scores["MEASURED"], abs=1e-8)


def test_what_mistakes_measure(scores: Mapping[str, Any]) -> None:
    logits, labels = scores["FOUR"].double(), scores["LABELS"]
    probs, named = logits.softmax(1), scores["EVALUATE_SLIPS"]
    given, largest = probs.gather(1, labels[:, None]), probs.amax(1)
    for key, part, want in (
        ("confidence", "the label's", given.mean()),
        ("confidence", "sum", largest.sum()),
        ("nll", "bits", -given.log2().mean()),
        ("nll", "logarithm of the mean", -given.mean().log()),
        ("nll", "sum", -given.log().sum()),
        ("nll", "largest one", -largest.log().mean()),
        ("nll", "softmax itself", F.cross_entropy(probs, labels)),
    ):
        (told,) = [number for text, number in named[key].items() if part in text]
        assert float(told) == pytest.approx(float(want), abs=1e-6)
    for key, known in named.items():
        numbers = [scores["MEASURED"][key], *map(float, known.values())]
        assert min(abs(a - b) for a, b in combinations(numbers, 2)) > 1e-3


def double(numbers: Sequence[float]) -> Tensor:
    return torch.tensor(numbers, dtype=torch.float64)


SLIPS = {
    "neuron": {
        "PREDICT_SLIPS": "LINE",
        "GRADIENT_SLIPS": "GRADIENT",
        "STEP_SLIPS": "STEP",
        "LIMIT_SLIPS": "LIMIT",
        "FIT_SLIPS": "FIT",
    },
    "backprop": {
        "OUT_SLIPS": "OUT",
        "BACK_SLIPS": "BACK",
        "WEIGHT_SLIPS": "BY_WEIGHT",
        "BIAS_SLIPS": "BY_BIAS",
        "RELU_SLIPS": "DOWN",
        "VALUE_SLIPS": "VALUE",
        "SLOPE_SLIPS": "SLOPES",
    },
    "classify": {
        "ROW_SLIPS": "PROBABILITIES",
        "TEMPERATURE_SLIPS": "EVENED",
        "TWO_CLASS_SLIPS": "OF_CLASS_ONE",
    },
    "convolution": {
        "SIZE_SLIPS": "SIZES",
        "CORRELATE_SLIPS": "ANSWERS",
        "LARGEST_SLIPS": "LARGEST",
        "MEAN_SLIPS": "MEANS",
        "PARAMETER_SLIPS": "PARAMETERS",
        "FIELD_SLIPS": "FIELDS",
        "GAP_SLIPS": "GAPS",
    },
}


@pytest.mark.parametrize("exercise", SLIPS)
def test_no_slip_is_right_and_no_two_are_one(exercise: str) -> None:
    held = vars(module(exercise))
    for name, right in SLIPS[exercise].items():
        want = held[right]
        answers = list(evaluated(held[name], want + 7, want, (), {}).values())
        for place, answer in enumerate(answers):
            for other in [want, *answers[:place]]:
                both = ~(answer.isnan() | other.isnan())
                assert (answer - other)[both].abs().max() > 1e-3
