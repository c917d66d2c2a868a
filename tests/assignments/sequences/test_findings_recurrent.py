"""What students read and see of answers to `recurrent`: sentences of wrong ones, and pictures."""

import io
from functools import cache
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any

import pytest
import torch
from PIL import Image

from autograder.checking.check import Check, Context
from autograder.checking.run import examine, examine_all
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.course.known import Known, known_submissions
from autograder.course.loader import checks_for
from autograder.records.verdict import Finding
from autograder.selfcheck.local import LocalTransport
from tests.conftest import ROOT
from tests.support.sentences import untranslatable

pytestmark = pytest.mark.slow

FOLDER = ROOT / "assignments" / "sequences"
EXERCISE = "recurrent"
SOME = 3  # of so many known submissions one is asked
EVERY = known_submissions(ROOT / "tests" / "submissions", "sequences")
WRONG = [one for one in EVERY if not one.right and one.exercise == EXERCISE][::SOME]


@cache
def code(path: Path) -> CodeType:
    return compile(path.read_text(encoding="utf-8"), path.name, "exec")


def names_of(*sources: Path, **replaced: Any) -> dict[str, Any]:
    """Return the reference's names, but for what others define or a test replaces."""
    names: dict[str, Any] = {"__name__": "submission"}
    for path in (ROOT / "solutions" / "sequences" / f"{EXERCISE}.py", *sources):
        exec(code(path), names)
    return names | replaced


def needed(expected: tuple[str, ...]) -> list[Check]:
    """Return the checks that must fail, and those without which they would be skipped."""
    every, wanted = checks_for(FOLDER / "checks", EXERCISE), set(expected)
    for check in reversed(every):  # a check stands below those that it rests on
        if check.name in wanted:
            wanted.update(check.after)
    return [check for check in every if check.name in wanted]


def context(check: Check) -> Context:
    parameters = load_course(ROOT).assignment("sequences").parameters
    truth = SimpleNamespace(**names_of())
    return Context(parameters, FOLDER, 7, None if check.visible else truth)


def findings(known: Known) -> list[Finding]:
    """Ask what a known submission must fail, as grading would, in this process."""
    torch.set_num_threads(1)
    path = ROOT / "tests" / "submissions" / "sequences" / EXERCISE / f"{known.name}.py"
    student = Student(LocalTransport(names_of(path)))
    return list(examine_all(needed(known.expect), lambda: student, context))


@pytest.mark.parametrize("known", WRONG, ids=lambda known: known.name)
def test_all_that_is_said_of_wrong_answers_can_be_translated(known: Known) -> None:
    found = findings(known)
    assert set(known.expect) <= {one.check for one in found if one.outcome != "passed"}
    assert known.says in " ".join(one.message for one in found)
    assert not untranslatable(found)


def asked(check: str, *wrong: str, **replaced: Any) -> Finding:
    """Ask one visible check of the reference, but for what submissions or a test replace."""
    paths = [
        path
        for one in wrong
        for path in (ROOT / "tests").glob(f"submissions*/*/{EXERCISE}/{one}.py")
    ]
    [one] = [c for c in checks_for(FOLDER / "checks", EXERCISE) if c.name == check]
    assert one.visible, "a hidden check shows no picture"
    torch.set_num_threads(1)
    return examine(one, Student(LocalTransport(names_of(*paths, **replaced))), context(one))


def words_of(found: Finding) -> tuple[str, str]:
    assert found.picture is not None, found.message
    image = Image.open(io.BytesIO(found.picture.png))
    assert image.size[0] > 400 and len(found.picture.png) < 40_000
    return found.picture.alt, found.picture.caption


def test_norms_fall_in_a_straight_line_and_may_grow_before_units_saturate() -> None:
    alt, caption = words_of(asked("gradient_norms_by_hand"))
    assert "1 W_h: 0.494 at 1, 5.97e-15 at 24." in alt and "8 W_h: 3.95 at 1, up to " in alt
    assert "LSTM c: 1.91 at 1, 0.664 at 24." in alt and "by the first state" in caption


def test_without_an_lstm_its_curve_is_left_out() -> None:
    def nothing(*given: object) -> None:
        raise NotImplementedError

    alt, _ = words_of(asked("gradient_norms_by_hand", lstm_step=nothing))
    assert "LSTM" not in alt and "4 W_h" in alt


def test_wrong_norms_are_drawn_too() -> None:
    found = asked("gradient_norms_by_hand", "wrong_norms_no_slope")
    assert found.outcome == "failed" and "slope of σ is missing" in found.message
    alt, _ = words_of(found)
    assert "1 W_h: 2 at 1, 2 at 24." in alt


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("wrong_lm_not_shifted", "0 ← 0, 1 ← 1"),
        ("wrong_lm_both_ways", "It sees the whole text"),
        ("wrong_lm_backwards", "from the last token to the first"),
    ],
)
def test_a_leak_is_shown_on_a_map_of_all_tokens(wrong: str, says: str) -> None:
    found = asked("lm_is_causal", wrong)
    assert found.outcome == "failed"
    alt, caption = words_of(found)
    assert "your RecurrentLM, wrong: map of which token sees which." in alt
    assert says in alt and "× marks" in caption


def test_a_causal_model_is_shown_too() -> None:
    alt, caption = words_of(asked("lm_is_causal"))
    assert "your RecurrentLM, right" in alt and "×" not in caption
    assert "Of the 5 tokens before the last one it looks at 5." in caption


def test_by_hand_numbers_of_gates_are_told_by_their_order() -> None:
    found = asked("lstm_step_by_hand", "wrong_lstm_order_ifog")
    assert "Your blocks are i, f, o, g: torch's order is i, f, g, o" in found.message
