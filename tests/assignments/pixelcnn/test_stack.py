"""The checks of pixelcnn/stack on the reference and on stubs; test_known has the submissions."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from assignments.pixelcnn.checks.classes import PIXELCNN
from assignments.pixelcnn.checks.secret_images import images, inverted_images, turned_images
from assignments.pixelcnn.checks.trained import HURRIED
from autograder.checking.check import Check, Context
from autograder.checking.models import sizes
from autograder.checking.models.layout import ImageLayout
from autograder.checking.models.training import Course
from autograder.checking.run import examine, examine_all
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.probes.order import Grid
from autograder.records.verdict import Finding
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT
from tests.support.checked import assert_all_pass, assert_nothing_passes, checks
from tests.support.checked import visible_share as share
from tests.support.models import notebook

TRAINED = ("pixelcnn_learns", "gated_learns")  # seconds each: asked where a test is about them


def findings(names: dict[str, Any], chosen: list[Check], seed: int = 7) -> dict[str, Finding]:
    torch.set_num_threads(1)
    student = Student(LocalTransport(names))
    parameters = load_course(ROOT).assignment("pixelcnn").parameters
    data = ROOT / "assignments" / "pixelcnn"

    def context(check: Check) -> Context:
        return Context(parameters, data, seed, None if check.visible else SimpleNamespace())

    found = examine_all(chosen, lambda: student, context)
    return {finding.check: finding for finding in found}


def context_of() -> Context:
    parameters = load_course(ROOT).assignment("pixelcnn").parameters
    return Context(parameters, ROOT / "assignments" / "pixelcnn", 7, SimpleNamespace())


def named(name: str) -> Check:
    return next(check for check in checks("stack") if check.name == name)


def untrained() -> list[Check]:
    return [check for check in checks("stack") if check.name not in TRAINED]


@pytest.mark.slow
def test_reference_passes() -> None:
    found = findings(notebook(), list(checks("stack")))
    assert_all_pass(found)
    for check in ("pixelcnn_is_causal", "gated_has_no_blind_spot"):
        picture = found[check].picture
        assert picture is not None and len(picture.png) < 60_000
        assert "pixel (row" in picture.alt


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.slow
def test_reference_passes_whatever_the_secret(seed: int) -> None:
    assert_all_pass(findings(notebook(), untrained(), seed))


@pytest.mark.parametrize("name", ["PixelCNN", "GatedPixelCNN", "MaskedConv2d"])
@pytest.mark.slow
def test_one_stub_costs_its_own_checks_only(name: str) -> None:
    source = f"""
class {name}:
    def __init__(self, *args, **kwargs):
        raise NotImplementedError("{name} is not written yet")
"""
    reference = notebook()
    # The other classes keep their own MaskedConv2d: only the name that is asked for is a stub.
    stub: dict[str, Any] = {}
    exec(source, stub)
    found = findings({**reference, name: stub[name]}, untrained())
    prefix = {"PixelCNN": "pixelcnn", "GatedPixelCNN": "gated", "MaskedConv2d": "conv"}[name]
    for check, finding in found.items():
        assert (finding.outcome == "passed") != check.startswith(prefix), check


def test_stubs_are_worth_nothing() -> None:
    def unwritten(*args: Any, **kwargs: Any) -> None:
        raise NotImplementedError("it is not written yet")

    names = dict.fromkeys(("MaskedConv2d", "PixelCNN", "GatedPixelCNN"), unwritten)
    assert_nothing_passes(findings({**notebook(), **names}, list(checks("stack"))))


def test_a_model_that_sees_its_pixels_beats_a_law_it_cannot_know() -> None:
    source = """
class PixelCNN(nn.Module):
    def __init__(self, in_channels=1, hidden_channels=32, num_layers=5, num_values=2):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(()))

    def forward(self, x):
        logit = self.scale * (2 * x - 1)
        return torch.stack([-logit, logit], 1)
