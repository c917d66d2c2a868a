"""What images cost that can be worked out by hand, and what the usual slips answer.

tests/assignments/pixelcnn/test_by_hand.py computes the numbers again.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

from autograder.text.i18n import listed, said

from .scaled import TURNED, softmax_over

BERNOULLI: Mapping[str, Tensor] = {
    said("Only one channel is counted: sum over the channels, too."): torch.tensor(
        [2.942488, 6.238325]
    ),
    said("You take the mean over the channels: their costs add up."): torch.tensor(
        [2.942488, 6.238325]
    ),
    said("0 and 1 are swapped: the logit is that of P(x = 1)."): torch.tensor([6.238325, 2.942488]),
    said("The sigmoid is taken twice: these functions start from logits."): torch.tensor(
        [3.521912, 5.271912]
    ),
    said(
        "Only the pixels that are 1 are counted: those that are 0 cost -log(1 - p)."
    ): torch.tensor([1.961658, 2.079442]),
}
# The same for each image, by the number of values.
VALUES = (2, 4, 256)
CATEGORICAL: Mapping[str, tuple[float, float, float]] = {
    said("Only one channel is counted: sum over the channels, too."): (
        1.386294,
        2.772589,
        11.09035,
    ),
    said("You take the mean over the channels: their costs add up."): (
        1.386294,
        2.772589,
        11.09035,
    ),
    softmax_over(said("images of the batch")): (4.158883, 4.158883, 4.158883),
    softmax_over(said("channels")): (6.591674, 6.591674, 6.591674),
    softmax_over(said("rows")): (4.158883, 4.158883, 4.158883),
    softmax_over(said("columns")): (-0, -0, -0),
    said("The order of the values is reversed: x is an index along dimension 1."): (
        4.158883,
        8.317766,
        33.27106,
    ),
    said(
        "The numbers are mixed up: `reshape` keeps their order, so it cannot move the values last. "
        "Use `movedim` or `permute` first."
    ): (4.158883, 8.317766, 33.27106),
    said("The softmax is taken twice: start from the logits."): (4.158883, 8.317766, 33.27106),
    said("The logits are not normalised: subtract the logsumexp over the values."): (-9, -9, -9),
}
# By the number of dimensions, for 8 bits of each dimension, none, and one.
DIMS = (1, 64, 3072)
BITS: Mapping[str, Tensor] = {
    said("These are still nats: one bit is log 2 nats, so divide by log 2."): torch.tensor(
        [[5.545177, 0, 0.6931472], [5.545177, 0, 0.6931472], [5.545177, 0, 0.6931472]]
    ),
    said("These are bits per image: divide by the number of dimensions."): torch.tensor(
        [[8.0, 0, 1], [512, 0, 64], [24576, 0, 3072]]
    ),
    said("You multiply by log 2: a nat is more than a bit, so divide."): torch.tensor(
        [[3.843624, 0, 0.480453], [3.843624, 0, 0.480453], [3.843624, 0, 0.480453]]
    ),
    said("You multiply by the number of dimensions: divide."): torch.tensor(
        [[8, 0, 1], [32768, 0, 4096], [7.549747e07, 0, 9437184]]
    ),
    said("Divide by the number of dimensions once, not twice."): torch.tensor(
        [[8, 0, 1], [0.125, 0, 0.015625], [0.002604167, 0, 0.0003255208]]
    ),
    said("You divide by log 2 twice: once turns nats into bits."): torch.tensor(
        [[11.54156, 0, 1.442695], [11.54156, 0, 1.442695], [11.54156, 0, 1.442695]]
    ),
    said("You divide by log 10: a bit is log 2 nats."): torch.tensor(
        [[2.40824, 0, 0.30103], [2.40824, 0, 0.30103], [2.40824, 0, 0.30103]]
    ),
}
FVSBN: Mapping[str, Tensor] = {
    said(
        "The diagonal is used: a dimension would see itself, and predict it perfectly."
    ): torch.tensor([0.8630462, 4.382027, 2.772589]),
    said(
        "The whole weight is used: only what lies strictly below its diagonal counts."
    ): torch.tensor([0.8630462, 4.382027, 2.772589]),
    said("The weights above the diagonal are used: dimension i may see only j < i."): torch.tensor(
        [1.673976, 2.772589, 2.772589]
    ),
    TURNED: torch.tensor([1.673976, 2.772589, 2.772589]),
    listed([TURNED, said("Nor is it cut.")]): torch.tensor([1.491655, 6.327937, 2.772589]),
    said(
        "The weight is cut and then transposed: dimension i would see only later ones."
    ): torch.tensor([1.491655, 6.327937, 2.772589]),
    said("The weights are ignored: the dimensions are not independent."): torch.tensor(
        [1.673976, 2.772589, 2.772589]
    ),
    said("Only the dimension just before is seen: all earlier ones are."): torch.tensor(
        [0.6807246, 4.382027, 2.772589]
    ),
    said("The bias is missing."): torch.tensor([1.268511, 3.688879, 2.079442]),
    said(
        "The first dimension is not counted: it costs -log P(x_1), from its bias alone."
    ): torch.tensor([0.5753641, 2.995732, 1.386294]),
    said(
        "The probabilities of the earlier dimensions are fed in: feed in their values x_j."
    ): torch.tensor([1.053515, 2.855407, 2.976087]),
}

# A network of eight dimensions whose weight is not cut.
WEIGHT = torch.tensor(
    [
        [-1.2, 1.4, 2.1, -0.4, 0.4, 1.1, 2.1, 0.1],
        [-0.6, 1.3, -1.2, -0.8, 1.1, 0.9, 0, -0.1],
        [0.4, 0.7, -0.8, -0.6, -0.4, -1.1, 0.4, -0.6],
        [-1.8, 0.4, 0.8, 0.1, -0.5, 0.4, 0.2, 1.2],
        [0, 0.3, -0.6, 0.9, -0.1, 1.7, -0.2, 0.1],
        [-0.1, -1, -0.6, 2.3, -1.1, -0.4, 0, -1],
        [-0.5, -1.4, 1, 1.3, -1.1, 1.5, 1, -0.1],
        [0.2, 0.6, 0.7, 1.9, 1.4, 2.2, 0.2, 1.2],
    ],
    dtype=torch.float64,
)
BIAS = torch.tensor([1.3, 4.2, -0.8, -1.4, -0.2, -0.7, -0.5, -0.2], dtype=torch.float64)
# Rows of all 256 that tell mistakes apart, and what these answer there.
TELLING = [0, 1, 38, 77, 122, 154, 181, 219, 255]
MISUSED: Mapping[str, Tensor] = {
    said(
        "The diagonal is used: a dimension would see itself, and predict it perfectly."
    ): torch.tensor(
        [8.420951, 8.136074, 13.21832, 6.64276, 9.536685, 13.40683, 12.21016, 6.518118, 6.244819]
    ),
    said(
        "The whole weight is used: only what lies strictly below its diagonal counts."
    ): torch.tensor(
        [8.420951, 8.118343, 19.58321, 9.720832, 15.62153, 13.32513, 12.94934, 4.425622, 6.980313]
    ),
    said("The weights above the diagonal are used: dimension i may see only j < i."): torch.tensor(
        [8.420951, 8.60322, 16.81032, 8.210949, 13.31385, 9.520497, 11.69299, 3.978395, 7.829031]
    ),
    TURNED: torch.tensor(
        [8.420951, 8.620951, 10.32817, 4.134913, 10.29704, 14.34317, 13.10925, 7.961832, 5.902026]
    ),
    listed([TURNED, said("Nor is it cut.")]): torch.tensor(
        [8.420951, 12.1604, 8.856168, 5.687042, 8.449174, 17.44401, 11.72937, 12.56179, 4.325964]
    ),
    said(
        "The weight is cut and then transposed: dimension i would see only later ones."
    ): torch.tensor(
        [8.420951, 12.64527, 9.214476, 7.351273, 5.446608, 10.41145, 8.6023, 8.434711, 4.904595]
    ),
    said("The weights are ignored: the dimensions are not independent."): torch.tensor(
        [8.420951, 8.620951, 10.42095, 5.320952, 7.120952, 9.220951, 10.22095, 5.220952, 6.720952]
    ),
    said("Only the dimension just before is seen: all earlier ones are."): torch.tensor(
        [8.420951, 8.620951, 10.07221, 7.283224, 5.561165, 8.082871, 10.39433, 4.756167, 5.412423]
    ),
    said("The bias is missing."): torch.tensor(
        [5.545177, 5.545177, 7.948472, 6.500516, 8.609601, 10.3039, 7.338103, 7.62733, 4.83887]
    ),
    said(
        "The first dimension is not counted: it costs -log P(x_1), from its bias alone."
    ): torch.tensor(
        [6.879943, 7.079943, 10.81607, 4.695535, 8.070958, 13.39698, 10.97959, 6.812615, 5.239805]
    ),
    said(
        "The probabilities of the earlier dimensions are fed in: feed in their values x_j."
    ): torch.tensor(
        [9.236082, 7.201745, 13.29433, 5.922758, 9.356493, 11.9829, 10.00992, 6.220064, 8.3438]
    ),
}
