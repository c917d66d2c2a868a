"""Hidden data of `neuron`: a right answer in float32 has to pass, whatever the secret."""

import pytest
import torch

from assignments.foundations.checks.for_neuron.cases import FIT_SIZES, drawn_fit, nearly_round
from autograder.checking.check import Context
from tests.conftest import ROOT


@pytest.mark.parametrize("seed", range(30))
def test_what_is_fitted_can_be_found_in_float32_by_the_normal_equations_too(seed: int) -> None:
    ctx = Context({}, ROOT, seed)
    for rows, inputs in FIT_SIZES:
        data = drawn_fit(ctx, rows, inputs, torch.float32)
        columns = torch.cat([data.x, torch.ones(rows, 1)], dim=1)
        found = torch.linalg.solve(columns.T @ columns, columns.T @ data.y).double()
        exact = torch.linalg.lstsq(columns.double(), data.y.double().unsqueeze(1)).solution[:, 0]
        assert float((found - exact).abs().max()) < 1e-5 * (1 + float(exact.abs().max()))


@pytest.mark.parametrize("seed", range(10))
def test_ten_power_iterations_are_too_few_and_a_hundred_are_enough(seed: int) -> None:
    data = nearly_round(Context({}, ROOT, seed), torch.float64)
    columns = torch.cat([data.x, torch.ones(4, 1).double()], dim=1)
    hessian = 2 / 4 * columns.T @ columns
    limits = []
    for steps in (10, 100):
        v = torch.ones(3).double()
        for _ in range(steps):
            v = hessian @ v / (hessian @ v).norm()
        limits.append(float(2 / (v @ hessian @ v)))
    assert abs(limits[0] - data.limit) > 1e-3
    assert abs(limits[1] - data.limit) < 1e-5
