"""`foundations/classify` against sums, intervened pixels, and training by the protocol."""

import itertools
import math

import pytest
import torch
import torch.nn.functional as F

from solutions.foundations.classify import CNN, evaluate, softmax, two_class
from tests.assignments.density.facts import DTYPES
from tests.assignments.foundations.facts import digits, kept, randn, train

FLOOR = 0.90


@DTYPES
@pytest.mark.parametrize("temperature", [0.01, 1.0, 5, 100.0])
@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_softmax_is_a_ratio_of_exponentials(
    scale: float, temperature: float, dtype: torch.dtype
) -> None:
    logits = scale * randn(4, 3, dtype=dtype).clamp(-1, 1)
    with kept(logits):
        found = softmax(logits, temperature)
    assert found.dtype == dtype
    for row, answer in zip(logits.tolist(), found.tolist(), strict=True):
        powers = [math.exp((one - max(row)) / temperature) for one in row]
        wide = 4 * torch.finfo(dtype).eps * scale / temperature
        assert answer == pytest.approx([p / sum(powers) for p in powers], abs=1e-5 + wide)


@pytest.mark.parametrize("temperature", [0, 0.0, -1.0])
def test_a_temperature_that_is_none_is_refused(temperature: float) -> None:
    with pytest.raises(ValueError, match="temperature"):
        softmax(torch.zeros(1, 2), temperature)


@DTYPES
@pytest.mark.parametrize("d", [1, 4])
def test_two_classes_are_a_logistic_regression(d: int, dtype: torch.dtype) -> None:
    weight, bias, x = (randn(*s, seed=n, dtype=dtype) for n, s in enumerate([(d,), (), (9, d)]))
    with kept(weight, bias):
        weights, biases = two_class(weight, bias)
    assert (weights.shape, biases.shape, weights.dtype, biases.dtype) == (
        (2, d),
        (2,),
        dtype,
        dtype,
    )
    found = (x @ weights.T + biases).softmax(1)[:, 1]
    torch.testing.assert_close(found, torch.sigmoid(x @ weight + bias))


@DTYPES
@pytest.mark.parametrize("scale", [1.0, 1e4])
@pytest.mark.parametrize("b", [1, 7])
def test_an_evaluation_row_by_row(b: int, scale: float, dtype: torch.dtype) -> None:
    logits = scale * randn(b, 3, seed=4, dtype=dtype).clamp(-1, 1)
    labels = torch.arange(b) % 3
    with kept(logits, labels):
        found = evaluate(logits, labels)
    right, confidence, nll = 0, 0.0, 0.0
    for row, label in zip(logits.tolist(), labels.tolist(), strict=True):
        total = sum(math.exp(one - max(row)) for one in row)
        right += max(row) == row[label]
        confidence += 1 / total
        nll += max(row) - row[label] + math.log(total)
    want = {"accuracy": right / b, "confidence": confidence / b, "nll": nll / b}
    assert found == pytest.approx(want, rel=1e-6)
    assert all(type(value) is float for value in found.values())


@pytest.mark.parametrize(("h", "w", "channels", "classes"), [(8, 8, 16, 10), (12, 20, 3, 4)])
def test_shapes(h: int, w: int, channels: int, classes: int) -> None:
    model = CNN(channels, num_classes=classes)
    maps = model.features(torch.rand(3, 1, h, w))
    assert maps.shape[0] == 3 and maps.shape[2:] == (h // 4, w // 4)
    assert model(torch.rand(1, 1, 8, 8)).shape == (1, classes)


def test_images_do_not_see_each_other_and_modes_agree() -> None:
    torch.manual_seed(0)
    model, x = CNN().double(), randn(5, 1, 8, 8).sigmoid()
    with kept(x):
        out = model(x)
    torch.testing.assert_close(model.eval()(x), out)
    torch.testing.assert_close(model(x[2:3]), out[2:3])
    assert out.dtype == torch.float64 and model.features(x).dtype == torch.float64


def test_a_feature_sees_its_square_and_all_of_it() -> None:
    reached = torch.zeros(6, 5, 24, 20, dtype=torch.bool)
    for seed in range(3):
        torch.manual_seed(seed)
        model, x = CNN().double(), randn(4, 1, 24, 20, seed=seed).requires_grad_()
        for i, j in itertools.product(range(6), range(5)):
            (gradient,) = torch.autograd.grad(model.features(x)[:, :, i, j].sum(), x)
            reached[i, j] |= (gradient != 0).any(0)[0]
    for i, j in itertools.product(range(6), range(5)):
        square = torch.zeros(24, 20, dtype=torch.bool)
        square[max(0, 4 * i - 3) : 4 * i + 7, max(0, 4 * j - 3) : 4 * j + 7] = True
        assert torch.equal(reached[i, j], square)


def test_features_move_with_the_image() -> None:
    torch.manual_seed(0)
    model, x = CNN().double(), randn(2, 1, 24, 20)
    moved = model.features(x.roll((4, 8), (2, 3)))
    torch.testing.assert_close(
        moved[:, :, 2:-1, 3:-1], model.features(x)[:, :, 1:-2, 1:-3], rtol=0, atol=1e-9
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_the_protocol_takes_it_above_the_floor(seed: int) -> None:
    torch.manual_seed(seed)
    model = CNN()
    (images, labels), (new, right) = digits()
    train(model, F.cross_entropy, images, labels, 200)
    with torch.no_grad():
        accuracy = evaluate(model(new), right)["accuracy"]
    assert accuracy > FLOOR + 0.04


def test_temperature_changes_confidence_and_not_accuracy() -> None:
    logits, labels = 3 * randn(50, 10), torch.arange(50) % 10
    rows = [evaluate(logits / t, labels) for t in (0.2, 1.0, 5.0)]
    assert len({row["accuracy"] for row in rows}) == 1
    confidence: list[float] = [row["confidence"] for row in rows]
    assert confidence == sorted(confidence, reverse=True)
