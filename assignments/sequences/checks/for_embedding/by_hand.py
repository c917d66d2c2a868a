"""Words in the plane, worked out by hand: right answers, and those of usual mistakes.

tests/assignments/sequences/test_by_hand_embedding.py computes them again.
"""

import math

import torch

from autograder.checking.slips import Slips
from autograder.text.i18n import said

TABLE = torch.tensor([[1.0, 2, 3], [4, 5, 6], [7, 8, 9]])  # square: rows or columns?
TOKENS = torch.tensor([[2, 0], [2, 1]])
EMBEDDED = torch.tensor([[[7.0, 8, 9], [1, 2, 3]], [[7, 8, 9], [4, 5, 6]]])
EMBED_SLIPS: Slips = {
    "These are columns of the table: a token is the number of a row.": torch.tensor(
        [[[3.0, 6, 9], [1, 4, 7]], [[3, 6, 9], [2, 5, 8]]]
    ),
    "Tokens count from 0: token 0 is the first row.": torch.tensor(
        [[[4.0, 5, 6], [7, 8, 9]], [[4, 5, 6], [1, 2, 3]]]
    ),
    "Return the row as it is: this scales it to length 1.": EMBEDDED
    / EMBEDDED.norm(dim=-1, keepdim=True),
    "Nothing is multiplied: return the row as it is, without √D.": math.sqrt(3) * EMBEDDED,
}

# 24/25, the same direction, a right angle.
ONE = torch.tensor([3.0, 4])
OTHERS = torch.tensor([[4.0, 3], [30, 40], [-4, 3]])
COSINES = torch.tensor([0.96, 1.0, 0.0])
COSINE_SLIPS: Slips = {
    "This is a correlation: nothing is taken off the vectors.": torch.tensor([-1.0, 1, 1]),
    "This is the dot product: divide by both lengths.": torch.tensor([24.0, 250, 0]),
    "Divide by the lengths, not by their squares.": torch.tensor([0.0384, 0.004, 0]),
    "Only one of the two lengths is divided by.": torch.tensor([4.8, 50, 0]),
    "Only one of the two lengths is divided by: the other one is missing.": torch.tensor(
        [4.8, 5, 0]
    ),
    "This is a distance, 1 − cosine: return the cosine.": torch.tensor([0.04, 0, 1]),
    "This is the angle: return its cosine.": torch.tensor([0.2837941, 0, math.pi / 2]),
    "Lengths are those of the 2-norm, the root of the sum of squares.": torch.tensor(
        [24 / 49, 250 / 490, 0]
    ),
    "Each vector has its own length: this divides by the length of all of them together.": (
        torch.tensor([24.0, 250, 0]) / (5 * math.sqrt(2550))
    ),
    "Scaled to 0 … 1: a cosine goes from −1 to 1, leave it.": torch.tensor([0.98, 1, 0.5]),
    "Sum the products over the last dimension: this is their mean.": torch.tensor([0.48, 0.5, 0]),
}

# Rows of very different length. Their cosines to the query: 0.97, 0.91, 0.24, −1, 0.86.
ROWS = torch.tensor([[8.0, 0], [0.5, 0.4], [0, 100], [-6, -1.5], [3, 3]])
QUERY = torch.tensor([4.0, 1])
NEAREST = torch.tensor([0, 1])
NEAREST_SLIPS: Slips = {
    "The best row is left out: only those in `exclude` are.": torch.tensor([1, 4]),
    "Longer vectors win: that is the dot product.": torch.tensor([2, 0]),
    "This is the distance of the points: the angle counts, not the length.": torch.tensor([4, 1]),
    "The largest cosine comes first: these are the smallest.": torch.tensor([3, 2]),
    "A cosine of −1 is the opposite direction: do not take the absolute value.": torch.tensor(
        [3, 0]
    ),
    "Best first: these are in another order.": torch.tensor([1, 0]),
}
WITHOUT = torch.tensor([1, 4])  # row 0 is excluded
WITHOUT_SLIPS: Slips = {
    "A row in `exclude` is among the answers.": torch.tensor([0, 1]),
    "Rows keep their numbers: this counts in a table from which rows were taken out.": (
        torch.tensor([0, 3])
    ),
}

NAMES = ("man", "woman", "king", "queen", "child", "crown")
ANGLES = (40.0, 60.0, 80.0, 111.0, 15.0, 150.0)  # degrees
LENGTHS = (1.6, 0.6, 1.2, 0.8, 0.7, 1.1)
WORDS = torch.tensor(
    [
        [length * math.cos(math.radians(angle)), length * math.sin(math.radians(angle))]
        for length, angle in zip(LENGTHS, ANGLES, strict=True)
    ]
)
MAN, WOMAN, KING, QUEEN, CHILD, CROWN = range(6)
INPUT = said("Your answer is a word you put in: leave a, b and c out.")
# By the word that comes out. "man is to king as woman is to …"
MISTAKEN = {
    CHILD: said("The walk is e_b − e_a + e_c: here the signs are swapped."),
    CROWN: said("Scale the rows to length 1 first: here long words count more."),
}

TEXT = "unhappy"
PIECES = ["un", "u", "n", "h", "a", "p", "y", "happy", "unha"]
ENCODED = [8, 5, 5, 6]  # unha-p-p-y
FIRST_FIT = said("The longest piece that fits was asked for, not the first one in the list.")
SHORTEST = said("The longest piece that fits was asked for, not the shortest one.")
BEST_CUT = said(
    "Cut from the left, place by place: always the longest piece that fits there, even if another "
    "one would leave fewer pieces in the end."
)
CUTS: dict[str, list[int]] = {
    FIRST_FIT: [0, 3, 4, 5, 5, 6],
    SHORTEST: [1, 2, 3, 4, 5, 5, 6],
    BEST_CUT: [0, 7],
}

KEPT = ("ab", ("a", "b", "ab"))  # a list in an order that sorting would change
