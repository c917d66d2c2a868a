"""`density/compare` against enumeration and models that the tests play."""

import math

import pytest
import torch
from torch import Tensor, nn

from solutions.density.compare import choose, mixture_log_prob, report
from tests.assignments.density.facts import DTYPES, all_rows, randn, seeded


@DTYPES
def test_a_mixture_is_a_weighted_sum_of_products(dtype: torch.dtype) -> None:
    weight_logits, logits = randn(3, dtype=dtype), 2 * randn(3, 5, seed=1, dtype=dtype)
    x = all_rows(5, dtype)
    log_probs = mixture_log_prob(x, weight_logits, logits)
    assert log_probs.dtype == dtype and log_probs.shape == (32,)
    weights, ones = weight_logits.softmax(0), logits.sigmoid()
    for row, found in zip(x, log_probs, strict=True):
        products = [
            w * math.prod((p if bit else 1 - p).item() for p, bit in zip(coins, row, strict=True))
            for w, coins in zip(weights.tolist(), ones, strict=True)
        ]
        assert found.exp().item() == pytest.approx(sum(products), rel=1e-4)
    assert log_probs.exp().sum().item() == pytest.approx(1, abs=1e-5)
    torch.testing.assert_close(mixture_log_prob(x[4:5], weight_logits, logits), log_probs[4:5])


def test_a_mixture_of_sure_coins() -> None:
    sure = torch.tensor([[1e4, 1e4], [-1e4, -1e4]])
    x = torch.tensor([[1.0, 1], [1, 0], [0, 0]])
    far = mixture_log_prob(x, torch.tensor([math.log(3), 0.0]), sure)
    assert far.tolist() == pytest.approx([math.log(0.75), -1e4, math.log(0.25)], abs=0.01)
    one = mixture_log_prob(x, torch.tensor([-1e4]), torch.zeros(1, 2))
    assert one.tolist() == pytest.approx([-2 * math.log(2)] * 3)


class Played(nn.Module):
    """Charges a number of its own for each row and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Tensor] = []

    def log_prob(self, x: Tensor) -> Tensor:
        self.asked.append(x.clone())
        return -(x * torch.arange(1, x.shape[1] + 1).to(x)).sum(1) - 1


@pytest.mark.parametrize("batch_size", [1, 3, 256])
def test_a_report_asks_every_row_once(batch_size: int) -> None:
    train = (torch.rand(7, 5, generator=seeded(1)) < 0.5).float()
    test = (torch.rand(4, 5, generator=seeded(2)) < 0.5).float()
    model = Played()
    told = report(model, train, test, batch_size)
    assert max(len(part) for part in model.asked) <= batch_size
    assert torch.equal(torch.cat(model.asked), torch.cat([train, test]))
    of_train, of_test = (-Played().log_prob(rows).mean().item() for rows in (train, test))
    assert all(type(value) is float for value in told.values())
    assert told == pytest.approx(
        {
            "train_nats": of_train,
            "test_nats": of_test,
            "bits_per_dim": of_test / 5 / math.log(2),
            "gap_nats": of_test - of_train,
        }
    )


def test_the_choice_is_by_validation() -> None:
    figures = {"a": (15.0, 21.0, 20.1), "b": (18.0, 20.0, 20.5), "c": (19.0, 22.0, 19.0)}
    names = ("train_nats", "valid_nats", "test_nats")
    rows = {key: dict(zip(names, row, strict=True)) for key, row in figures.items()}
    assert choose(rows) == ("b", 20.5)
    assert choose({"a": rows["a"]}) == ("a", 20.1)
    with pytest.raises(ValueError, match="no rows"):
        choose({})
