"""One fault pays once: what rests on a function that has failed is asked with the reference's."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from autograder.course.known import answer_sheet, filled
from autograder.grading.exam import Exam
from autograder.grading.shelf import Shelf, addresses_of
from autograder.grading.submission import grade
from autograder.records.early import early
from autograder.records.verdict import ExerciseVerdict, Graded, Verdict
from autograder.sandbox.base import Sandbox
from autograder.submission.read import Submission, submission_of
from tests.attacks.exercises import exam as whole_exam

pytestmark = pytest.mark.sandbox

NOTE = "Asked with the reference's {} in place of yours, which did not pass in exercise `{}`."

WRONG_BITS = "def bits_per_dim(nll, num_dims):\n    return nll / num_dims\n"
# It calls the function of an earlier exercise, which many do.
ELBO = """
import torch
from torch import nn
class VAE(nn.Module):
    def __init__(self, num_pixels, hidden=128, latent=8):
        super().__init__()
        self.e = nn.Sequential(nn.Linear(num_pixels, hidden), nn.ReLU(),
                               nn.Linear(hidden, 2 * latent))
        self.d = nn.Sequential(nn.Linear(latent, hidden), nn.ReLU(),
                               nn.Linear(hidden, num_pixels))
    def encode(self, x):
        return tuple(self.e(x).chunk(2, 1))
    def decode(self, z):
        return self.d(z)
    def elbo(self, x, noise):
        mean, log_var = self.encode(x)
        logits = self.decode(reparameterize(mean, log_var, noise))
        return SIGN bernoulli_nll(logits, x) - gaussian_kl(mean, log_var)
"""
RIGHT_ELBO, WRONG_ELBO = ELBO.replace("SIGN", "-"), ELBO.replace("SIGN", "2 * -")
WRONG_BERNOULLI = """
import torch
def bernoulli_nll(logits, x):
    p = torch.sigmoid(logits)
    return -(x * p.log() + (1 - x) * (1 - p).log()).flatten(1).mean(1)
"""
MASK = """
import functools, torch
DECORATOR
def causal_mask(kernel_size, mask_type):
    if mask_type not in ("A", "B") or kernel_size % 2 == 0:
        raise ValueError("no such mask")
    mask = torch.zeros(kernel_size, kernel_size)
    centre = kernel_size // 2
    mask[:centre] = 1
    mask[centre, : centre + (mask_type == "B")] = 1
    return mask
