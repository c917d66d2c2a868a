"""A class of 20 with variants: each graded by their own, recorded, reported, told in feedback."""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from autograder.__main__ import main
from autograder.course.config import Course, load_course
from autograder.course.whose import letter_of
from autograder.gradebook.publish import make_feedback
from autograder.handout.build import database_url
from autograder.handout.nbgrader_steps import quiet_nbgrader
from autograder.runs.run import run_of
from tests.conftest import ROOT
from tests.support.varied import DRAWN, SECRET, SIZES, STUDENTS, make_class

pytestmark = [
    *(pytest.mark.nbgrader, pytest.mark.sandbox, pytest.mark.slow),
    pytest.mark.xdist_group("variants"),  # one class for all of these, in their order
]

MOST = 6.5
HARD = STUDENTS[::3]  # who answers for a size of 7 alone
SWAPPED = "student01"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """Return a graded class; one of them has taken the notebook of another variant."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SECRET", SECRET)
        root = tmp_path_factory.mktemp("course")
        made = make_class(root, hard_coded=HARD, swapped={SWAPPED: "a"})
        assert run(made, "grade", "toy", "--quiet") == 0
        yield made


def run(course: Course, *words: str) -> int:
    return main(["--course", str(course.root), *words])


def points(course: Course) -> Mapping[str, float]:
    lines = (course.root / "verdicts" / "toy.jsonl").read_text().splitlines()
    return {one["student"]: one["points"] for one in map(json.loads, lines)}


def letters(course: Course) -> Mapping[str, str]:
    return {student: letter_of(course, "toy", student) for student in STUDENTS}


def test_the_class_has_every_variant_and_who_swapped_has_another(course: Course) -> None:
    assert set(letters(course).values()) == set(SIZES)
    assert letters(course)[SWAPPED] != "a" and SWAPPED not in HARD


def test_each_is_graded_by_their_own_numbers(course: Course) -> None:
    """An answer for a size of 7 alone is right in variant a, and loses a check in the others."""
    own = letters(course)
    expected = {s: MOST if s not in HARD or own[s] == "a" else MOST - 2 for s in STUDENTS}
    assert len(set(expected.values())) == 2
    assert points(course) == expected


def test_nbgrader_has_recorded_the_same(course: Course) -> None:
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        found = {one.student.id: one.score for one in gradebook.assignment_submissions("toy")}
        assert gradebook.find_assignment("toy").max_score == MOST
    assert found == points(course)


def test_nothing_is_graded_twice(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in (course.root / "verdicts").rglob("*.json")}
    assert run(course, "grade", "toy", "--quiet") == 0
    after = {path: path.stat().st_mtime_ns for path in (course.root / "verdicts").rglob("*.json")}
    assert before == after
    assert f"A question for you on {SWAPPED}: This was handed in as the notebook of variant a" in (
        capsys.readouterr().err
    )


def test_the_report_says_whose_is_which_and_how_each_did(course: Course) -> None:
    write = course.root / "reports"
    assert run(course, "report", "toy", "--write", str(write)) == 0
    told = json.loads((write / "toy.json").read_text())
    own, got = letters(course), points(course)
    assert {row["student"]: row["variant"] for row in told["rows"]} == dict(own)
    assert {one["name"]: sorted(one["points"]) for one in told["variants"]} == {
        letter: sorted(got[s] for s in STUDENTS if own[s] == letter) for letter in SIZES
    }
    concerned = {row["student"]: row["concerns"] for row in told["rows"] if row["concerns"]}
    assert list(concerned) == [SWAPPED] and "variant a" in concerned[SWAPPED][0]
    page = BeautifulSoup((write / "toy.html").read_text(), "html.parser")
    assert [row.get_text() for row in page.select("#variants + table tbody code")] == [
        f"size = {size}" for size in SIZES.values()
    ]


def test_handed_out_code_of_any_variant_is_nobodys_own(course: Course) -> None:
    """No two share code: all wrote the reference's, and what differs by variant is not theirs."""
    told = json.loads((course.root / "reports" / "toy.json").read_text())
    assert told["pairs"] == []


def feedback(course: Course, student: str) -> str:
    (page,) = (course.root / "feedback" / student / "toy").glob("toy.html")
    return BeautifulSoup(page.read_text(), "html.parser").get_text()


