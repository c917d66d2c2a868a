"""The gradient of the FVSBN of `by_hand` for five rows, and what the usual mistakes make of it.

Three rows of `weight`, then `bias`. tests/assignments/density/test_by_hand.py computes them again.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.text.i18n import said

ROWS = torch.tensor([[1.0, 1, 0], [0, 1, 1], [0, 0, 0], [1, 0, 1], [1, 1, 1]])
GRADIENT = torch.tensor(
    [[0, 0, 0], [-0.05, 0, 0], [-0.09285714, -1.487557e-09, 0], [-0.15, -0.05, -0.1728571]]
)
SLIPS: Mapping[str, Tensor] = {
    said("The sign is turned round."): torch.tensor(
        [[-0, -0, -0], [0.05, -0, -0], [0.09285714, 1.487557e-09, -0], [0.15, 0.05, 0.1728571]]
    ),
    said("That is the gradient of the sum; the mean was asked."): torch.tensor(
        [[0, 0, 0], [-0.25, 0, 0], [-0.4642857, -7.437783e-09, 0], [-0.75, -0.25, -0.8642857]]
    ),
    said("For `weight`, that is the gradient of the sum; the mean was asked."): torch.tensor(
        [[0, 0, 0], [-0.25, 0, 0], [-0.4642857, -7.437783e-09, 0], [-0.15, -0.05, -0.1728571]]
    ),
    said("For `bias`, that is the gradient of the sum; the mean was asked."): torch.tensor(
        [[0, 0, 0], [-0.05, 0, 0], [-0.09285714, -1.487557e-09, 0], [-0.75, -0.25, -0.8642857]]
    ),
    said("This is divided by the number of dimensions."): torch.tensor(
        [
            [0, 0, 0],
            [-0.01666667, 0, 0],
            [-0.03095238, -4.958522e-10, 0],
            [-0.05, -0.01666667, -0.05761905],
        ]
    ),
    said("The gradient of `weight` is divided by the number of dimensions."): torch.tensor(
        [
            [0, 0, 0],
            [-0.01666667, 0, 0],
            [-0.03095238, -4.958522e-10, 0],
            [-0.15, -0.05, -0.1728571],
        ]
    ),
    said("It must be zero on and above the diagonal."): torch.tensor(
        [
            [0.15, -0.05, -0.05],
            [-0.05, 0.2, -1.487557e-09],
            [-0.09285714, -1.487557e-09, 0.1571429],
            [-0.15, -0.05, -0.1728571],
        ]
    ),
    said("It must be zero on the diagonal, too."): torch.tensor(
        [
            [0.15, 0, 0],
            [-0.05, 0.2, 0],
            [-0.09285714, -1.487557e-09, 0.1571429],
            [-0.15, -0.05, -0.1728571],
        ]
    ),
    said("The gradient of `weight` is transposed."): torch.tensor(
        [[0, 0, 0], [-0.05, 0, 0], [-0.05, -1.487557e-09, 0], [-0.15, -0.05, -0.1728571]]
    ),
    said("The gradient of `weight` is transposed after it is cut."): torch.tensor(
        [[0, -0.05, -0.09285714], [0, 0, -1.487557e-09], [0, 0, 0], [-0.15, -0.05, -0.1728571]]
    ),
    said("In the logits only j < i counts."): torch.tensor(
        [
            [0, 0, 0],
            [-0.1999835, 0, 0],
            [-0.1499909, -0.1499671, 0],
            [-0.35, -0.2999835, -0.3299662],
        ]
    ),
    said("The surprise is x − p, p the sigmoid of the logit."): torch.tensor(
        [
            [0, 0, 0],
            [-0.2591674, 0, 0],
            [-0.6986123, -0.03944492, 0],
            [-0.4986123, -0.05916739, -0.9380572],
        ]
    ),
    said("The surprise is x − p, p the sigmoid of the logit, not rounded."): torch.tensor(
        [[0, 0, 0], [-0.2, 0, 0], [-0.2, 0, 0], [-0.4, 0, -0.2]]
    ),
    said("There is no factor p (1 - p) here."): torch.tensor(
        [
            [0, 0, 0],
            [-0.009375, 0, 0],
            [-0.01850401, 0.00625, 0],
            [-0.028125, -0.009375, -0.009704008],
        ]
    ),
    said("It is x_j that the surprise is multiplied by, and not p_j."): torch.tensor(
        [[0, 0, 0], [-0.0375, 0, 0], [-0.1296429, -0.1096429, 0], [-0.15, -0.05, -0.1728571]]
    ),
}
