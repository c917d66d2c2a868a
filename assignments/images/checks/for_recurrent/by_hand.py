"""What students see asked of `recurrent`: numbered pixels, small LSTMs, and usual mistakes."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.slips import SlipAnswers, Slips
from autograder.text.i18n import said

WIDTH = said("The width is W + H − 1; B, C and H are kept.")
BACK = said("The width is W' − H + 1 where y has W' columns: the image need not be a square.")
DTYPE = said("The dtype is that of the argument.")
TRIANGLES = said("What stands in the triangles must not matter: NaN times 0 is NaN.")

NUMBERED = torch.tensor([[[[1, 2, 3], [4, 5, 6]]]])
SKEWED = torch.tensor([[[[1, 2, 3, 0], [0, 4, 5, 6]]]])
SKEW_SLIPS: Slips = {
    "Row i moves i places to the right: this moves to the left.": (
        torch.tensor([[[[0, 1, 2, 3], [4, 5, 6, 0]]]])
    ),
    "Row i moves i places to the right: no row is moved here.": (
        torch.tensor([[[[1, 2, 3, 0], [4, 5, 6, 0]]]])
    ),
    "Row i moves i places to the right: every row moves one too far.": (
        torch.tensor([[[[0, 1, 2, 3], [0, 0, 4, 5]]]])
    ),
    "Zeros stand elsewhere: pixels wrap round.": torch.tensor([[[[1, 2, 3, 0], [6, 4, 5, 0]]]]),
    "Zeros stand elsewhere: pixels at the border are repeated.": (
        torch.tensor([[[[1, 2, 3, 3], [4, 4, 5, 6]]]])
    ),
}
ELSEWHERE = said("Zeros stand elsewhere: where no pixel is moved to.")
FILLED = torch.tensor([[[[1, 2, 3, 4, 99, 99], [99, 5, 6, 7, 8, 99], [0, 99, 9, 10, 11, 12]]]])
PUT_BACK = torch.tensor([[[[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]]])
UNSKEW_SLIPS: Slips = {
    "Row i starts at column i.": torch.tensor([[[[1, 2, 3, 4], [99, 5, 6, 7], [0, 99, 9, 10]]]]),
    "What stands in the triangles must not matter, zero or not.": (
        torch.tensor([[[[1, 2, 3, 4], [99, 5, 6, 7], [99, 9, 10, 11]]]])
    ),
    "Row i starts at column i: this starts from the right.": (
        torch.tensor([[[[3, 4, 99, 99], [5, 6, 7, 8], [0, 99, 9, 10]]]])
    ),
}


def not_zero(want: Tensor, got: Tensor) -> str:
    """Return a sentence where numbered pixels, from 1 on, stand outside the image."""
    return ELSEWHERE if got[want == 0].any() else ""


# Gates o, f, i, g of two rows of two pixels.
GATES = torch.tensor(
    [
        [
            [[0.5, -0.5], [1.0, 0.0]],
            [[1.0, 2.0], [-1.0, 0.5]],
            [[2.0, -1.0], [0.0, 1.5]],
            [[1.0, 1.5], [-2.0, 0.75]],
        ]
    ]
)
TAPS = torch.tensor([[[1.0, -2.0]]]).expand(4, 1, 2)
# Direction 0 and direction 1 on two rows of three pixels.
LEFT_GATES = [
    [[0.5, -1.0, 1.5], [1.0, 2.0, -0.5]],
    [[1.0, 0.0, -1.0], [2.0, 0.5, 1.0]],
    [[2.0, -0.5, 1.0], [0.0, 1.5, 0.5]],
    [[1.0, 1.5, -2.0], [-1.5, 0.5, 2.0]],
]
RIGHT_GATES = [
    [[1.0, 0.5, 2.0], [-1.0, 0.5, 1.5]],
    [[-0.5, 1.0, 2.0], [0.5, -1.0, 1.0]],
    [[1.5, 2.0, -1.0], [0.5, 1.0, -0.5]],
    [[-1.5, 2.0, 1.0], [1.0, -0.5, 1.5]],
]
BOTH_GATES = torch.tensor([[LEFT_GATES], [RIGHT_GATES]])
BOTH_TAPS = torch.stack([TAPS, torch.tensor([[[-1.0, 0.5]]]).expand(4, 1, 2)])


def states(*rows: list[float]) -> Tensor:
    """Return h (1, 1, H, W) that is written row by row."""
    return torch.tensor([[list(rows)]])


ROW_SLIPS: Slips = {
    "Gates stand in the order o, f, i, g: these are i, f, g, o.": (
        states([0.39265, -0.22881], [0.01907, 0.18132])
    ),
    "Gates stand in the order o, f, i, g: these are i, f, o, g.": (
        states([0.38885, 0.08849], [-0.26034, 0.39701])
    ),
    "The state c is forgotten: c = s(f) c_prev + s(i) tanh(g).": (
        states([0.36446, 0.09013], [-0.32741, 0.23857])
    ),
    "c_prev is that of the pixel above: here it is the left one's.": states(
        [0.36446, 0.25777], [-0.32741, 0.1079]
    ),
    "h is s(o) tanh(c): there is no tanh.": states([0.41755, 0.09191], [-0.22049, 0.3354]),
    "g goes through tanh, not a sigmoid.": states([0.35328, 0.0817], [0.16716, 0.29968]),
    "No bias is added to the forget gate.": states([0.36446, 0.09013], [-0.10642, 0.30793]),
    "The row above feeds a row: this goes up from the last one.": (
        states([0.19177, 0.22837], [-0.32741, 0.23857])
    ),
}
DIAGONAL_SLIPS: Slips = {
    "Gates stand in the order o, f, i, g: these are i, f, g, o.": (
        states([0.39265, 0.16945], [0.04853, 0.40487])
    ),
    "Gates stand in the order o, f, i, g: these are i, f, o, g.": (
        states([0.38885, 0.06693], [-0.37463, 0.04792])
    ),
    "The state c is forgotten: c = s(f) c_prev + s(i) tanh(g).": (
        states([0.36446, 0.02202], [-0.39683, 0.47328])
    ),
    "h is s(o) tanh(c): there is no tanh.": states([0.41755, 0.12319], [-0.44599, 0.30705]),
    "g goes through tanh, not a sigmoid.": states([0.35328, 0.12549], [0.07519, 0.26757]),
    "Only inputs count: the weight has no effect.": states([0.36446, 0.25777], [-0.32741, 0.1079]),
    "c_prev is the left neighbour's: here it is the upper one's.": states(
        [0.36446, 0.02202], [-0.24268, 0.42176]
    ),
    "weight[:, :, 0] is of the upper neighbour, [:, :, 1] of the left one.": (
        states([0.36446, 0.34342], [-0.17697, -0.06035])
    ),
    "This is the upper left neighbour: skewed, the upper one is one column back, one row up.": (
        states([0.36446, 0.12499], [-0.32741, 0.32659])
    ),
    "No bias is added to the forget gate.": states([0.36446, 0.13762], [-0.39683, 0.24439]),
    "c_prev is the left neighbour's alone: the upper one's is added here.": (
        states([0.36446, 0.12499], [-0.24268, 0.4969])
    ),
    "The upper neighbour is in the row above: this is one row below, in the skewed image.": (
        states([0.36446, 0.34342], [-0.32741, 0.01801])
    ),
    "The upper neighbour has no effect: both feed the gates.": (
        states([0.36446, 0.12499], [-0.32741, 0.26552])
    ),
    "The left neighbour has no effect: both feed the gates.": (
        states([0.36446, 0.25777], [-0.39683, 0.15392])
    ),
    "Outside the image h is 0: a row does not go on from the last one's end.": (
        states([0.36446, 0.12499], [-0.35079, 0.28629])
    ),
}
LEFT = states([0.36446, 0.05268, -0.4294], [-0.35524, 0.35554, 0.06516])
RIGHT = states([-0.2112, 0.49412, 0.17793], [0.07439, -0.20164, 0.22423])
DOWN = states([0.0, 0.0, 0.0], [-0.2112, 0.49412, 0.17793])


def both_slips() -> SlipAnswers:
    """Return what mistakes make of both directions."""
    return {**_added_slips(), **_mirrored_slips()}


def _added_slips() -> SlipAnswers:
    """Return what is made of two right directions that are not moved and added as they should."""
    return {
        "Direction 1 is moved down one row: before that it sees what lies to the right.": (
            LEFT + RIGHT
        ),
        "Direction 1 is moved down one row: this moves it to the right.": (
            LEFT + states([0.0, -0.2112, 0.49412], [0.0, 0.07439, -0.20164])
        ),
        "The sum of both was asked for, not the mean.": (LEFT + DOWN) / 2,
        "Row 0 of direction 1 is zeros.": LEFT + RIGHT.roll(1, 2),
        "Direction 0 stays where it is: both were moved.": LEFT.roll(1, 2) * (DOWN != 0) + DOWN,
        "Direction 1 is missing.": LEFT,
        "Direction 1 is moved down one row: this moves it up.": LEFT
        + RIGHT.roll(-1, 2) * (DOWN == 0),
    }


def _mirrored_slips() -> SlipAnswers:
    """Return what is made by a direction 1 that runs otherwise."""
    top = [0.0, 0.0, 0.0]
    return {
        "Direction 1 is mirrored before and after.": (
            LEFT + states(top, [-0.45995, 0.16544, 0.40666])
        ),
        "Direction 1 is not mirrored back.": LEFT + DOWN.flip(3),
        "Both directions have their own weight.": LEFT + states(top, [-0.23943, 0.38705, 0.17793]),
        "Each direction has a weight of its own: they are swapped.": (
            states([0.36446, 0.19613, -0.38314], [-0.48257, 0.32386, 0.43585])
        ),
        "Mirror columns alone: rows are turned round, too.": (
            LEFT + states(top, [-0.23945, 0.49649, 0.11554])
        ),
        "Mirror columns: of both directions together they are the last axis, 4.": (
            LEFT + states(top, [0.16026, -0.10989, 0.11873])
        ),
        "Both directions have their own inputs.": LEFT + states(top, [0.35216, -0.00807, -0.49658]),
        "Direction 1 runs from right to left: this runs from the last row up.": (
            LEFT + states(top, [-0.44435, 0.17691, 0.3708])
        ),
        "weight[1, ..., 0] is of the upper neighbour, [1, ..., 1] of the right one.": (
            LEFT + states(top, [-0.26545, 0.43136, 0.17793])
        ),
        "c_prev is the right neighbour's in direction 1: here it is the upper one's.": (
            LEFT + states(top, [-0.47958, 0.44876, 0.17793])
        ),
    }


@dataclass(frozen=True)
class Case:
    """One question: inputs, weight, the answer, and what mistakes answer."""

    inputs: Tensor
    weight: Tensor
    want: Tensor
    slips: Slips


NO_SLIPS: Slips = {}
ALONE = torch.tensor([1.0, 0.0]).view(2, 1, 1, 1, 1)
CASES: Mapping[str, list[Case]] = {
    "row_lstm": [
        Case(
            GATES, torch.zeros(4, 1, 1), states([0.36446, 0.09013], [-0.21404, 0.29276]), ROW_SLIPS
        )
    ],
    "diagonal_lstm": [
        Case(GATES, TAPS, states([0.36446, 0.12499], [-0.39683, 0.28061]), DIAGONAL_SLIPS)
    ],
    # With inputs of zeros a direction is zeros.
    "diagonal_bilstm": [
        Case(BOTH_GATES, BOTH_TAPS, LEFT + DOWN, both_slips),
        Case(BOTH_GATES * ALONE, BOTH_TAPS, LEFT, NO_SLIPS),
        Case(BOTH_GATES * (1 - ALONE), BOTH_TAPS, DOWN, NO_SLIPS),
    ],
}
