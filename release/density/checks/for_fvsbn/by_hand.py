"""An FVSBN of three pixels that can be worked out by hand: right numbers, and wrong ones.

tests/assignments/density/test_by_hand.py computes them again.
"""

import math

import torch

from autograder.checking.slips import Slips
from autograder.text.i18n import said

from .model import ABOVE, Weights

WHOLE = said(
    "The whole weight counts, but only j < i counts: cut it at every call, since an optimiser "
    "fills it again."
)
LOG3 = math.log(3)  # sigmoid(log 3) = 3/4
WEIGHTS = Weights(
    torch.tensor([[ABOVE] * 3, [LOG3, ABOVE, ABOVE], [LOG3, -2 * LOG3, ABOVE]]),
    torch.tensor([LOG3, 0.0, 2 * LOG3]),
)
ROWS = torch.tensor([[1.0, 1, 0], [0, 1, 1], [0, 0, 0], [1, 0, 1]])
LOGITS = torch.tensor(
    [
        [1.098612, 1.098612, 1.098612],
        [1.098612, 0, 0],
        [1.098612, 0, 2.197225],
        [1.098612, 1.098612, 3.295837],
    ]
)
LOGIT_SLIPS: Slips = {
    "Pixel i sees itself: only j < i counts.": torch.tensor(
        [
            [10.09861, 10.09861, 1.098612],
            [1.098612, 9, 9],
            [1.098612, 0, 2.197225],
            [10.09861, 1.098612, 12.29584],
        ]
    ),
    WHOLE: torch.tensor(
        [
            [19.09861, 10.09861, 1.098612],
            [19.09861, 18, 9],
            [1.098612, 0, 2.197225],
            [19.09861, 10.09861, 12.29584],
        ]
    ),
    "The upper triangle is kept: the lower one predicts.": torch.tensor(
        [
            [10.09861, 0, 2.197225],
            [19.09861, 9, 2.197225],
            [1.098612, 0, 2.197225],
            [10.09861, 9, 2.197225],
        ]
    ),
    "The upper triangle is kept, and the diagonal: the lower one predicts.": torch.tensor(
        [
            [19.09861, 9, 2.197225],
            [19.09861, 18, 11.19722],
            [1.098612, 0, 2.197225],
            [19.09861, 9, 11.19722],
        ]
    ),
    "The weight is transposed: row i predicts pixel i.": torch.tensor(
        [
            [2.197225, 0, 2.197225],
            [3.295837, -2.197225, 2.197225],
            [1.098612, 0, 2.197225],
            [2.197225, -2.197225, 2.197225],
        ]
    ),
    "The weight is transposed before it is cut: row i predicts pixel i.": torch.tensor(
        [
            [1.098612, 9, 20.19722],
            [1.098612, 0, 11.19722],
            [1.098612, 0, 2.197225],
            [1.098612, 9, 11.19722],
        ]
    ),
    "The weight is transposed, and not cut: row i predicts pixel i.": torch.tensor(
        [
            [11.19722, 18, 20.19722],
            [3.295837, 6.802775, 20.19722],
            [1.098612, 0, 2.197225],
            [11.19722, 6.802775, 20.19722],
        ]
    ),
    "bias_i is added to every logit of pixel i.": torch.tensor(
        [[0, 1.098612, -1.098612], [0, 0, -2.197225], [0, 0, 0], [0, 1.098612, 1.098612]]
    ),
    "bias_i is added to every logit of pixel i, not taken off.": torch.tensor(
        [
            [-1.098612, 1.098612, -3.295837],
            [-1.098612, 0, -4.394449],
            [-1.098612, 0, -2.197225],
            [-1.098612, 1.098612, -1.098612],
        ]
    ),
    "It counts all earlier pixels, not the last alone.": torch.tensor(
        [
            [1.098612, 1.098612, 0],
            [1.098612, 0, 0],
            [1.098612, 0, 2.197225],
            [1.098612, 1.098612, 2.197225],
        ]
    ),
    "The pixel just before counts, too: all j < i do.": torch.tensor(
        [
            [1.098612, 0, 3.295837],
            [1.098612, 0, 2.197225],
            [1.098612, 0, 2.197225],
            [1.098612, 0, 3.295837],
        ]
    ),
    "Bits are zeros and ones: do not turn them into −1 and 1.": torch.tensor(
        [
            [1.098612, 1.098612, 1.098612],
            [1.098612, -1.098612, -1.098612],
            [1.098612, -1.098612, 3.295837],
            [1.098612, 1.098612, 5.493062],
        ]
    ),
    "forward gives logits, not probabilities.": torch.tensor(
        [[0.75, 0.75, 0.75], [0.75, 0.5, 0.5], [0.75, 0.5, 0.9], [0.75, 0.75, 0.9642857]]
    ),
    "The sign of the logits is turned round.": torch.tensor(
        [
            [-1.098612, -1.098612, -1.098612],
            [-1.098612, -0, -0],
            [-1.098612, -0, -2.197225],
            [-1.098612, -1.098612, -3.295837],
        ]
    ),
}
NATS = torch.tensor([-1.961659, -2.772589, -4.382027, -1.710344])
UNIT_SLIPS: Slips = {
    "These are bits, no nats.": torch.tensor([-2.830075, -4, -6.321928, -2.467505]),
    "The sign is turned round.": torch.tensor([1.961659, 2.772589, 4.382027, 1.710344]),
    "This is a mean: add up.": torch.tensor([-0.6538862, -0.9241962, -1.460676, -0.5701147]),
    "Zeros cost, too.": torch.tensor([-0.5753641, -1.386294, 0, -0.3240497]),
    "Ones cost, too.": torch.tensor([-1.386294, -1.386294, -4.382027, -1.386294]),
    "Zero and one are swapped: the logit is that of a one.": torch.tensor(
        [-3.060271, -1.673976, -1.08619, -5.006181]
    ),
    "Pixel i sees itself: only j < i counts.": torch.tensor(
        [-1.386377, -1.386541, -4.382027, -1.38634]
    ),
    WHOLE: torch.tensor([-1.386336, -19.09874, -4.382027, -10.09866]),
    "The upper triangle is kept: the lower one predicts.": torch.tensor(
        [-2.995773, -19.2041, -4.382027, -9.105525]
    ),
    "The upper triangle is kept, and the diagonal: the lower one predicts.": torch.tensor(
        [-2.302709, -19.09863, -4.382027, -9.000137]
    ),
    "The weight is transposed: row i predicts pixel i.": torch.tensor(
        [-3.101093, -5.74015, -4.382027, -0.3160815]
    ),
    "The weight is transposed before it is cut: row i predicts pixel i.": torch.tensor(
        [-20.48503, -2.079455, -4.382027, -9.287819]
    ),
    "The weight is transposed, and not cut: row i predicts pixel i.": torch.tensor(
        [-20.19724, -3.333315, -4.382027, -6.803899]
    ),
    "bias_i is added to every logit of pixel i.": torch.tensor(
        [-1.268511, -3.688879, -2.079442, -2.367124]
    ),
    "bias_i is added to every logit of pixel i, not taken off.": torch.tensor(
        [-1.710344, -5.387549, -1.08619, -4.158883]
    ),
    "It counts all earlier pixels, not the last alone.": torch.tensor(
        [-1.268511, -2.772589, -4.382027, -1.779337]
    ),
    "The pixel just before counts, too: all j < i do.": torch.tensor(
        [-4.313034, -2.184802, -4.382027, -1.017197]
    ),
    "Bits are zeros and ones: do not turn them into −1 and 1.": torch.tensor(
        [-1.961659, -4.158883, -5.006181, -1.678083]
    ),
    "forward gives logits, not probabilities.": torch.tensor(
        [-1.910613, -2.085025, -3.352102, -1.846735]
    ),
    "The sign of the logits is turned round.": torch.tensor(
        [-3.060271, -1.673976, -1.08619, -5.006181]
    ),
}
NAT_SLIPS: Slips = (
    UNIT_SLIPS,
    {
        "The same number is added to every row: take it off.": lambda want, got: (
            want + (got - want).median()
        )
    },
)
