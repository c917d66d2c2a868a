"""Small images and layers, worked out by hand: right numbers, and those of usual mistakes.

tests/assignments/foundations/test_by_hand.py computes the right ones again.
"""

import math

import torch

from autograder.checking.slips import Slips

NAN = math.nan  # what a mistake answers there depends on how else it is written

# 8 pixels, kernel 3, padding 1; 7 pixels, kernel 2, stride 2; 7 pixels, kernel 3, stride 2.
SIZES = torch.tensor([8.0, 3, 3]).double()
SIZE_SLIPS: Slips = {
    "Windows lie inside the padded input: a last one that leaves it does not count.": torch.tensor(
        [8.0, 4, 3]
    ).double(),
    "This is size / stride, as if windows might leave the image: they lie inside.": torch.tensor(
        [8.0, 4, 4]
    ).double(),
    "Padding is added at both ends.": torch.tensor([7.0, 3, 3]).double(),
    "The padding is missing: it is added at both ends.": torch.tensor([6.0, 3, 3]).double(),
    "Count the first window, too: divide by the stride what is left beyond it, then add "
    "one.": torch.tensor([8.0, 3, 2]).double(),
    "Count the first window, too: add one.": torch.tensor([7.0, 2, 2]).double(),
    "The kernel has no effect here: a window has to lie inside.": torch.tensor(
        [10.0, 3, 3]
    ).double(),
    "The stride has no effect here: the next window is `stride` pixels on.": torch.tensor(
        [8.0, 6, 5]
    ).double(),
}

X = torch.tensor([[[[1.0, 2, 3], [4, 5, 6]]]])
KERNEL, BIAS = torch.tensor([[[[1.0, 10]]]]), torch.tensor([100.0])
ANSWERS = torch.tensor([[[[121.0, 132], [154, 165]]]])
CORRELATE_SLIPS: Slips = {
    "Networks do not flip the kernel: this is right for the flipped one.": torch.tensor(
        [[[[112.0, 123], [145, 156]]]]
    ),
    "The bias is missing: it is added to every answer.": torch.tensor([[[[21.0, 32], [54, 65]]]]),
    "This is the mean of the products: their sum was asked for.": torch.tensor(
        [[[[110.5, 116], [127, 132.5]]]]
    ),
    "The bias is added once for each answer, not once for each product.": torch.tensor(
        [[[[221.0, 232], [254, 265]]]]
    ),
}

SLIDE = torch.tensor([[[[29.0, 15, 28, 184], [0, 100, 70, 38], [12, 12, 7, 2], [12, 12, 45, 6]]]])
LARGEST = torch.tensor([[[[100.0, 184], [12, 45]]]])
MEANS = torch.tensor([[[[36.0, 80], [12, 15]]]])
LARGEST_SLIPS: Slips = {
    "The largest of each window was asked for, not its mean.": MEANS,
    "The largest of each window was asked for, not the smallest.": torch.tensor(
        [[[[0.0, 28], [12, 2]]]]
    ),
}
MEAN_SLIPS: Slips = {
    "A mean: divide the sum by the number of pixels in the window.": 4 * MEANS,
    "A mean: divide the sum by size · size, not by size.": 2 * MEANS,
    "The mean of each window was asked for, not its largest.": LARGEST,
}

