"""The submissions with a known verdict: enough of each, and each says what it is for.

`make test` grades them all by `autograder verify`, which stands before pytest there.
"""

import json

import pytest

from autograder.course.known import Known, known_submissions
from autograder.course.loader import checks_for
from tests.conftest import CHECKS, ROOT

KNOWN = known_submissions(ROOT / "tests" / "submissions", "pixelcnn")
WRONG = [known for known in KNOWN if not known.right]


def named(known: Known) -> str:
    return f"{known.exercise}/{known.name}"


@pytest.mark.parametrize("exercise", ["likelihood", "masks", "stack", "sampling", "vae"])
def test_every_exercise_has_known_submissions(exercise: str) -> None:
    own = [known for known in KNOWN if known.exercise == exercise]
    assert sum(known.right for known in own) >= 8
    assert sum(not known.right for known in own) >= 20


@pytest.mark.parametrize("known", WRONG, ids=named)
def test_a_wrong_one_says_which_checks_mind_it_and_in_which_words(known: Known) -> None:
    checks = {check.name for check in checks_for(CHECKS, known.exercise)}
    assert known.expect and set(known.expect) <= checks
    assert len(known.says) >= 2  # "KL" is a word, too


def test_the_docs_show_the_present_state() -> None:
    page = json.loads((ROOT / "docs" / "kill-matrix-pixelcnn.json").read_text(encoding="utf-8"))
    assert page["sound"] is True
    shown = {(one["exercise"], one["name"], tuple(one["expect"])) for one in page["outcomes"]}
    assert shown >= {(known.exercise, known.name, known.expect) for known in KNOWN}
    lost = {check for one in page["outcomes"] for check in one["lost"]}
    exercises = {known.exercise for known in KNOWN}
    assert lost <= {c.name for name in exercises for c in checks_for(CHECKS, name)}
