"""What any density model is asked, asked of language models; and what only those are asked."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
import torch

from autograder.checking.check import Context, Passed
from autograder.checking.models import apart, causal, normalised, repeats, seen, texts
from autograder.checking.models.asked import ModelClass, Plan
from autograder.checking.models.learned_texts import TextGoal, drawn_texts, learns_texts
from autograder.checking.models.streamed import streams
from autograder.checking.models.text_layout import TextLayout
from autograder.checking.models.training import Size
from autograder.checking.student import Failed, Student
from tests.conftest import ROOT
from tests.unit.checking.models.language import LM, TRANSLATION, student

Ask = Callable[[Student, ModelClass, Plan, torch.Generator], Passed | None]
BEFORE = (torch.tensor([[3, 1, 4, 0]]), torch.tensor([3]))
GOAL = TextGoal(0.3, Size(0, 0, batch=32, steps=150, lr=1e-2), advice="Look at the state.")


def draw(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


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
    "agrees_when_cut": texts.agrees_when_cut,
    "tells_order": texts.tells_order,
}


def told(ask: Ask, wrong: str, plan: Plan, kind: ModelClass = LM) -> Failed:
    with pytest.raises(Failed) as raised:
        ask(student(wrong), kind, plan, draw())
    message = raised.value.message
    assert "pixel" not in message and "image" not in message and "dimension" not in message[:60]
    return raised.value


@pytest.mark.parametrize("name", [*ALL, "streams"])
@pytest.mark.parametrize("seed", range(3))
def test_a_right_model_passes(name: str, seed: int) -> None:
    layout = TextLayout(5, 3 + seed % 2)
    {**ALL, "streams": streams}[name](student(), LM, Plan(layout), draw(seed))


@pytest.mark.parametrize("name", ALL)
def test_a_model_of_a_translation_passes(name: str) -> None:
    """It is given a source and its length before each text, the same for all texts."""
    ALL[name](student(), TRANSLATION, Plan(TextLayout(5, 3, BEFORE)), draw())


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("not shifted", "shift by one"),
        ("shifted back", "tokens that come later"),
        ("sees all", "whole text"),
        ("backwards", "from the last token to the first"),
    ],
)
def test_a_leak_is_told_by_its_kind(wrong: str, says: str) -> None:
    for ask in (causal.is_causal, causal.stays_causal):
        failed = told(ask, wrong, Plan(TextLayout(6, 4)))
        assert says in failed.message, failed.message
        assert "token" in failed.detail


def test_every_replacement_meets_a_leak_of_one_value() -> None:
    """Only a text of no other 3 tells, at its end: sweeps, which change all of the rest, rarely."""
    told(causal.stays_causal, "one value leaks", Plan(TextLayout(7, 5)))


def test_what_a_visible_check_shows() -> None:
    plan = Plan(TextLayout(6, 4))
    passed = causal.is_causal(student(), LM, plan, draw(), show=True)
    assert callable(passed.picture)
    picture = passed.picture()
    assert picture is not None and "right: map of which token sees which" in picture.alt
    assert "5 tokens before the last one it looks at 5" in picture.caption
    leak = told(causal.is_causal, "not shifted", plan).picture
    assert leak is not None and "0 ← 0, 1 ← 1" in leak.alt and "×" in leak.caption
    blind = told(seen.uses_all_earlier, "shifted twice", plan).picture
    assert blind is not None and "1 ← 0, 2 ← 1" in blind.alt and "Hatched" in blind.caption


@pytest.mark.parametrize(
    ("ask", "wrong", "says"),
    [
        ("is_repeatable", "batch", "other texts of its batch"),
        ("is_repeatable", "time first", "batch_first"),
        ("is_repeatable", "noisy", "same texts"),
        ("is_repeatable", "in place", "changes the texts"),
        ("is_repeatable", "constant", "looks at nothing"),
        ("is_causal", "infinite", "an ordinary text"),
        ("is_causal_beyond", "sees all", "longer texts"),
        ("uses_all_earlier", "shifted twice", "shifted twice"),
        ("uses_all_earlier", "one token", "Only the token right before"),
        ("uses_all_earlier", "first lost", "The first token never matters"),
        ("uses_neighbours", "shifted twice", "token 1 never depend on token 0"),
        ("across", "sees all", "Two processes"),
        ("agrees_when_cut", "by length", "the length of the text"),
        ("agrees_when_cut", "sees all", "cut off after them"),
        ("tells_order", "bag", "are swapped"),
    ],
)
def test_each_question_finds_its_mistake(ask: str, wrong: str, says: str) -> None:
    failed = told(ALL[ask], wrong, Plan(TextLayout(5, 4)))
    assert says in failed.message, failed.message


def test_a_mass_that_is_not_one_is_found_after_steps() -> None:
    plan = Plan(TextLayout(5, 4), steps=60)
    assert "texts of 5 tokens" in told(normalised.mass_is_one, "not shifted", plan).message


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("no state", "begins anew"),
        ("late", "one token late"),
        ("begin twice", "first token, before any is seen"),
        ("in the model", "kept in the model"),
        ("state in place", "changes the state that it is given"),
        ("logits alone", "two things: the logits, and the state"),
    ],
)
def test_a_walk_is_told_from_forward(wrong: str, says: str) -> None:
    failed = told(streams, wrong, Plan(TextLayout(5, 4)))
    assert says in failed.message, failed.message


def learns(wrong: str = "right", kind: ModelClass = LM, *, before: bool = False) -> float:
    layout = TextLayout(12, 6, BEFORE if before else ())
    return learns_texts(student(wrong), ctx(), kind, layout, GOAL)


@pytest.mark.parametrize("before", [False, True])
def test_a_right_model_learns_a_secret_chain(before: bool) -> None:
    assert -0.05 < learns(kind=TRANSLATION if before else LM, before=before) <= 0.3


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("not shifted", "law itself allows"),
        ("one token", "only one letter before each"),
        ("constant", "worse than letters that know the one before"),
        ("infinite", "Look at the state"),
    ],
)
def test_what_a_language_model_learns_is_judged(wrong: str, says: str) -> None:
    with pytest.raises(Failed, match=says):
        learns(wrong)


@pytest.mark.parametrize("seed", range(5))
def test_chains_are_drawn_that_a_letter_alone_does_not_explain(seed: int) -> None:
    layout = TextLayout(24, 6)
    law = drawn_texts(layout, draw(seed))
    assert law.chain.best_pair_entropy(24) - law.chain.entropy(24) > 0.4 * 24
    assert law.texts.train.shape[1:] == layout.grid.shape


def test_tokens_are_mapped_there_and_back() -> None:
    layout = TextLayout(5, 4)
    tokens = torch.randint(4, (3, 5), generator=draw())
    assert torch.equal(layout.given(layout.grid.images(tokens)), tokens)
    logits = torch.randn(3, 5, 4, generator=draw())
    assert torch.equal(layout.grid.per_entry(layout.logits(logits)), logits)
    assert layout.proof is layout and TextLayout(30, 40).proof.answer_shape(2) == (2, 8, 8)
    for asked in (layout.cotangents, layout.pulled):
        with pytest.raises(TypeError, match="no gradient"):
            asked(logits)
