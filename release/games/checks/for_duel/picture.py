"""The student's own duel, in frames: samples over the map of who is believed."""

import torch

from autograder.checking.check import Context
from autograder.checking.student import Student
from autograder.checking.whole import int_of
from autograder.pictures.duel import Frame, Run, duel
from autograder.records.verdict import Picture
from autograder.text.i18n import said

from .fight import SQUARE, Clouds, Pair, fight

HALF, REACH, SIDE = 1.2, 2.8, 50
STOPS = (0, 50, 100, 300)
LOOK = 2_000


def drawn_duel(student: Student, ctx: Context) -> Picture:
    """Train by the protocol on the square of the handout, and draw four frames."""
    clouds = Clouds(HALF * SQUARE, float(ctx.parameters["noise_std"]))
    look = torch.randn(LOOK, 2, generator=torch.Generator().manual_seed(9))
    frames = [_frame(student, one, clouds, look) for one in fight(student, ctx, clouds, 0, STOPS)]
    told = said(
        "After {steps} steps your generator finds {found} of {all} modes.",
        steps=STOPS[-1],
        found=frames[-1].modes,
        all=len(SQUARE),
    )
    return duel([Run("Generator : Discriminator", frames)], clouds.centres, REACH, "GAN", told)


def _frame(student: Student, pair: Pair, clouds: Clouds, look: torch.Tensor) -> Frame:
    axis = torch.linspace(-REACH, REACH, SIDE)
    up, right = torch.meshgrid(axis, axis, indexing="ij")
    believed = pair.logits(torch.stack([right, up], 2).view(-1, 2)).sigmoid()
    samples = pair.samples(look)
    report = student.call_plain("mode_report", samples, clouds.centres, 2 * clouds.spread)
    modes = report["modes"] if isinstance(report, dict) and "modes" in report else None
    found = int_of(student, "mode_report", modes)
    return Frame(pair.step, believed.view(SIDE, SIDE), samples, found)