"""
TRANSPOSED = MASK.replace("DECORATOR", "").replace("return mask", "return mask.T.contiguous()")
CACHED = MASK.replace("DECORATOR", "@functools.lru_cache")


def exam_of(*exercises: str) -> Exam:
    exam = whole_exam()
    return replace(exam, exercises=tuple(e for e in exam.exercises if e.name in exercises))


@cache
def right() -> Submission:
    return submitted({})


def submitted(answers: Mapping[str, str]) -> Submission:
    exam = whole_exam()
    sheet = filled(answer_sheet(exam.course, "pixelcnn", exam.released), answers)
    return submission_of(sheet, exam.released, "ada", "pixelcnn")


def graded(
    sandbox: Sandbox, answers: Mapping[str, str], *exercises: str, shelf: Shelf | None = None
) -> dict[str, ExerciseVerdict]:
    verdict = grade(exam_of(*exercises), submitted(answers), sandbox, "cpu", shelf)
    assert verdict.status == "graded", verdict.reason
    return by_name(verdict)


def by_name(verdict: Verdict) -> dict[str, ExerciseVerdict]:
    return {exercise.key.partition("/")[2]: exercise for exercise in verdict.exercises}


def outcomes(exercise: ExerciseVerdict) -> dict[str, str]:
    return {f.check: f.outcome for f in exercise.findings if f.outcome != "passed"}


def assert_whole(exercise: ExerciseVerdict, functions: str, owner: str) -> None:
    """It has all its points, and says of what it owes to others that it does."""
    assert exercise.points == exercise.max_points, [f.message for f in exercise.findings]
    lost = {finding.check for finding in exercise.own if finding.outcome != "passed"}
    told = {f.check for f in exercise.findings if NOTE.format(functions, owner) in f.message}
    assert lost and told == lost
    assert "in place of yours" not in str([finding.message for finding in exercise.own])


class Kept(Shelf):
    """Keeps exercises in memory, and counts how often one is put there."""

    def __init__(self) -> None:
        self.kept: dict[str, Graded] = {}

    def find_exercise(self, address: str) -> Graded | None:
        found = self.kept.get(address)
        return Graded.from_json(found.to_json()) if found else None

    def put_exercise(self, address: str, graded: Graded) -> None:
        assert address not in self.kept
        self.kept[address] = graded


def test_a_right_submission_is_asked_once(sandbox: Sandbox) -> None:
    shelf = Kept()
    found = graded(sandbox, {}, "likelihood", "masks", shelf=shelf)
    assert all(one.points == one.max_points and not one.own for one in found.values())
    assert len(shelf.kept) == 2


def test_a_wrong_unit_is_paid_for_where_it_was_asked(sandbox: Sandbox) -> None:
    shelf = Kept()
    answers = {"likelihood.bits_per_dim": WRONG_BITS}
    found = graded(sandbox, answers, "likelihood", "vae", shelf=shelf)
    assert set(outcomes(found["likelihood"])) == {"bits_by_hand"}  # a unit costs points once
    assert_whole(found["vae"], "`bits_per_dim`", "likelihood")
    assert len(shelf.kept) == 3
    kept = addresses_of(exam_of("likelihood", "vae"), submitted(answers), "cpu", shelf)
    assert set(kept) == set(shelf.kept)
    again = graded(sandbox, answers, "likelihood", "vae", shelf=shelf)
    assert again == found
    assert "did not pass" not in str([f.message for f in early(found["vae"]).findings])
    assert early(found["vae"]).points < early(found["vae"]).max_points


def test_a_vae_is_trained_through_a_played_likelihood(bubblewrap: Sandbox) -> None:
    answers = {"likelihood.bernoulli_nll": WRONG_BERNOULLI, "vae.VAE": RIGHT_ELBO}
    found = graded(bubblewrap, answers, "likelihood", "vae")
    assert "bernoulli_by_hand" in outcomes(found["likelihood"])
    assert_whole(found["vae"], "`bernoulli_nll`", "likelihood")


def test_a_wrong_elbo_loses_its_own(bubblewrap: Sandbox) -> None:
    answers = {"likelihood.bernoulli_nll": WRONG_BERNOULLI, "vae.VAE": WRONG_ELBO}
    vae = graded(bubblewrap, answers, "likelihood", "vae")["vae"]
    alone = graded(bubblewrap, {"vae.VAE": WRONG_ELBO}, "likelihood", "vae")["vae"]
    assert outcomes(vae) == outcomes(alone) != {}
    assert vae.points == alone.points < vae.max_points


def test_a_wrong_categorical_costs_no_comparison(bubblewrap: Sandbox) -> None:
    wrong = "def categorical_nll(logits, x):\n    return 0 * logits.flatten(1).sum(1)\n"
    found = graded(bubblewrap, {"likelihood.categorical_nll": wrong}, "likelihood", "vae")
    assert "categorical_by_hand" in outcomes(found["likelihood"])
    assert_whole(found["vae"], "`categorical_nll`", "likelihood")


MISSING = "raise RuntimeError('not today')\n"


@pytest.mark.parametrize("source", [MISSING, TRANSPOSED, CACHED], ids=["missing", "turned", "kept"])
def test_a_wrong_mask_costs_no_stack(bubblewrap: Sandbox, source: str) -> None:
    found = graded(bubblewrap, {"masks.causal_mask": source}, "masks", "stack")
    assert outcomes(found["masks"])
    assert found["stack"].points == found["stack"].max_points, outcomes(found["stack"])
    lost = [f.check for f in found["stack"].own if f.outcome != "passed"]
    told = [
        f.check for f in found["stack"].findings if "the reference's `causal_mask`" in f.message
    ]
    assert lost == told != []


@pytest.mark.parametrize("source", [MISSING, TRANSPOSED], ids=["missing", "turned"])
def test_a_wrong_mask_costs_no_other_mask(sandbox: Sandbox, source: str) -> None:
    masks = graded(sandbox, {"masks.causal_mask": source}, "masks")["masks"]
    lost = set(outcomes(masks))
    assert lost == {"causal_by_hand", "causal_sizes", "causal_contract"}
    more = {f.check for f in masks.own if f.outcome != "passed"} - lost
    told = {f.check for f in masks.findings if NOTE.format("`causal_mask`", "masks") in f.message}
    assert more == told != set()


WRONG_KL = "def gaussian_kl(mean, log_var):\n    return 0.1 * (mean + log_var).sum(1)\n"
WRONG_DRAW = "def reparameterize(mean, log_var, noise):\n    return mean + log_var.exp() * noise\n"


def test_a_wrong_divergence_costs_no_bound(bubblewrap: Sandbox) -> None:
    shelf = Kept()
    answers = {"vae.gaussian_kl": WRONG_KL, "vae.reparameterize": WRONG_DRAW}
    vae = graded(bubblewrap, answers, "vae", shelf=shelf)["vae"]
    assert set(outcomes(vae)) == {"kl_by_hand", "kl_values", "draw_by_hand", "draw_values"}
    more = {f.check for f in vae.own if f.outcome != "passed"} - set(outcomes(vae))
    assert "elbo_adds_up" in more
    note = NOTE.format("`gaussian_kl`, `reparameterize`", "vae")
    assert more == {f.check for f in vae.findings if note in f.message}
    assert len(shelf.kept) == 3
    kept = addresses_of(exam_of("vae"), submitted(answers), "cpu", shelf)
    assert set(kept) == set(shelf.kept)
    assert graded(bubblewrap, answers, "vae", shelf=shelf)["vae"] == vae


LENT = """
def channel_mask(out_channels, in_channels, kernel_size, mask_type, num_colors=3):
    raise RuntimeError
