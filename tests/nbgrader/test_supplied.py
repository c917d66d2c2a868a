"""Supplied code on its way: who may have it when, and that it is there in grading."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder.__main__ import main
from autograder.cli.build import build as build_command
from autograder.cli.publish import publish_solutions
from autograder.course.config import Course, load_course
from autograder.course.known import answer_sheet, filled
from autograder.errors import CourseError, TemplateError
from autograder.gradebook import redact
from autograder.grading.exam import read_release
from autograder.handout.build import build, database_url
from autograder.handout.nbgrader_steps import quiet_nbgrader
from autograder.runs.run import run_of
from tests.support.supplying import make_pair

pytestmark = pytest.mark.nbgrader

SINCE = datetime(2027, 3, 4, 12, 0, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CHECKS = '''"""Checks of colours/paint."""

from autograder.checking.check import Failed, Context, check
from autograder.checking.student import Student


@check()
def enough(student: Student, ctx: Context) -> None:
    """It is as much as is needed"""
    if student.call_plain("paint", 4) != ctx.reference.paint(4):
        raise Failed("It is another number.")
'''
BY_THE_LAYER = "def paint(size):\n    return 3 * (Layer(size).layer_size - 1) // 2"
TRICK = "class Layer:\n    def __init__(self, size):\n        self.layer_size = 0"


def with_exchange_in(root: Path) -> Course:
    """Return the course, built, with an exchange of its own."""
    make_pair(root)
    toml = root / "course.toml"
    toml.write_text(f'[exchange]\nroot = "exchange"\n{toml.read_text()}')
    course = load_course(root)
    build(course, "colours")
    return course


def test_a_release_waits_for_its_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = with_exchange_in(tmp_path)
    placed = tmp_path / "exchange" / "pair" / "outbound" / "colours" / "colours.ipynb"

    def released(name: str, now: datetime) -> tuple[bool, str]:
        monkeypatch.setattr(redact, "now", lambda: now)
        with quiet_nbgrader():  # as formgrader's button and the command do
            result = NbGraderAPI(config=run_of(course).settings).release_assignment(name)
        return result["success"], result.get("log", "")

    done, said = released("colours", SINCE - SECOND)
    assert not done and not placed.exists()
    assert "from 2027-03-04 12:00:01 UTC on" in said and "answers of nets" in said
    assert released("colours", SINCE)[0] and placed.is_file()
    build(course, "nets")
    assert released("nets", SINCE - timedelta(days=99))[0]  # it hands out nobody's answers


def test_a_build_needs_no_clock_and_says_from_when(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = make_pair(tmp_path)
    assert build_command(course.root, None, check=False) == 0
    said = capsys.readouterr().out
    assert said.count("hand out  from 2027-03-04 12:00:01 UTC on") == 1
    assert "answers of nets" in said.partition("release/colours:")[2]
    assert build_command(course.root, None, check=True) == 0


def test_solutions_are_published_from_the_same_day_on(tmp_path: Path) -> None:
    make_pair(tmp_path)
    for name in ("nets", "colours"):
        with pytest.raises(CourseError, match="from 2027-03-04 12:00:01 UTC on"):
            publish_solutions(tmp_path, name, None, early=False, now=SINCE - SECOND)
    assert publish_solutions(tmp_path, "nets", None, early=False, now=SINCE) == 0
    with pytest.raises(CourseError, match="can be handed in until 2027-04-01"):
        publish_solutions(tmp_path, "colours", None, early=False, now=SINCE)


LEAK = "twice_as_large = math.prod([size, _FACTOR])"
OTHER = "nobody_else_sees_this = size + 17"


@pytest.mark.parametrize(
    ("assignment", "line", "leaks"),
    [
        ("colours", LEAK, False),  # it is supplied there
        ("colours", OTHER, True),
        ("nets", "litres_of_paint = 3 * size", True),
        ("colours", "for size in range(3):", False),
    ],
)
@pytest.mark.parametrize("place", ["handout", "file"])
def test_no_release_shows_what_another_assignment_asks_for(
    tmp_path: Path, assignment: str, line: str, leaks: bool, place: str
) -> None:
    course = make_pair(tmp_path)
    folder = tmp_path / "assignments" / assignment
    if place == "file":
        (folder / "notes.txt").write_text(f"{line}\n")
    else:
        handout = folder / "assignment.md.j2"
        handout.write_text(f"{handout.read_text()}\n```python\n{line}\n```\n")
    if not leaks:
        build(course, assignment)
        return
    with pytest.raises(TemplateError, match="would show 1 line") as raised:
        build(course, assignment)
    assert line in str(raised.value) and not (tmp_path / "release").exists()


def test_what_one_assignment_is_supplied_with_leaks_from_others(tmp_path: Path) -> None:
    course = make_pair(tmp_path)
    notes = tmp_path / "assignments" / "colours" / "notes.txt"
    notes.write_text(f"{LEAK}\n")
    build(course, "colours")
    toml = tmp_path / "course.toml"
    toml.write_text(toml.read_text().replace("supplied = [", "parameters.unused = ["))
    handout = notes.with_name("assignment.md.j2")
    handout.write_text('{{ exercise("paint") }}\n')
    with pytest.raises(TemplateError, match="solutions of nets"):
        build(load_course(tmp_path), "colours")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, bubblewrap: object) -> Iterator[Course]:
    """A class whose answers use what was supplied, however it was treated."""
    root = tmp_path_factory.mktemp("supplied")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SECRET", "supplied")
        course = make_pair(root)
        place = course.checks("colours") / "paint.py"
        place.parent.mkdir()
        place.write_text(CHECKS)
        build(course, "colours")
        for student in ("ada", "bela", "chiara", "dmitri"):
            hand_in(course, student)
        assert main(["--course", str(root), "grade", "colours", "--jobs", "1"]) == 0
        yield course


def hand_in(course: Course, student: str) -> None:
    released = read_release(course.root, "colours", "colours")
    by_layer = {"paint.paint": BY_THE_LAYER}
    notebook = filled(answer_sheet(course, "colours", released), by_layer)
    (cell,) = (
        c
        for c in notebook.cells
        if c.metadata.get("nbgrader", {}).get("grade_id") == "supplied-Layer"
    )
    if student == "bela":
        cell.source = TRICK
    elif student == "chiara":
        notebook.cells.remove(cell)
    elif student == "dmitri":  # a class of their own, as anybody may write
        notebook.cells.insert(notebook.cells.index(cell) + 1, nbformat.v4.new_code_cell(TRICK))
    place = course.root / "submitted" / student / "colours" / "colours.ipynb"
    place.parent.mkdir(parents=True)
    nbformat.write(notebook, place)


def scores(course: Course) -> dict[str, float]:
    with Gradebook(database_url(course), "pair") as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions("colours")}


EXPECTED = {"ada": 5, "bela": 5, "chiara": 5, "dmitri": 0}


@pytest.mark.sandbox
@pytest.mark.slow
@pytest.mark.xdist_group("supplied")
def test_supplied_code_is_there_in_grading_whatever_was_done_to_it(graded: Course) -> None:
    assert scores(graded) == EXPECTED


@pytest.mark.sandbox
@pytest.mark.slow
@pytest.mark.xdist_group("supplied")
def test_nbgrader_comes_to_the_same(
    graded: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", "supplied")
    made = shutil.ignore_patterns("verdicts", "autograded")
    shutil.copytree(graded.root, tmp_path / "other", ignore=made)
    course = load_course(tmp_path / "other")
    with quiet_nbgrader():
        result = NbGraderAPI(config=run_of(course).settings).autograde("colours", "bela")
    assert result["success"], result
    autograded = course.root / "autograded" / "bela" / "colours" / "colours.ipynb"
    text = autograded.read_text()
    assert "A layer of its own" in text and "self.layer_size = 0" not in text
    assert scores(course)["bela"] == 5
