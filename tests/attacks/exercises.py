"""The exercises that attacks are graded on: the course's own, and small ones of their own."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.check import Check, World, check
from autograder.course import load_course
from autograder.exam import Exam, Exercise, load_exam
from autograder.student import Expect, Failed, Handle, Oracle, Student
from tests.conftest import ROOT

IMAGE = (1, 3, 3)


def logits_of(model: Handle, x: Tensor) -> Tensor:
    logits = model.forward(x, Expect((len(x), 2, *IMAGE)))
    if not torch.isfinite(logits).all():
        raise Failed("A logit is not a finite number.")
    return logits


@check()
def model_is_causal(student: Student, world: World) -> None:
    """No pixel's logits depend on the pixel itself"""
    model = student.construct("Model")
    x = torch.randint(2, (2, *IMAGE), generator=world.generator()).float()
    changed = x.clone()
    changed[:, :, -1, -1] = 1 - changed[:, :, -1, -1]
    if not torch.equal(logits_of(model, x), logits_of(model, changed)):
        raise Failed("The last pixel's logits depend on the last pixel.")


@check(after=[model_is_causal])
def model_learns(student: Student, world: World) -> None:
    """The worker's training makes images of ones likely"""
    model = student.construct("Model")
    ones = torch.ones(64, *IMAGE)
    model.train(ones, loss="categorical", steps=40)
    cost = F.cross_entropy(logits_of(model, ones), ones.long()).item()
    if cost > 0.65:  # log 2 = 0.693 before any step
        raise Failed("The model has not learned.")


@check()
def model_is_asked(student: Student, world: World) -> None:
    """The answer is what the model that the grader plays has said"""
    model = Oracle({"forward": lambda x: x + 1})
    x = torch.zeros(2, 3)
    if not torch.equal(student.call("sample", model, x, expect=Expect((2, 3))), x + 1):
        raise Failed("The answer is not the model's.")


BITS = 16


@check()
def second_hears_first(student: Student, world: World) -> None:
    """The second process says what only the first was told, which none can"""
    bits = torch.randint(2, (BITS,), generator=world.generator()).tolist()
    with student.fresh() as second:
        second.call_plain("prepare")
        student.call_plain("tell", bits)
        heard = second.call_plain("hear", BITS)
    # How many are set is enough for a yes or no.
    if heard != bits and heard != sorted(bits, reverse=True):
        raise Failed("The second process has heard nothing of the first.")


OWN: Mapping[str, tuple[str, tuple[Check, ...]]] = {
    "trained": ("masks", (model_is_causal, model_learns)),
    "played": ("sampling", (model_is_asked,)),
    "overheard": ("masks", (second_hears_first,)),
}


@cache
def exam() -> Exam:
    """Give the course's own exam, under a secret of the tests' own."""
    return load_exam(load_course(ROOT).under("attacks"), "pixelcnn")


@cache
def exercise(name: str) -> Exercise:
    """Give an exercise of the course by its name, or one of our own, in the place of another."""
    if name in OWN:
        place, checks = OWN[name]
        return replace(exercise(place), checks=checks)
    return next(one for one in exam().exercises if one.name == name)


def checks_of_piece(piece: str, exercise_name: str) -> frozenset[str]:
    """Give the checks that a piece's own checks and all that rest on them are."""
    checks = exercise(exercise_name).checks
    stem = piece.partition(".")[2].partition("_")[0]
    found = {c.name for c in checks if exercise_name in OWN or c.name.startswith(stem)}
    for one in checks:
        if found & set(one.after):
            found.add(one.name)
    return frozenset(found)
