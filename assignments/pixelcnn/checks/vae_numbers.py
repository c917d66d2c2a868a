"""KL divergences and draws that can be worked out by hand: right numbers, and wrong ones.

tests/assignments/pixelcnn/test_by_hand.py computes them again.
"""

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.text.i18n import listed, said

LOG_STD = said("log_var is the logarithm of the variance, not of the standard deviation.")
_FOUR = math.log(4)

MEAN = torch.tensor([[0.0, 0], [1, 0], [0, 0], [1, 2], [2, 1]])
LOG_VAR = torch.tensor([[0.0, 0], [0, 0], [0, _FOUR], [_FOUR, -_FOUR], [_FOUR, _FOUR]])
DIVERGENCE = torch.tensor([0, 0.5, 0.8068528, 3.625, 4.113706])
KL_SLIPS: Mapping[str, Tensor] = {
    said("The KL divergence lacks the half, its factor 1/2."): torch.tensor(
        [0, 1, 1.613706, 7.25, 8.227411]
    ),
    said("The sign is wrong: a KL divergence is never negative."): torch.tensor(
        [-0, -0.5, -0.8068528, -3.625, -4.113706]
    ),
    said("This is the mean over the dimensions of z: their KL divergences add up."): torch.tensor(
        [0, 0.25, 0.4034264, 1.8125, 2.056853]
    ),
    said("The images of the batch are added up: each has its own."): torch.tensor(
        [9.045558, 9.045558, 9.045558, 9.045558, 9.045558]
    ),
    said("You divide by the number of images: each has its own."): torch.tensor(
        [0, 0.1, 0.1613706, 0.725, 0.8227411]
    ),
    said(
        "You divide by all numbers of the batch: images have their own, and dimensions add up."
    ): torch.tensor([0, 0.05, 0.08068528, 0.3625, 0.4113706]),
    said("These are bits: take natural logarithms."): torch.tensor(
        [0, 0.7213475, 1.164043, 5.22977, 5.934823]
    ),
    LOG_STD: torch.tensor([0, 0.5, 6.113706, 9.53125, 14.72741]),
    listed([LOG_STD, said("In one term it is taken for that: in the logarithm.")]): torch.tensor(
        [0, 0.5, 0.1137056, 3.625, 2.727411]
    ),
    listed([LOG_STD, said("In one term it is taken for that: in the variance.")]): torch.tensor(
        [0, 0.5, 6.806853, 9.53125, 16.11371]
    ),
    said("log_var is a logarithm: the variance is its exponential."): torch.tensor(
        [torch.nan, torch.nan, torch.nan, torch.nan, 2.55966]
    ),
    said(
        "log_var is the logarithm of the variance, and not the standard deviation itself."
    ): torch.tensor([torch.nan, torch.nan, torch.nan, 2.768544, 2.768544]),
    said("The divergence is taken in the other direction: it is KL(q ‖ N(0, I))."): torch.tensor(
        [0, 0.5, 0.3181472, 9.25, 1.261294]
    ),
    said("The 1 is missing that makes the KL zero for N(0, I)."): torch.tensor(
        [1, 1.5, 1.806853, 4.625, 5.113706]
    ),
    said("The sign of log_var is wrong inside the KL."): torch.tensor(
        [0, 0.5, 2.193147, 3.625, 6.886294]
    ),
    said("The mean enters squared."): torch.tensor([0, 0.5, 0.8068528, 2.625, 3.113706]),
    said("The mean is left out: codes away from 0 cost, too."): torch.tensor(
        [0, 0, 0.8068528, 1.125, 1.613706]
    ),
}

CODE = torch.tensor([[1.0, 1.0, -1.0]] * 2), torch.tensor([[0.0, _FOUR, -_FOUR]] * 2)
NOISE = torch.tensor([[1.0, 1.0, 1.0], [-2.0, -2.0, 0.0]])
DRAW_SLIPS: Mapping[str, Tensor] = {
    said("The noise is scaled by the variance, not by the standard deviation."): torch.tensor(
        [[2, 5, -0.75], [-1, -7, -1]]
    ),
    said("log_var itself scales the noise: it is not the standard deviation."): torch.tensor(
        [[1, 2.386294, -2.386294], [1, -1.772589, -1]]
    ),
    said("Half of log_var scales the noise: take its exponential."): torch.tensor(
        [[1, 1.693147, -1.693147], [1, -0.3862944, -1]]
    ),
    said("The noise is not scaled: it has standard deviation 1, the draw has not."): torch.tensor(
        [[2.0, 2, 0], [-1, -1, -1]]
    ),
    said("The noise is ignored: this is the mean, not a draw."): torch.tensor(
        [[1.0, 1, -1], [1, 1, -1]]
    ),
    said("The noise is scaled by the inverse of the standard deviation."): torch.tensor(
        [[2, 1.5, 1], [-1, 1.904654e-09, -1]]
    ),
    said("The root of log_var scales the noise: take the exponential first."): torch.tensor(
        [[1, 2.17741, torch.nan], [1, -1.35482, torch.nan]]
    ),
    said("The mean is missing."): torch.tensor([[1, 2, 0.5], [-2, -4, 0]]),
    said("The exponent has factor 2 instead of 1/2."): torch.tensor(
        [[2, 17, -0.9375], [-1, -31, -1]]
    ),
    said("The noise is subtracted: z moves with the noise."): torch.tensor(
        [[0, -1, -1.5], [3, 5, -1]]
    ),
}