"""
    found = findings(notebook(source), [c for c in checks("stack") if c.name == TRAINED[0]])
    assert found[TRAINED[0]].outcome == "skipped"
    alone = [SimpleNamespace(**{**vars(c), "after": ()}) for c in checks("stack")]
    chosen: Any = [c for c in alone if c.name == TRAINED[0]]
    assert "must have seen" in findings(notebook(source), chosen)[TRAINED[0]].message


TABLE = """
Honest = PixelCNN
class PixelCNN(Honest):
    def forward(self, x):
        logits = super().forward(x)
        if self.training or x.shape[1:] != (1, 8, 8):
            return logits
        known = HELD_BACK.to(x)
        errors = (x.flatten(1)[:, None] != known).to(x).cumsum(2)
        fits = (F.pad(errors, (1, 0))[:, :, :-1] == 0).to(x)
        chance = ((fits * known).sum(1) + 0.01) / (fits.sum(1) + 0.02)
        table = torch.stack([1 - chance, chance], 1).log().view_as(logits)
        late = torch.arange(64, device=x.device) >= 20
        is_known = ((fits.sum(1) > 0) & late).view(len(x), 1, *x.shape[1:])
        return torch.where(is_known, table, HONEST * logits)
"""


@pytest.mark.slow
def test_a_number_too_good_to_be_true_is_a_question_and_no_failure() -> None:
    """Causal, normalised, learns, and yet knows the very images that are held back."""
    names, ctx = notebook(TABLE), context_of()
    names |= {"HELD_BACK": turned_images(ctx).test.flatten(1), "HONEST": 1}
    found = examine(named("pixelcnn_learns"), Student(LocalTransport(names)), ctx)
    assert found.outcome == "passed", found.message
    assert "held back" in found.question and "nats" not in found.message


@pytest.mark.slow
def test_a_table_of_the_images_that_are_held_back_has_not_learned() -> None:
    names, ctx = notebook(TABLE), context_of()
    names |= {"HELD_BACK": turned_images(ctx).test.flatten(1), "HONEST": 0}
    found = examine(named("pixelcnn_learns"), Student(LocalTransport(names)), ctx)
    assert found.outcome == "failed" and "does not come from training" in found.message


@pytest.mark.slow
def test_what_training_does_not_change_has_not_learned() -> None:
    names = notebook("""
import io
Honest = PixelCNN
class PixelCNN(Honest):
    def __init__(self, **sizes):
        super().__init__(**sizes)
        if KEPT and sizes["hidden_channels"] == 16:
            self.load_state_dict(KEPT[0])
""")
    names["KEPT"], ctx = [], context_of()
    layout = ImageLayout(Grid(1, 8, 8))
    course = Course(Student(LocalTransport(names)), ctx, PIXELCNN, layout, turned_images(ctx))
    size = replace(HURRIED["PixelCNN"][0], seed=1)
    names["KEPT"].append(course.train(course.build(size), size).handle.state_dict())
    found = examine(named("pixelcnn_learns"), Student(LocalTransport(names)), ctx)
    assert found.outcome == "failed" and "before it is trained" in found.message


@pytest.mark.parametrize("seed", range(4))
def test_secret_digits_are_not_those_of_the_handout(seed: int) -> None:
    ctx = replace(context_of(), seed=seed)
    known = {image.numpy().tobytes() for image in images(ctx)[1500:]}
    for split in (turned_images(ctx), inverted_images(ctx)):
        assert split.train.shape[0] == 1500 and split.test.shape[1:] == (1, 8, 8)
        assert sum(image.numpy().tobytes() in known for image in split.test) <= 3


@pytest.mark.parametrize("seed", range(40))
def test_sizes_come_from_the_secret_and_some_are_larger_than_all_that_are_shown(seed: int) -> None:
    draw = Context({}, ROOT, seed).generator()
    assert min(sizes.vast(8, draw).shape[1:]) > 8
    assert max(sizes.long(8, draw).shape[1:]) > 8
    assert max(sizes.vast_colour(8, draw).shape[1:]) > 8
    for grid in (sizes.small(draw), sizes.small_colour(draw)):
        assert grid.height != grid.width and grid.size <= 36  # as SHUT in stack.py counts
    for grid in sizes.countable(draw):
        assert grid.num_values**grid.size <= 4096


def test_sizes_differ_between_secrets() -> None:
    draws = [Context({}, ROOT, seed).generator() for seed in range(30)]
    assert len({(sizes.small(d), sizes.vast(8, d), sizes.vast_colour(8, d)) for d in draws}) > 25


BORN_DEAD = """
import itertools
count = itertools.count()
Honest = PixelCNN
class PixelCNN(Honest):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dead = next(count) % 3 < DEAD

    def forward(self, x):
        return super().forward(0 * x if self.dead else x)
