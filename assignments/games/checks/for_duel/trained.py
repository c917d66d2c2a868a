"""Do both networks, trained by the course's protocol, find all modes of secret data?"""

import math

import torch

from autograder.checking.check import Context
from autograder.checking.student import Failed, Student
from autograder.text.i18n import listed, said

from .fight import SQUARE, Clouds, Pair, fight

HIDDEN = True  # never released

SAMPLES = 2_000
HALF = 1.2  # of a side of the square, as in the handout: on larger ones right networks fail, too
# Measured with 8 right styles: each seed finds all modes; three that all fail were never seen.
SEEDS = 3
NEVER_NEAR = said("Trained, the generator makes samples that are near none of the modes.")
SOME = said("Trained, the generator does not find all four modes.")
POOR = said("Trained, too few samples are near a mode, or some modes have far more than others.")
LOOK = said(
    "Networks of one to three hidden layers with ReLU, LeakyReLU or Tanh do. Are both wide and "
    "deep enough, and is each step right?"
)


def require_modes(student: Student, ctx: Context) -> None:
    """Raise Failed unless one of some trainings finds all modes, evenly."""
    clouds = drawn_clouds(ctx)
    report: dict[str, float] = {}
    for _ in range(SEEDS):
        report = _report(student, ctx, clouds, ctx.between(0, 1 << 30))
        enough = report["good"] >= float(ctx.parameters["good_floor"])
        even = report["kl"] <= float(ctx.parameters["kl_ceiling"])
        if report["modes"] == len(SQUARE) and enough and even:
            return
    told = SOME if report["modes"] < len(SQUARE) else POOR
    detail = ", ".join(f"{key} {value:.3g}" for key, value in report.items())
    lead = told if report["modes"] else NEVER_NEAR
    raise Failed(listed([lead, LOOK]), detail=detail)


def drawn_clouds(ctx: Context) -> Clouds:
    """Draw the data: the square of the handout, turned, and moved a little."""
    turn = 2 * math.pi * float(ctx.rand(1))
    cos, sin = math.cos(turn), math.sin(turn)
    centres = HALF * SQUARE @ torch.tensor([[cos, sin], [-sin, cos]]) + 0.4 * (ctx.rand(2) - 0.5)
    return Clouds(centres, float(ctx.parameters["noise_std"]))


def _report(student: Student, ctx: Context, clouds: Clouds, seed: int) -> dict[str, float]:
    """Return modes, good and kl after a training."""
    (pair,) = fight(student, ctx, clouds, seed, (int(ctx.parameters["train_steps"]),))
    return _judged(pair, ctx, clouds)


def _judged(pair: Pair, ctx: Context, clouds: Clouds) -> dict[str, float]:
    samples = pair.samples(ctx.randn(SAMPLES, 2))
    report: dict[str, float] = ctx.reference.mode_report(samples, clouds.centres, 2 * clouds.spread)
    return report
