"""How a submission's line turns into five points, and what its loss does near the limit."""

import torch

from autograder.checking.student import Student
from autograder.pictures.descent import Fit, Losses, descent
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from ..shared.parts import asked_parts

XS, YS = (0.0, 0.5, 1.0, 1.5, 2.0), (1.2, 1.7, 3.1, 3.9, 5.1)
START, ZERO = (-1.0, 5.0), (0.0, 0.0)
RATE, STEPS = 0.1, 50
# Weight and bias after so many iterations.
DUE = {0: (-1.0, 5.0), 1: (-0.9, 4.8), 5: (-0.45501, 4.15182), 50: (1.67305, 1.41874)}
LIMIT = 0.438447  # of the learning rate
SHARES = (0.5, 0.97, 1.03)
FALLS = said("Below the limit the loss falls, close to it only slowly; above it, it explodes.")
OTHERWISE = said("The first × is where it goes wrong.")


def drawn_descent(student: Student) -> Picture:
    """Draw the line after iterations 0, 1, 5 and 50, and the losses at three learning rates."""
    weights, biases, _ = _walk(student, START, RATE)
    fits = [Fit(t, (float(weights[t]), float(biases[t])), due) for t, due in DUE.items()]
    walks = {share: _walk(student, ZERO, share * LIMIT)[2] for share in SHARES}
    below = [Losses(f"{share}", losses.double().tolist()) for share, losses in walks.items()]
    told = OTHERWISE if any(fit.wrong for fit in fits) else FALLS
    points = list(zip(XS, YS, strict=True))
    return descent(points, fits, below, "descend(x, y, w, b, learning_rate, 50)", told)


def _walk(student: Student, start: tuple[float, float], rate: float) -> tuple[torch.Tensor, ...]:
    """Ask for a path of 50 steps from a weight and a bias."""
    begun = torch.tensor(start[:1]), torch.tensor(start[1])
    given = torch.tensor(XS).unsqueeze(1), torch.tensor(YS), *begun, rate, STEPS
    count = STEPS + 1
    return asked_parts(student, "descend", ((count, 1), (count,), (count,)), torch.float32, *given)
