"""Pictures of `losses`, `optimum` and `experience`: of right answers, and of wrong ones."""

import io

import pytest
from PIL import Image

from autograder.records.verdict import Finding
from tests.assignments.games.asked import asked
from tests.conftest import ROOT

PICTURED = {
    "losses": "generator_slope_by_hand",
    "optimum": "jensen_shannon_by_hand",
    "experience": "discounted_returns_by_hand",
}
WRONG = {
    "losses": "wrong_slope_sign",
    "optimum": "wrong_js_bits",
    "experience": "wrong_returns_from_the_start",
}


def words_of(found: Finding) -> tuple[str, str]:
    assert found.picture is not None, found.message
    return found.picture.alt, found.picture.caption


@pytest.mark.parametrize("exercise", PICTURED)
def test_a_right_answer_has_its_picture(exercise: str) -> None:
    found = asked(exercise, PICTURED[exercise])
    assert found.outcome == "passed", found.message
    alt, caption = words_of(found)
    assert found.picture is not None
    image = Image.open(io.BytesIO(found.picture.png))
    assert image.width > 700 and len(found.picture.png) < 30_000
    assert len(alt) > 60 and len(caption) > 60
    assert "cross" not in caption, "nothing is wrong, so no mark is explained"


@pytest.mark.parametrize("exercise", PICTURED)
def test_what_is_not_due_bears_crosses(exercise: str) -> None:
    known = ROOT / "tests" / "submissions" / "games" / exercise / f"{WRONG[exercise]}.py"
    found = asked(exercise, PICTURED[exercise], known.read_text(encoding="utf-8"))
    assert found.outcome == "failed"
    assert "A cross marks" in words_of(found)[1] and "not those that are due" in words_of(found)[1]


def test_a_picture_that_cannot_be_drawn_costs_nothing() -> None:
    missing = "def game_value(p, q, logits):\n    raise NotImplementedError\n"
    found = asked("optimum", "jensen_shannon_by_hand", missing)
    assert found.outcome == "passed" and found.picture is None
