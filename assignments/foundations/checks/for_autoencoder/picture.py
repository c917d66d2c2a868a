"""What an autoencoder of a submission makes of digits, and where its threshold of errors lies."""

import torch

from autograder.checking.check import Context
from autograder.checking.student import Student
from autograder.pictures.codes import Coded, codes
from autograder.pictures.curves import Band, Chart, Curve, curves
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said

from ..shared.figures import figures_of
from .by_hand import KEYS
from .digits import Digits
from .model import NAME, encoded, rebuilt

SHOWN = (12, 13, 14, 15)  # of those held back: four different digits
STEPS = 120  # enough to read the digits, less than a third of the protocol's
SIDE, CODE = 8, 8

# Forty normal errors and thirty odd ones, and what is due of them at a rate of 0.11.
NORMAL = 0.01 + 0.04 * torch.linspace(0, 1, 40) ** 2
ODD = 0.03 + 0.09 * torch.linspace(0, 1, 30)
RATE, DUE = 0.11, 0.0422
EDGES = 13  # of bins, 0.01 wide
MOST = 22.0
CLOSE = 1e-3


def drawn_codes(student: Student, ctx: Context) -> Picture:
    """Train a model on the public digits, and draw four new ones, their codes, and what is left."""
    digits, steps = Digits.of(ctx), STEPS
    student.seed_everything(0)
    model = student.construct(NAME)
    rate = float(ctx.parameters["autoencoder_learning_rate"])
    model.train(digits.train, wanted=digits.train, loss="squared_error", steps=steps, lr=rate)
    model.mode()
    x = digits.test[list(SHOWN)]
    kept, again = encoded(model, x, CODE), rebuilt(model, x)
    found = [
        Coded(image.view(SIDE, SIDE), code, back.view(SIDE, SIDE))
        for image, code, back in zip(x, kept.float(), again.float(), strict=True)
    ]
    told = said("Trained on {steps} batches of other digits. Blurred is normal.", steps=steps)
    return codes(found, "Autoencoder()", told)


def drawn_threshold(student: Student) -> Picture:
    """Draw two histograms of errors, and what `detect` calls odd."""
    answer = student.call_plain("detect", NORMAL, ODD, RATE)
    threshold, alarms, detected = figures_of(student, "detect", answer, KEYS).tolist()
    middles = [(place + 0.5) / 100 for place in range(EDGES - 1)]
    lines = [
        Curve(name, middles, _counts(errors), "steps")
        for name, errors in (("normal", NORMAL), ("odd", ODD))
    ]
    if not abs(threshold - DUE) <= CLOSE:
        lines.append(Curve(str(DUE), [DUE, DUE], [0, 0.95 * MOST], "dashed"))
    band = Band(min(max(threshold, 0.0), middles[-1]), middles[-1])
    chart = Chart(f"detect(normal, odd, {RATE})", "error", "images", 0, MOST, band=band)
    hatched = said("Hatched: errors above your threshold. Steps: how many images have them.")
    told = said(
        "By your numbers these are {alarms} of the normal images, false alarms, and {detected} of "
        "the odd ones.",
        alarms=f"{alarms:.3g}",
        detected=f"{detected:.3g}",
    )
    due = said("Dashed: where the threshold should be.") if len(lines) > 2 else ""
    return curves(chart, lines, told, listed([hatched, due, told]))


def _counts(errors: torch.Tensor) -> list[float]:
    """Return how many errors lie in each bin."""
    counts: list[float] = torch.histc(errors, EDGES - 1, 0, 0.12).tolist()
    return counts
