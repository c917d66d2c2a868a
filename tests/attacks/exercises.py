"""The exercises that attacks are graded on: the course's own, and small ones of their own."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from assignments.pixelcnn.checks.comparison import asked
from assignments.pixelcnn.checks.comparison_cells import require_elbo, require_pixelcnn
from assignments.pixelcnn.checks.played_tables import table_models
from assignments.pixelcnn.checks.samplers import Samplers
from autograder.checking.check import Check, Context, check
from autograder.checking.student import Expect, Failed, Handle, Oracle, Student
from autograder.course.config import load_course
from autograder.grading.exam import Exam, Exercise, load_exam
from autograder.probes.oracles import Coin
from autograder.probes.order import Grid
from tests.conftest import ROOT

IMAGE = (1, 3, 3)


def logits_of(model: Handle, x: Tensor) -> Tensor:
    logits = model.forward(x, Expect((len(x), 2, *IMAGE)))
    if not torch.isfinite(logits).all():
        raise Failed("A logit is not a finite number.")
    return logits


@check()
def model_is_causal(student: Student, ctx: Context) -> None:
    """No pixel's logits depend on the pixel itself"""
    model = student.construct("Model")
    x = torch.randint(2, (2, *IMAGE), generator=ctx.generator()).float()
    changed = x.clone()
    changed[:, :, -1, -1] = 1 - changed[:, :, -1, -1]
    if not torch.equal(logits_of(model, x), logits_of(model, changed)):
        raise Failed("The last pixel's logits depend on the last pixel.")


@check(after=[model_is_causal])
def model_learns(student: Student, ctx: Context) -> None:
    """The worker's training makes images of ones likely"""
    model = student.construct("Model")
    ones = torch.ones(64, *IMAGE)
    model.train(ones, loss="categorical", steps=40)
    cost = F.cross_entropy(logits_of(model, ones), ones.long()).item()
    if cost > 0.65:  # log 2 = 0.693 before any step
        raise Failed("The model has not learned.")


@check()
def model_is_asked(student: Student, ctx: Context) -> None:
    """The answer is what the model that the grader plays has said"""
    model = Oracle({"forward": lambda x: x + 1})
    x = torch.zeros(2, 3)
    if not torch.equal(student.call("sample", model, x, expect=Expect((2, 3))), x + 1):
        raise Failed("The answer is not the model's.")


# Checks that compute with what they get as if it were right: what breaks in them is the sender's.


@check()
def table_adds_up(student: Student, ctx: Context) -> None:
    """The numbers of a table add up"""
    table = student.call_plain("table")
    if int(table["total"] / table["numbers"][0]) != 3:
        raise Failed("The numbers do not add up.")


@check()
def state_is_whole(student: Student, ctx: Context) -> None:
    """A new model's bias is zero"""
    if float(student.construct("Model").state_dict()["bias"][0]) != 0:
        raise Failed("The bias is not zero.")


@check()
def place_is_found(student: Student, ctx: Context) -> None:
    """The largest number is marked"""
    got = student.call("where", torch.tensor([1.0, 3.0, 2.0]), expect=Expect((3,)))
    if int(got.nonzero()[0]) != 1:
        raise Failed("Another number is marked.")


@check()
def slope_is_two(student: Student, ctx: Context) -> None:
    """The slope is two"""
    (got,) = student.vjp("double", torch.ones(3), wrt=[0], cotangents=torch.ones(1, 3))
    if int(got.max().item()) != 2:
        raise Failed("The slope is not two.")


@check()
def pair_is_apart(student: Student, ctx: Context) -> None:
    """The second number is the first and one"""
    one, two = student.call_many("pair", torch.ones(()), expect=[Expect(()), Expect(())])
    if 1 / (two - one).item() != 1:
        raise Failed("They are not one apart.")


@check()
def models_are_compared(student: Student, ctx: Context) -> None:
    """The PixelCNN's cell is its exact NLL"""
    models = table_models(ctx.generator())
    rows = asked(student, models, num_samples=2, generator=student.generator(1))
    require_pixelcnn(rows, models)
    require_elbo(rows, models, 2)


@check()
def model_is_heard(student: Student, ctx: Context) -> None:
    """`sample` draws from the model that the grader plays"""
    sampler = Samplers(student, Grid(1, 2, 2), Coin(Grid(1, 2, 2)))
    if sampler.sample(4).samples.shape != (4, 1, 2, 2):
        raise Failed("There are not four images.")
    raise Failed("The images were not drawn from the model.")


@check()
def lent_mask(student: Student, ctx: Context) -> None:
    """The answer is more than functions that stand in can give"""
    if not torch.equal(student.call("attack", expect=Expect((3, 3))), torch.full((3, 3), 7.0)):
        raise Failed("The answer is not all sevens.")


LENT = "lent"  # where some of the reference's functions stand in for the submission's own


def lent_functions() -> dict[str, Callable[..., Any]]:
    """Return the functions that stand in, by name."""
    names = ("causal_mask", "bernoulli_nll", "fvsbn_nll")
    return {name: getattr(exam().reference, name) for name in names}


BITS = 16


@check()
def second_hears_first(student: Student, ctx: Context) -> None:
    """The second process says what only the first was told, which none can"""
    bits = torch.randint(2, (BITS,), generator=ctx.generator()).tolist()
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
    "careless": (
        "masks",
        (table_adds_up, state_is_whole, place_is_found, slope_is_two, pair_is_apart),
    ),
    "heard": ("sampling", (model_is_heard,)),
    "compared": ("vae", (models_are_compared,)),
    LENT: ("masks", (lent_mask,)),
    "overheard": ("masks", (second_hears_first,)),
}
# Pieces after which their checks are not named.
NAMED: Mapping[str, tuple[str, ...]] = {"vae.VAE": ("vae_", "elbo_", "trained_")}


@cache
def exam() -> Exam:
    """Return the course's own exam, under a secret of the tests' own."""
    return load_exam(load_course(ROOT).under("attacks"), "pixelcnn")


@cache
def exercise(name: str) -> Exercise:
    """Return an exercise of the course by its name, or one of our own, in the place of another."""
    if name in OWN:
        place, checks = OWN[name]
        return replace(exercise(place), checks=checks)
    return next(one for one in exam().exercises if one.name == name)


def checks_of_piece(piece: str, exercise_name: str) -> frozenset[str]:
    """Return the checks that a piece's own checks and all that rest on them are."""
    checks = exercise(exercise_name).checks
    stems = NAMED.get(piece, (piece.partition(".")[2].partition("_")[0],))
    found = {c.name for c in checks if exercise_name in OWN or c.name.startswith(stems)}
    for one in checks:
        if found & set(one.after):
            found.add(one.name)
    return frozenset(found)
