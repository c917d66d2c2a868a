"""Importance bounds that are known: right numbers, and wrong ones.

tests/assignments/pixelcnn/test_by_hand.py computes them again.
"""

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.text.i18n import said

# Log-weights (K, B), their bounds (B,), and what mistakes make of them.
EASY: list[tuple[list[list[float]], list[float], Mapping[str, Tensor]]] = [
    (
        [[0.0, -5.0], [math.log(3), -5.0]],
        [math.log(2), -5.0],
        {
            said(
                "log K is missing: it is the logarithm of a *mean* of K weights, not of their sum."
            ): torch.tensor([1.386294, -4.306853]),
            said("log K is added: dividing by K subtracts it."): torch.tensor(
                [2.079442, -3.613706]
            ),
            said("You divide by K outside the logarithm: the mean is inside."): torch.tensor(
                [0.6931472, -2.153426]
            ),
            said(
                "This is the mean of the log-weights, the ELBO: take the logarithm of the mean."
            ): torch.tensor([0.5493062, -5]),
            said("This is the largest log-weight: take the logarithm of the mean."): torch.tensor(
                [1.098612, -5]
            ),
            said(
                "This is the largest log-weight minus log K: take the logarithm of the mean."
            ): torch.tensor([0.4054651, -5.693147]),
            said(
                "The logarithm of the number of images is subtracted: log K belongs there."
            ): torch.tensor([0.6931472, -5]),
            said("The sign is wrong: this is a bound on log p(x), not on the NLL."): torch.tensor(
                [-0.6931472, 5]
            ),
            said("These are the mean weights: their logarithm is missing."): torch.tensor(
                [2, 0.006737947]
            ),
            said(
                "The mean runs over the wrong axis: the draws lie along dimension 0."
            ): torch.tensor([-0.6864318, 0.4077086]),
        },
    ),
    (
        [[-7.0, 2.0, 0.5]],
        [-7.0, 2.0, 0.5],
        {
            said(
                "log K is missing: it is the logarithm of a *mean* of K weights, not of their sum."
            ): torch.tensor([-7, 2, 0.5]),
            said("log K is added: dividing by K subtracts it."): torch.tensor([-7, 2, 0.5]),
            said("You divide by K outside the logarithm: the mean is inside."): torch.tensor(
                [-7, 2, 0.5]
            ),
            said(
                "This is the mean of the log-weights, the ELBO: take the logarithm of the mean."
            ): torch.tensor([-7, 2, 0.5]),
            said("This is the largest log-weight: take the logarithm of the mean."): torch.tensor(
                [-7, 2, 0.5]
            ),
            said(
                "This is the largest log-weight minus log K: take the logarithm of the mean."
            ): torch.tensor([-7, 2, 0.5]),
            said(
                "The logarithm of the number of images is subtracted: log K belongs there."
            ): torch.tensor([-8.098612, 0.9013877, -0.5986123]),
            said("The sign is wrong: this is a bound on log p(x), not on the NLL."): torch.tensor(
                [7, -2, -0.5]
            ),
            said("These are the mean weights: their logarithm is missing."): torch.tensor(
                [0.000911882, 7.389056, 1.648721]
            ),
        },
    ),
    (
        [[-3.0]] * 5,
        [-3.0],
        {
            said(
                "log K is missing: it is the logarithm of a *mean* of K weights, not of their sum."
            ): torch.tensor([-1.390562]),
            said("log K is added: dividing by K subtracts it."): torch.tensor([0.2188758]),
            said("You divide by K outside the logarithm: the mean is inside."): torch.tensor(
                [-0.2781124]
            ),
            said(
                "This is the mean of the log-weights, the ELBO: take the logarithm of the mean."
            ): torch.tensor([-3.0]),
            said("This is the largest log-weight: take the logarithm of the mean."): torch.tensor(
                [-3.0]
            ),
            said(
                "This is the largest log-weight minus log K: take the logarithm of the mean."
            ): torch.tensor([-4.609438]),
            said(
                "The logarithm of the number of images is subtracted: log K belongs there."
            ): torch.tensor([-1.390562]),
            said("The sign is wrong: this is a bound on log p(x), not on the NLL."): torch.tensor(
                [3.0]
            ),
            said("These are the mean weights: their logarithm is missing."): torch.tensor(
                [0.04978707]
            ),
        },
    ),
]

# Of the model of tightness.py: a log-weight is a number, plus numbers (2,) times the noise, plus
# the noise times numbers (2, 2) times the noise. Then log p(x).
POLYNOMIAL = (
    -6.60765224718002,
    torch.tensor([-2.28945407134338, -2.28945407395389], dtype=torch.float64),
    torch.tensor(
        [[-0.779999992529199, 9.86711529602973e-18], [9.86711529602973e-18, -0.779999992529199]],
        dtype=torch.float64,
    ),
)
EXACT = -5.50015950304771
# −L_K of its weights, for each K of tightness.py.
DUE = (
    8.13759731,
    6.75227057,
    6.08187207,
    5.7550014,
    5.62936532,
    5.56368533,
    5.53432543,
)
