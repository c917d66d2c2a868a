"""The numbers that visible checks hold in place of formulas are those of the hidden formulas."""

import torch

from assignments.pixelcnn.checks import costs
from assignments.pixelcnn.checks.answers import all_images
from assignments.pixelcnn.checks.likelihood_examples import (
    Example,
    bernoulli_examples,
    categorical_examples,
    fvsbn_example,
    misused,
)
from assignments.pixelcnn.checks.likelihood_numbers import BIAS, BITS, DIMS, TELLING, WEIGHT
from tests.support.numbers import same, same_table


def same_example(one: Example, cost: torch.Tensor, slips: dict[str, torch.Tensor]) -> None:
    want = cost.flatten(1).sum(1)
    same(one.want, want)
    same(one.asked.cost.flatten(1), cost.flatten(1))
    same_table(one.slips, want, want, slips)


def test_costs_of_images() -> None:
    for one in bernoulli_examples():
        given = one.asked.args[0], one.asked.args[1]
        same_example(one, costs.bernoulli_cost(*given), costs.bernoulli_mistakes(*given))
    for one in categorical_examples():
        given = one.asked.args[0], one.asked.args[1]
        same_example(one, costs.categorical_cost(*given), costs.categorical_mistakes(*given))


def test_bits() -> None:
    for place, dims in enumerate(DIMS):
        nll = dims * torch.tensor([8.0, 0.0, 1.0]).double() * torch.tensor(2.0).double().log()
        held = {text: each[place] for text, each in BITS.items()}
        same_table(held, nll, nll, costs.bits_mistakes(nll, dims))


def test_costs_of_a_network() -> None:
    one = fvsbn_example()
    x, weight, bias = one.asked.args
    want = costs.fvsbn_cost(x, weight.tril(-1), bias)
    same_example(one, want, costs.fvsbn_slips(want.sum(1), x, weight, bias))


def test_misuses_of_a_weight() -> None:
    x = all_images(2, (8,)).double()
    held, found = misused(len(x)), costs.fvsbn_mistakes(x, WEIGHT, BIAS)
    assert list(held) == list(found)
    for text, want in found.items():
        same(held[text][TELLING], want[TELLING])
        assert held[text].isnan().sum() == len(x) - len(TELLING)
