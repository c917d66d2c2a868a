"""Samples and centres, worked out by hand: right numbers, and those of usual mistakes.

tests/assignments/games/test_by_hand.py computes them again.
"""
import math
import torch
from autograder.checking.slips import Slips
from autograder.text.i18n import said
from ..shared.figures import row
CENTRES = torch.tensor([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])
SAMPLES = torch.tensor([[0.0, 1.25], [-0.5, 0.0], [1.0, 3.0], [0.0, 3.5]])
RADIUS = 1.375

def _kl(*shares: float) -> float:
    return sum((h * math.log(3 * h) for h in shares if h))
REPORT = {'modes': 2, 'good': 0.75, 'kl': _kl(2 / 3, 1 / 3)}
REPORT_SLIPS: Slips = {'The radius bounds the distance, not its square.': row(2, 0.5, _kl(1 / 2, 1 / 2)), 'Shares of the hits were asked for: samples that miss do not count.': row(2, 0.75, 0.5 * math.log(1.5) + 0.25 * math.log(0.75)), 'Shares of the hits were asked for: here every sample counts, near enough or not.': row(2, 0.75, _kl(1 / 2, 1 / 2)), 'This is the entropy. Even shares have a kl of 0: sum h log(K h).': row(2, 0.75, math.log(3) - _kl(2 / 3, 1 / 3))}
NANS = said('0·log 0 is 0 here: a centre without hits adds nothing.')
