"""Checks of `games/losses`: what a discriminator and a generator minimise."""

import math

import torch

from autograder.checking.check import Context, check
from autograder.checking.floats import float_of
from autograder.checking.slips import Slips
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

REAL, FAKE = torch.tensor([0.0, math.log(3)]), torch.tensor([0.0, 0.0, -math.log(3)])
# D is 1/2 and 3/4 for the real ones, 1/2, 1/2 and 1/4 for the fakes.
COST = (math.log(2) + math.log(4 / 3)) / 2 + (2 * math.log(2) + math.log(4 / 3)) / 3
LOSS_SLIPS: Slips = {
    "Mean over the real plus mean over the fakes; you took one mean over both.": torch.tensor(
        (3 * math.log(2) + 2 * math.log(4 / 3)) / 5
    ),
    "There is no factor ½ in front of the two means.": torch.tensor(COST / 2),
    "A loss is minimised: the sign is the other one.": torch.tensor(-COST),
    "Real and fake have changed places.": torch.tensor(
        (math.log(2) + math.log(4)) / 2 + (2 * math.log(2) + math.log(4)) / 3
    ),
}
KINDS = {
    "non_saturating": (2 * math.log(2) + math.log(4)) / 3,
    "saturating": -(2 * math.log(2) + math.log(4 / 3)) / 3,
}
SLOPES = {"non_saturating": (-0.5, -0.5, -0.75), "saturating": (-0.5, -0.5, -0.25)}
REPORT = {"real_right": 0.75, "fake_right": 2 / 3, "gain": math.log(4) - COST}


@check(visible=True, about="discriminator_loss")
def discriminator_loss_by_hand(student: Student, ctx: Context) -> None:
    """Two real samples and three fakes"""
    student.call("discriminator_loss", REAL, FAKE).should_equal(
        torch.tensor(COST), slips=LOSS_SLIPS
    )


@check(visible=True, about="generator_loss")
def generator_loss_by_hand(student: Student, ctx: Context) -> None:
    """Both kinds of loss, of three fakes"""
    for kind, want in KINDS.items():
        student.call("generator_loss", FAKE, kind).should_equal(torch.tensor(want))


@check(visible=True, about="generator_slope")
def generator_slope_by_hand(student: Student, ctx: Context) -> None:
    """−D and D − 1, of three fakes"""
    for kind, want in SLOPES.items():
        slips = {"Each sample's own slope was asked for: no 1/M.": torch.tensor(want) / 3}
        student.call("generator_slope", FAKE, kind).should_equal(torch.tensor(want), slips=slips)


@check(visible=True, about="discriminator_report")
def discriminator_report_by_hand(student: Student, ctx: Context) -> None:
    """Two of three fakes have a logit of 0"""
    answer = student.call_plain("discriminator_report", REAL, FAKE)
    if not isinstance(answer, dict) or set(answer) != set(REPORT):
        raise Failed(
            said("A dictionary with these keys was asked for: {keys}.", keys=str([*REPORT]))
        )
    for key, want in REPORT.items():
        if not abs(float_of(student, "discriminator_report", answer[key]) - want) <= 1e-5:
            raise Failed(said('Another number is due as "{key}".', key=key))