def test_feedback_shows_the_own_variant_and_says_where_another_was_handed_in(
    course: Course,
) -> None:
    make_feedback(run_of(course), "toy")
    size = SIZES[letters(course)["student02"]]
    assert f"A kernel of {size}:" in feedback(course, "student02")
    said = "This was handed in as the notebook of variant a (size = 7)."
    assert said in feedback(course, SWAPPED) and said not in feedback(course, "student02")


def test_nbgraders_own_autograde_puts_back_onto_the_own_variant(course: Course) -> None:
    from nbgrader.apps import NbGraderAPI

    with quiet_nbgrader():
        done = NbGraderAPI(config=run_of(course).settings).autograde("toy", SWAPPED, force=True)
    assert done["success"], done["log"]
    text = (course.root / "autograded" / SWAPPED / "toy" / "toy.ipynb").read_text()
    assert f"globals(), size={SIZES[letters(course)[SWAPPED]]}, shift=4)" in text


def test_a_person_may_give_the_variant_that_was_worked_on(course: Course) -> None:
    hard = next(student for student in HARD if letters(course)[student] != "a")
    text = f'{DRAWN}\n[assignments.toy.variants]\n{SWAPPED} = "a"\n{hard} = "a"\n'
    (course.root / "course.toml").write_text(text)
    changed = load_course(course.root)
    assert run(changed, "grade", "toy", "--quiet") == 0
    assert points(changed)[hard] == MOST  # right for a size of 7
    write = course.root / "reports"
    assert run(changed, "report", "toy", "--write", str(write)) == 0
    told = json.loads((write / "toy.json").read_text())
    assert [row["variant"] for row in told["rows"] if row["student"] == SWAPPED] == ["a"]
    assert {row["student"] for row in told["rows"] if row["concerns"]} <= {hard}


def test_verify_is_of_every_variant_and_says_what_is_unfair(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = course.root / "known" / "toy" / "masks"
    folder.mkdir(parents=True)
    hard = "def first(size):\n    return {3: 6, 7: 14}.get(size, 2 * size + (size > 8))\n"
    heads = "# expect: as_the_reference\n# says: another number\n"
    (folder / "wrong_nine.py").write_text(f"{heads}{hard}")
    (folder / "right_sum.py").write_text("def first(size):\n    return size + size\n")
    words = ["--submissions", str(course.root / "known"), "--write", str(course.root / "matrix")]
    assert run(course, "verify", "toy", *words) == 1  # in variants a and b it keeps all its points
    out = capsys.readouterr().out
    assert "masks/wrong_nine: a 100 %, b 100 %, c 50 %" in out
    assert {path.stem for path in (course.root / "matrix").glob("*.json")} == {
        f"kill-matrix-toy-{letter}" for letter in SIZES
    }
    assert run(course, "verify", "toy", *words, "--variant", "c") == 0
    assert run(course, "verify", "toy", *words, "--variant", "x") == 2
    # It may say of which it is known: of the others it says nothing.
    (folder / "wrong_nine.py").write_text(f"{heads}# variants: c\n{hard}")
    capsys.readouterr()
    assert run(course, "verify", "toy", *words) == 0
    assert "Fair: all 3 known submissions" in capsys.readouterr().out


def test_who_worked_elsewhere_is_told_and_asked_about(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    place = course.root / "submitted" / "student19" / "toy"
    (place / "toy.ipynb").unlink()
    worked = place / "variants" / "b" / "toy.ipynb"
    worked.parent.mkdir(parents=True)
    shutil.copy(course.root / "release/toy/variants/a/toy.ipynb", worked)
    shutil.copy(course.root / "release/toy/start.ipynb", place)
    assert run(course, "grade", "toy", "--student", "student19") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "start.ipynb alone was handed in" in told
    assert "variants/b/toy.ipynb was changed, and is not graded" in told


def test_the_class_of_a_demo_has_variants(course: Course, tmp_path: Path) -> None:
    shutil.copy(ROOT / "nbgrader_config.py", course.root)
    folder = course.root / "tests" / "submissions" / "toy" / "masks"
    folder.mkdir(parents=True)
    (folder / "wrong_same.py").write_text("# expect: doubles\ndef first(size):\n    return size\n")
    assert run(course, "rehearse", "toy", "--students", "3", "--folder", str(tmp_path / "r")) == 0
    lines = (tmp_path / "r" / "verdicts" / "toy.jsonl").read_text().splitlines()
    got = {one["student"]: one["points"] for one in map(json.loads, lines)}
    assert got["student001"] == MOST and got["gustav"] == 0.0