"""
BORROWED = {
    "masks.channel_mask": LENT,
    "masks.causal_mask": "def causal_mask(kernel_size, mask_type):\n"
    "    return channel_mask(1, 1, kernel_size, mask_type, 1)[0, 0].clone()\n",
    "masks.horizontal_mask": "def horizontal_mask(kernel_size, mask_type):\n"
    "    c = kernel_size // 2\n"
    "    return channel_mask(1, 1, kernel_size, mask_type, 1)[0, 0][c : c + 1].clone()\n",
}


def test_a_general_function_that_fails_on_purpose_buys_none_of_its_cases(sandbox: Sandbox) -> None:
    masks = graded(sandbox, BORROWED, "masks")["masks"]
    right = {"causal_by_hand", "causal_sizes", "horizontal_by_hand", "horizontal_sizes"}
    assert right <= set(outcomes(masks))


def test_what_is_wrong_besides_is_not_paid_by_the_reference(bubblewrap: Sandbox) -> None:
    answers = {"vae.gaussian_kl": WRONG_KL, "vae.VAE": WRONG_ELBO}
    vae = graded(bubblewrap, answers, "likelihood", "vae")["vae"]
    alone = graded(bubblewrap, {"vae.VAE": WRONG_ELBO}, "likelihood", "vae")["vae"]
    assert set(outcomes(vae)) == {"kl_by_hand", "kl_values", *outcomes(alone)}


def test_cells_that_ask_while_they_run_are_answered(sandbox: Sandbox) -> None:
    """A class that makes its mask when its cell runs, before anything is asked."""
    stack = """
import torch, torch.nn.functional as F
from torch import nn
MASKS = {kind: causal_mask(3, kind) for kind in "AB"}
class MaskedConv2d(nn.Conv2d):
    def __init__(self, in_channels, out_channels, kernel_size, mask_type, dilation=1):
        known = kernel_size == 3 and mask_type in MASKS
        right = MASKS[mask_type] if known else causal_mask(kernel_size, mask_type)
        super().__init__(in_channels, out_channels, kernel_size, dilation=dilation,
                         padding=dilation * (kernel_size - 1) // 2)
        self.register_buffer("mask", right.clone())
    def forward(self, x):
        return F.conv2d(x, self.weight * self.mask, self.bias, 1, self.padding, self.dilation)
"""
    answers = {"masks.causal_mask": TRANSPOSED, "stack.MaskedConv2d": stack}
    exam = exam_of("masks", "stack")
    wanted = tuple(c for c in exam.exercises[1].checks if c.name.startswith("conv"))
    exam = replace(exam, exercises=(exam.exercises[0], replace(exam.exercises[1], checks=wanted)))
    verdict = by_name(grade(exam, submitted(answers), sandbox, "cpu"))
    assert_whole(verdict["stack"], "`causal_mask`", "masks")
