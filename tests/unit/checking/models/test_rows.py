"""What any density model is asked, asked of models of rows in an order."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch

from autograder.checking.check import Context, Passed
from autograder.checking.models import apart, causal, normalised, repeats, seen, sizes, trained
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.layout import ModelLayout, RowLayout
from autograder.checking.models.leaks import Leak
from autograder.checking.models.looks import slopes
from autograder.checking.models.split import drawn_law
from autograder.checking.models.training import Size
from autograder.checking.student import Failed, Student
from autograder.probes.order import Grid
from autograder.probes.rows import Rows
from tests.conftest import ROOT
from tests.unit.checking.models.made import MADE, student

ORDER = (2, 0, 4, 1, 5, 3)  # not its own inverse
INVERSE = (1, 3, 0, 5, 2, 4)
Ask = Callable[[Student, ModelClass, Plan, torch.Generator], Passed | None]


def draw(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def plan(order: tuple[int, ...] = ORDER, *, layers: int = 1, steps: int = 5) -> Plan:
    return Plan(RowLayout(Rows(order)), layers, 16 * (len(order) - 1), steps)


def ctx() -> Context:
    return Context({}, ROOT, 3, SimpleNamespace())


def across(student: Student, kind: ModelClass, plan: Plan, draw: torch.Generator) -> Passed:
    return apart.is_causal_across_processes(student, ctx(), kind, {"one": plan}, draw)


ALL: dict[str, Ask] = {
    "is_causal": causal.is_causal,
    "stays_causal": causal.stays_causal,
    "is_causal_beyond": causal.is_causal_beyond,
    "is_causal_elsewhere": causal.is_causal_elsewhere,
    "is_repeatable": repeats.is_repeatable,
    "uses_neighbours": seen.uses_neighbours,
    "uses_all_earlier": seen.uses_all_earlier,
    "mass_is_one": normalised.mass_is_one,
    "across": across,
}


def told(ask: Ask, wrong: str, asked: Plan) -> Failed:
    with pytest.raises(Failed) as raised:
        ask(student(wrong), MADE, asked, draw())
    assert "pixel" not in raised.value.message and "image" not in raised.value.message
    return raised.value


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("seed", range(3))
def test_a_right_model_passes(name: str, seed: int) -> None:
    asked = Plan(sizes.rows(5 + seed, draw(seed)), layers=1 + seed % 2, hidden=16 * (4 + seed))
    ALL[name](student(), MADE, asked, draw(seed))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("sees itself", "own dimension"),
        ("sees all", "whole row"),
        ("inverse", "inverse order"),
        ("ignored", "`order` is not used"),
        ("backwards", "from the last step"),
        ("masked once", "mask is applied once"),
    ],
)
def test_a_leak_is_told_by_its_kind(wrong: str, says: str) -> None:
    for ask in (causal.is_causal, causal.stays_causal):
        failed = told(ask, wrong, plan())
        assert says in failed.message, failed.message
        assert "dimension" in failed.detail and "step" in failed.detail


def test_an_order_that_is_its_own_inverse_hides_who_takes_the_inverse() -> None:
    reverse = (5, 4, 3, 2, 1, 0)
    assert causal.is_causal(student("inverse"), MADE, plan(reverse), draw()) == Passed(
        "No logit looks at its own dimension or one that comes later."
    )
    told(causal.is_causal, "inverse", plan(INVERSE))


@pytest.mark.parametrize("num_dims", range(3, 9))
@pytest.mark.parametrize("seed", range(20))
def test_orders_are_drawn_that_hide_nothing(num_dims: int, seed: int) -> None:
    steps = sizes.rows(num_dims, draw(seed)).rows.order
    assert [steps[steps[t]] for t in range(num_dims)] != list(range(num_dims))


@pytest.mark.parametrize(
    ("ask", "wrong", "says"),
    [
        ("is_repeatable", "batch", "other rows of its batch"),
        ("is_repeatable", "noisy", "same rows"),
        ("is_repeatable", "in place", "changes the rows"),
        ("is_repeatable", "constant", "looks at nothing"),
        ("is_causal", "images", "shape"),
        ("is_causal", "infinite", "an ordinary row"),
        ("is_causal_elsewhere", "normalised in training", "In training mode"),
        ("is_causal_beyond", "sees all", "more dimensions"),
        ("uses_all_earlier", "strict", "never matter"),
        ("uses_neighbours", "strict", "does not matter"),
        ("across", "sees all", "Two processes"),
    ],
)
def test_each_question_finds_its_mistake(ask: str, wrong: str, says: str) -> None:
    failed = told(ALL[ask], wrong, plan(layers=2 if wrong == "strict" else 1))
    assert says in failed.message, failed.message


def test_a_mass_that_is_not_one_is_found_after_steps() -> None:
    assert (
        "rows of 6 dimensions"
        in told(normalised.mass_is_one, "sees itself", plan(steps=60)).message
    )


def test_a_class_says_where_to_look() -> None:
    hinted = ModelClass("MADE", MADE.arguments, MADE.loss, {Leak.OWN: "Look at the last mask."})
    with pytest.raises(Failed, match=r"no later one\. Look at the last mask\."):
        causal.is_causal(student("sees itself"), hinted, plan(), draw())


def test_gradients_are_mapped_by_the_order() -> None:
    model = MADE.born(student(), plan(), draw())
    found, note = slopes(model, draw())
    assert note == "" and found is not None
    assert torch.equal(found > 0, torch.ones(6, 6).tril(-1) > 0)


def test_rows_are_mapped_there_and_back() -> None:
    layout = RowLayout(Rows(ORDER))
    rows = torch.rand(3, 6, generator=draw())
    assert torch.equal(layout.given(layout.images(rows)), rows)
    assert torch.equal(layout.images(rows)[0, 0, 0], torch.stack([rows[0, d] for d in ORDER]))
    logits = layout.logits(rows)
    assert logits.shape == (3, 2, 1, 1, 6) and not logits[:, 0].any()
    # Cotangents are the transpose of what logits does, as is pulled of given.
    back = torch.rand(4, 1, 2, 1, 1, 6, generator=draw(1))
    pushed = (back * layout.logits(rows[:1])).flatten(1).sum(1)
    assert torch.allclose((layout.cotangents(back) * rows[:1]).flatten(1).sum(1), pushed)
    x, pulled = torch.rand(1, 1, 1, 6, generator=draw(2)), torch.rand(4, 1, 6, generator=draw(3))
    there = (pulled * layout.given(x)).flatten(1).sum(1)
    assert torch.allclose((layout.pulled(pulled) * x).flatten(1).sum(1), there)


@pytest.mark.parametrize("steps", [(0, 0, 1), (1, 2, 3), (0, 2)])
def test_what_is_no_order_is_refused(steps: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="is no order"):
        Rows(steps)


def test_a_plane_has_as_many_pixels_as_there_are_dimensions() -> None:
    with pytest.raises(ValueError, match="no image"):
        RowLayout(Rows.of(6), (2, 2))
    assert RowLayout(Rows.of(6), (2, 3)).plane == (2, 3)


def test_an_order_that_hides_nothing_needs_three_dimensions() -> None:
    with pytest.raises(ValueError, match="fewer than 3"):
        sizes.rows(2, draw())


SIDES = (4, 4)
FIRST = Size(hidden=64, layers=1, batch=64, steps=300, lr=1e-2)


def learns(wrong: str) -> Passed:
    layout: ModelLayout = RowLayout(Rows((*range(8, 16), *range(8))), SIDES)
    law = drawn_law(layout.grid, layout.plane, draw())
    entropy = -law.log_probs.mean().item()
    law_size = replace(FIRST, batch=16, steps=60)
    goal = trained.Goal(entropy + 0.8, 10.9, entropy - 2, (FIRST,), FIRST, law_size, gain=0.1)
    data = trained.Data(law.images, lambda: law.images)
    return trained.learns(student(wrong), ctx(), MADE, layout, data, goal)


def test_a_right_model_learns_rows() -> None:
    assert learns("right") == Passed()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [("sees itself", "law itself allows"), ("constant", "it has not learned")],
)
def test_what_a_model_of_rows_learns_is_judged(wrong: str, says: str) -> None:
    with pytest.raises(Failed, match=says) as raised:
        learns(wrong)
    assert "pixel" not in raised.value.message


def test_training_by_log_prob_is_the_same_twice() -> None:
    def trained_again() -> dict[str, torch.Tensor]:
        model = MADE.born(student(), plan(steps=20), draw())
        return model.after_steps(draw()).handle.state_dict()

    first, again = trained_again(), trained_again()
    before = MADE.born(student(), plan(), draw()).handle.state_dict()
    assert all(torch.equal(first[key], again[key]) for key in first)
    assert not torch.equal(first["layers.0.weight"], before["layers.0.weight"])


def test_a_law_has_the_form_of_the_layout() -> None:
    law = drawn_law(Grid(1, 1, 12), (3, 4), draw())
    assert law.images.train.shape[1:] == (1, 1, 12)
    assert law.log_probs.shape == (len(law.images.test),)