# The docstring's network goes on to ten classes.
SHAPE = (1, 8, 8)
LAYERS = [
    *(("conv", 16, 3, 1, 1, 1), ("relu",), ("pool", 2, 2)),
    *(("conv", 32, 3, 1, 1, 1), ("relu",), ("pool", 2, 2)),
    *(("flatten",), ("linear", 10)),
]
SHAPES = (
    *((16, 8, 8), (16, 8, 8), (16, 4, 4)),
    *((32, 4, 4), (32, 4, 4), (32, 2, 2), (128,), (10,)),
)
PARAMETERS = torch.tensor([160.0, 0, 0, 4640, 0, 0, 0, 1290]).double()
PARAMETER_SLIPS: Slips = {
    "Biases are missing: a kernel has k·k·C_in weights and a bias.": torch.tensor(
        [144.0, 0, 0, 4608, 0, 0, 0, 1280]
    ).double(),
    "The input channels are missing: a kernel has k·k·C_in weights and a bias.": torch.tensor(
        [160.0, 0, 0, 320, 0, 0, 0, 1290]
    ).double(),
    "A kernel has two sides: it has k·k·C_in weights and a bias.": torch.tensor(
        [64.0, 0, 0, 1568, 0, 0, 0, 1290]
    ).double(),
    "There is one bias for each output channel: a kernel has k·k·C_in weights and a "
    "bias.": torch.tensor([145.0, 0, 0, 4609, 0, 0, 0, NAN]).double(),
    "These are running totals: the parameters of each layer by itself were asked "
    "for.": PARAMETERS.cumsum(0),
    "A fully connected layer has a weight for each of its inputs, for every output, and a "
    "bias.": lambda got: torch.cat([PARAMETERS[:-1], got[-1:]]),
}
FIELDS = torch.tensor([3.0, 3, 4, 8, 8, 10, 0, 0]).double()
FIELD_SLIPS: Slips = {
    "Strides before a layer widen its field: after a pooling by 2 the taps of a kernel lie "
    "two pixels apart.": torch.tensor([3.0, 3, 4, 6, 6, 7, 0, 0]).double(),
    "Strides before a layer widen its field, its own does not.": torch.tensor(
        [3.0, 3, 5, 9, 9, 13, 0, 0]
    ).double(),
    "Pooling widens the field, too: by size − 1 distances.": torch.tensor(
        [3.0, 3, 3, 7, 7, 7, 0, 0]
    ).double(),
    "The side of the square was asked for, not how many pixels it has.": FIELDS**2,
    "Padding does not narrow a field: it is counted as if there were no borders.": torch.tensor(
        [2.0, 2, 3, 5, 5, 7, 0, 0]
    ).double(),
    "From flatten on the field is 0: there is no image any more.": lambda got: torch.cat(
        [FIELDS[:-2], got[-2:]]
    ),
    "Before the first layer an output sees one pixel: the field begins at 1.": torch.tensor(
        [2.0, 2, 3, 7, 7, 9, NAN, NAN]
    ).double(),
}

# Of a pixel that moves to the right: layers that look at the pixel to the left, and at all of
# them. Of an image that moves down by two and right by one: columns times their numbers.
SPOT = torch.tensor([[[[1.0, 0, 0, 0]]]])
IMAGE = torch.tensor([[[[3.0, 1, 0, 2], [0, 2, 5, 1], [1, 0, 2, 4]]]])
RAMP = torch.tensor([0.0, 1, 2, 3])
GAPS = torch.tensor([0.0, 1, 12]).double()
GAP_SLIPS: Slips = {
    "Move the output, too: you test invariance, not equivariance.": torch.tensor(
        [1.0, 1, 12]
    ).double(),
    "The output moves the same way as the image, down and right.": torch.tensor(
        [1.0, 1, 15]
    ).double(),
    "The largest difference was asked for, not the mean.": torch.tensor(
        [0, 0.25, 35 / 12]
    ).double(),
    "Take absolute values before the largest: differences may be negative.": torch.tensor(
        [0.0, 0, 5]
    ).double(),
    "down moves rows, dimension 2; right moves columns, dimension 3.": torch.tensor(
        [0.0, 0, 10]
    ).double(),
    "Images move circularly: what leaves at one side comes in at the other.": torch.tensor(
        [0.0, 0, 3]
    ).double(),
    "The difference itself was asked for, not its share of the answers.": torch.tensor(
        [0.0, 1, 1]
    ).double(),
    "The difference itself was asked for, not its square.": torch.tensor([0.0, 1, 144]).double(),
    "The largest difference was asked for, not the sum of all.": torch.tensor(
        [0.0, 1, 35]
    ).double(),
    "The largest difference was asked for, not the root of the sum of squares.": torch.tensor(
        [0, 1, 233**0.5]
    ).double(),
}
