"""Checks of `games/duel`: two networks that train each other."""

import math

import torch

from autograder.checking.check import Context, check
from autograder.checking.student import Failed, Student
from autograder.text.i18n import said

# Two samples hit the first centre, one the third; one is too far from all.
CENTRES = torch.tensor([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])
SAMPLES = torch.tensor([[0.0, 0.5], [-0.5, 0.0], [2.0, 2.0], [0.0, 3.5]])
REPORT = {
    "modes": 2,
    "good": 0.75,
    "kl": 2 / 3 * math.log(2) + 1 / 3 * math.log(1),
}


@check(visible=True, about="Generator")
def generator_shape(student: Student, ctx: Context) -> None:
    """Five rows of three numbers become five samples of four"""
    made = student.construct("Generator", noise_dim=3, hidden=16, data_dim=4)
    made.call("__call__", torch.ones(5, 3)).should_have_shape(5, 4, finite=True)


@check(visible=True, about="Discriminator")
def discriminator_shape(student: Student, ctx: Context) -> None:
    """Five samples of three numbers get five logits"""
    made = student.construct("Discriminator", data_dim=3, hidden=16)
    answer = made.call("__call__", torch.ones(5, 3))
    answer.hint(shape=said("One logit for each row, (B,): squeeze the last dimension."))
    answer.should_have_shape(5, finite=True)


@check(visible=True, about="mode_report")
def mode_report_by_hand(student: Student, ctx: Context) -> None:
    """Four samples, of which three hit two of three centres"""
    answer = student.call_plain("mode_report", SAMPLES, CENTRES, 1.0)
    if not isinstance(answer, dict) or set(answer) != set(REPORT):
        raise Failed(
            said("A dictionary with these keys was asked for: {keys}.", keys=str([*REPORT]))
        )
    for key, want in REPORT.items():
        if type(answer[key]) is not type(want) or not abs(answer[key] - want) <= 1e-5:
            raise Failed(said('Another number is due as "{key}".', key=key))
