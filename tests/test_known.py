"""The grader itself is tested: submissions with a known verdict, graded as a class would be."""

from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.exam import Exam, load_exam
from autograder.grading import grade_exercise
from autograder.known import Known, answer_sheet, known_submissions
from autograder.sandbox import Sandbox
from autograder.submission import submission_of

ROOT = Path(__file__).parent.parent
KNOWN = known_submissions(ROOT / "tests" / "submissions", "pixelcnn")

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def exam() -> Exam:
    patch = pytest.MonkeyPatch()
    patch.setenv("AUTOGRADER_SECRET", "known submissions")
    return load_exam(load_course(ROOT), "pixelcnn")


def failing(exam: Exam, sandbox: Sandbox, known: Known) -> dict[str, str]:
    notebook = answer_sheet(exam.course, "pixelcnn", exam.released, [known])
    submission = submission_of(notebook, exam.released, known.name, "pixelcnn")
    exercise = next(e for e in exam.exercises if e.name == known.exercise)
    verdict, _ = grade_exercise(exam, submission, exercise, sandbox)
    assert all(f.outcome != "broken" for f in verdict.findings)
    lost = {f.check: f.message for f in verdict.findings if f.outcome != "passed"}
    assert bool(lost) == (verdict.points < verdict.max_points)
    return lost


def named(known: Known) -> str:
    return f"{known.exercise}/{known.name}"


@pytest.mark.parametrize("known", [k for k in KNOWN if k.right], ids=named)
def test_a_right_answer_loses_nothing(exam: Exam, sandbox: Sandbox, known: Known) -> None:
    assert failing(exam, sandbox, known) == {}


@pytest.mark.parametrize("known", [k for k in KNOWN if not k.right], ids=named)
def test_a_wrong_answer_loses_points_for_its_reason(
    exam: Exam, sandbox: Sandbox, known: Known
) -> None:
    lost = failing(exam, sandbox, known)
    assert known.expect, "line 1 of a wrong submission names the checks that must fail"
    assert set(known.expect) <= set(lost), lost
    assert known.says in " ".join(lost.values()), "line 2 has words that name the bug"


@pytest.mark.parametrize("exercise", ["likelihood", "masks", "stack", "sampling", "vae"])
def test_every_exercise_has_known_submissions(exercise: str) -> None:
    own = [known for known in KNOWN if known.exercise == exercise]
    assert sum(known.right for known in own) >= 2
    assert sum(not known.right for known in own) >= 5
