"""An autoencoder trained by the course's protocol, and what it makes of digits held back."""

import torch
from torch import Tensor

from autograder.checking.check import Context, Passed
from autograder.checking.student import Failed, Handle, Student
from autograder.text.i18n import listed, said

from .digits import Digits
from .model import NAME, encoded, rebuilt, trained

HIDDEN = True  # never released

CODE = 8
NEAR = 1.3  # times the ceiling: another initialisation may do better
SAME = 1e-6  # a number of the code that varies less says nothing
DEAD = said(
    "Some numbers of the code are the same for every digit. ReLU on the code or on the image lets "
    "units die."
)
ALIKE = said("Every digit is rebuilt as the same image: nothing of the code reaches it.")
TOGETHER = said("The numbers of the code move together: they say less than `code` numbers could.")
ELSE = said(
    "Do encoder and decoder both learn, and can a pixel have any value? ReLU on the code or on the "
    "image lets units die."
)


def require_learned(student: Student, ctx: Context) -> Passed:
    """Train, and compare the error with the ceiling.

    Fewer steps are tried first, since most models pass with them. The ceiling is promised for all,
    and an unlucky initialisation is tried again.
    """
    digits, steps = Digits.of(ctx), int(ctx.parameters["autoencoder_steps"])
    ceiling = float(ctx.parameters["error_ceiling"])
    for seed, some in ((0, 5 * steps // 16), (0, steps), (1, steps), (2, steps)):
        model = _trained(student, ctx, digits, seed, some)
        error = _error(model, digits.test)
        if error <= ceiling:
            return Passed(question=_question(error, float(ctx.parameters["error_suspicious"])))
        if some == steps and not error <= NEAR * ceiling:
            break
    told = said("Trained, the error stays above {ceiling}.", ceiling=f"{ceiling:g}")
    raise Failed(
        listed([told, _cause(model, digits.test)]),
        detail=said("It is {error}.", error=f"{error:.3f}"),
    )


def _trained(student: Student, ctx: Context, digits: Digits, seed: int, steps: int) -> Handle:
    student.seed_everything(seed)
    model = student.construct(NAME)
    trained(
        model,
        digits.train,
        steps,
        batch_size=int(ctx.parameters["batch_size"]),
        lr=float(ctx.parameters["autoencoder_learning_rate"]),
        seed=seed,
    )
    model.mode()
    return model


def _error(model: Handle, images: Tensor) -> float:
    """Return the mean squared error, NaN where training has diverged."""
    return float((rebuilt(model, images).double() - images.double()).square().mean())


def _cause(model: Handle, images: Tensor) -> str:
    """Return where to look, by the codes of digits."""
    codes = encoded(model, images, CODE).double()
    if not codes.isfinite().all():
        return ELSE
    spread = codes - codes.mean(0)
    if (spread.abs().max(0).values <= SAME * (1 + codes.abs().max())).any():
        return DEAD
    again = rebuilt(model, images).double()
    if (again - again[0]).abs().max() <= SAME * (1 + again.abs().max()):
        return ALIKE
    values = torch.linalg.svdvals(spread)
    return TOGETHER if values[CODE // 2] <= SAME * values[0] else ELSE


def _question(error: float, suspicious: float) -> str:
    """Ask a person about an error that is smaller than that of any model we know."""
    if error >= suspicious:
        return ""
    question: str = said(
        "On digits that are held back its error is {error}, below {least}: better than any model "
        "we know. The digits are public: does the decoder hold them?",
        error=f"{error:.4f}",
        least=f"{suspicious:g}",
    )
    return question