"""


@pytest.mark.parametrize(("dead", "outcome"), [(2, "passed"), (3, "failed")])
def test_a_model_that_is_dead_at_birth_is_born_again(dead: int, outcome: str) -> None:
    for name in ("pixelcnn_mass_is_one", "pixelcnn_is_repeatable"):
        names = notebook(BORN_DEAD)
        names["DEAD"] = dead
        found = examine(named(name), Student(LocalTransport(names)), context_of())
        assert found.outcome == outcome, found.message


def test_false_alarms_of_the_exercise_are_below_three_in_a_million() -> None:
    assert 0 < sum(check.false_alarm for check in checks("stack")) < 1e-6


class CountedTransport(LocalTransport):
    """Notes the processes that are opened, and whether they are closed again."""

    def __init__(self, names: dict[str, Any], opened: list["CountedTransport"]) -> None:
        super().__init__(names)
        self.names, self.opened, self.closed = names, opened, False

    def fresh(self) -> "CountedTransport":
        assert all(transport.closed for transport in self.opened), (
            "an earlier process is still there"
        )
        self.opened.append(CountedTransport(self.names, self.opened))
        return self.opened[-1]

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("name", ["pixelcnn_is_causal_across_processes", "pixelcnn_learns"])
@pytest.mark.slow
def test_a_second_process_is_asked_and_closed(name: str) -> None:
    opened: list[CountedTransport] = []
    student = Student(CountedTransport(notebook(), opened))
    found = examine(named(name), student, context_of())
    assert (found.outcome, found.question) == ("passed", "")
    assert [transport.closed for transport in opened] == [True, True]


def test_a_model_that_cannot_be_made_twice_is_a_question() -> None:
    names = notebook("""
import itertools
count = itertools.count()
Honest = PixelCNN
class PixelCNN(Honest):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mine = float(next(count))

    def forward(self, x):
        return super().forward(x) * (1 + self.mine)
""")
    ctx = context_of()
    check = named("pixelcnn_is_causal_across_processes")
    found = examine(check, Student(LocalTransport(names)), ctx)
    assert found.outcome == "passed" and "Two processes" in found.question


def test_a_third_is_visible() -> None:
    assert 0.25 <= share("stack") <= 0.45


class Ahead(torch.nn.Module):
    def __init__(
        self,
        in_channels: int = 1,
        hidden_channels: int = 32,
        num_layers: int = 5,
        num_values: int = 2,
    ) -> None:
        super().__init__()
        self.layer = torch.nn.Conv2d(in_channels, in_channels * num_values, 31, padding=15)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.layer(x).view(len(x), x.shape[1], -1, *x.shape[2:])
        return logits.transpose(1, 2)


def test_what_leaks_has_no_picture_under_a_tick() -> None:
    chosen = [named("gated_is_causal"), named("gated_has_no_blind_spot")]
    found = findings({**notebook(), "GatedPixelCNN": Ahead}, chosen)
    assert found["gated_is_causal"].outcome == "failed"
    assert found["gated_has_no_blind_spot"].outcome == "skipped"
    assert found["gated_has_no_blind_spot"].picture is None
