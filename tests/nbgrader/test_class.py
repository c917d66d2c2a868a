"""A class graded by the command line, as a TA does it: verdicts, gradebook, feedback, again."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder.__main__ import main
from autograder.cli.table import first_to_look_at, printable
from autograder.course.config import Course, load_course
from autograder.course.known import answer_sheet, known_submissions
from autograder.errors import CourseError
from autograder.grading.store import Verdicts
from autograder.handout.build import database_url
from autograder.parallel import pool
from autograder.records.verdict import Verdict
from autograder.runs.run import run_of
from tests.conftest import ROOT
from tests.support.toyclass import descendants
from tests.support.transports import wait_until

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.nbgrader,
    pytest.mark.usefixtures("bubblewrap"),
    pytest.mark.xdist_group("class"),  # one process, so that the class is graded once
]

EXPECTED = {"ada": 100, "gustav": 0, "olga": 80, "zoe": None}
LEAVES = "import os\nos._exit(0)"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """A copy of this repository's course with a class that has handed in, graded once."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "course.toml", root)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    for part in ("assignments", "solutions", "release"):
        shutil.copytree(ROOT / part, root / part)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SECRET", "a class")
        course = load_course(root)
        hand_in(course)
        assert grade(course, "--jobs", "2") == 0
        yield course


def hand_in(course: Course) -> None:
    released = nbformat.read(course.root / "release/pixelcnn/pixelcnn.ipynb", as_version=4)
    solved = answer_sheet(course, "pixelcnn", released)
    leaving = answer_sheet(course, "pixelcnn", released)
    for cell in leaving.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "vae-gaussian_kl":
            cell.source = LEAVES
    texts = {
        "ada": nbformat.writes(solved),
        "gustav": nbformat.writes(released),
        "olga": nbformat.writes(leaving),
        "zoe": nbformat.writes(solved)[:5000],
    }
    for student, text in texts.items():
        place = course.root / "submitted" / student / "pixelcnn" / "pixelcnn.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(text, encoding="utf-8")


def grade(course: Course, *more: str) -> int:
    return main(["--course", str(course.root), "grade", "pixelcnn", *more])


def lines(course: Course) -> dict[str, dict[str, Any]]:
    text = (course.root / "verdicts" / "pixelcnn.jsonl").read_text(encoding="utf-8")
    return {line["student"]: line for line in map(json.loads, text.splitlines())}


def timeless(verdicts: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Leave out what is of a run and not of the submission."""
    return {student: {**line, "seconds": 0, "change": None} for student, line in verdicts.items()}


def recorded(course: Course) -> dict[str, float]:
    with Gradebook(database_url(course), course.course.id) as gradebook:
        submissions = gradebook.assignment_submissions("pixelcnn")
        return {submission.student.id: submission.score for submission in submissions}


def test_every_submission_has_its_verdict(course: Course) -> None:
    verdicts = lines(course)
    assert set(verdicts) == set(EXPECTED)
    assert verdicts["ada"]["points"] == 100
    assert verdicts["gustav"]["points"] == 0
    assert verdicts["zoe"]["status"] == "rejected"
    assert "not a notebook" in verdicts["zoe"]["reason"]
    outcomes = {f["outcome"] for e in verdicts["gustav"]["exercises"] for f in e["findings"]}
    assert outcomes == {"failed", "skipped"}


def test_a_cell_that_ends_the_process_costs_its_exercise_alone(course: Course) -> None:
    olga = lines(course)["olga"]
    points = {e["key"]: e["points"] for e in olga["exercises"]}
    assert [points[f"pixelcnn/{e}"] for e in ("likelihood", "masks", "stack", "sampling")] == [
        20, 20, 25, 15,
    ]  # fmt: skip
    assert 0 < points["pixelcnn/vae"] < 20
    kept = Verdicts(course.root / "verdicts").find(
        "olga", olga["submission_sha256"], olga["course_sha256"], "cpu"
    )
    assert kept is not None
    told = {run.cell_id: run.error for run in kept.cells}
    assert sum(bool(error) for error in told.values()) == 1


def test_nbgrader_holds_the_points_of_the_verdicts(course: Course) -> None:
    graded = {s: v["points"] for s, v in lines(course).items() if v["status"] == "graded"}
    assert recorded(course) == pytest.approx(graded)


def test_a_second_run_grades_nothing_and_says_the_same(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a process was begun for what is graded already")

    before = lines(course)
    monkeypatch.setattr(pool, "Worker", refuse)
    assert grade(course, "--no-gradebook") == 0
    assert lines(course) == before


def test_grading_twice_gives_the_same_verdicts(course: Course, tmp_path: Path) -> None:
    before = lines(course)
    again = tmp_path / "again.jsonl"
    command = ("--regrade", "--jobs", "1", "--no-gradebook", "--verdicts", str(again))
    assert grade(course, "--student", "[ao]*", *command) == 0
    repeated = {line["student"]: line for line in map(json.loads, again.read_text().splitlines())}
    assert set(repeated) == {"ada", "olga"}
    assert timeless(repeated) == timeless({s: before[s] for s in repeated})


@contextmanager
def grading_gustav(course: Course) -> Iterator[subprocess.Popen[str]]:
    """The command line grading one student again, once his code runs in a sandbox."""
    words = ["grade", "pixelcnn", "--student", "gustav", "--regrade", "--no-gradebook"]
    with subprocess.Popen(
        [sys.executable, "-m", "autograder", "--course", str(course.root), *words],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as running:
        wait_until(lambda: bool(walls(running.pid)), "no sandbox was started", seconds=120)
        yield running


def walls(pid: int) -> list[int]:
    """Return the processes of bubblewrap that a process has begun, the outermost first."""
    names = {p: Path(f"/proc/{p}/comm") for p in sorted(descendants(pid))}
    return [p for p, path in names.items() if path.is_file() and path.read_text() == "bwrap\n"]


def has_student(pid: int) -> bool:
    """Say whether the warm process behind the innermost wall has a child."""
    return any(len(descendants(wall)) >= 2 for wall in walls(pid)[-1:])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_grader_that_is_stopped_leaves_no_process(course: Course, number: signal.Signals) -> None:
    with grading_gustav(course) as running:
        begun = descendants(running.pid)
        running.send_signal(number)
        told = running.communicate(timeout=60)[1]
    assert running.returncode == (130 if number == signal.SIGINT else -signal.SIGKILL)
    assert "Traceback" not in told
    assert number == signal.SIGKILL or "the same command goes on from there" in told
    wait_until(
        lambda: not any(Path(f"/proc/{pid}").exists() for pid in begun), "a process was left"
    )


def test_a_sandbox_that_is_killed_costs_nobody_a_point(course: Course) -> None:
    before = lines(course)["gustav"]
    with grading_gustav(course) as running:
        wait_until(lambda: has_student(running.pid), "no code of his was run", seconds=60)
        for pid in walls(running.pid):
            with suppress(ProcessLookupError):  # the inner ones die with the outer one
                os.kill(pid, signal.SIGKILL)
        running.communicate(timeout=250)
    assert running.returncode == 0
    assert {**lines(course)["gustav"], "seconds": 0} == {**before, "seconds": 0}


def nbgrader(course: Course, *command: str) -> None:
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    subprocess.run(
        [sys.executable, "-m", "nbgrader", *command],
        cwd=course.root,
        env=environment,
        check=True,
        capture_output=True,
        timeout=280,
    )


@pytest.fixture(scope="module")
def by_nbgrader(course: Course) -> None:
    """Let nbgrader's own commands grade one student, and make the pages of all."""
    nbgrader(course, "autograde", "pixelcnn", "--student=ada", "--force")
    nbgrader(course, "generate_feedback", "pixelcnn", "--force")
    nbgrader(course, "export")


@pytest.mark.usefixtures("by_nbgrader")
def test_nbgraders_own_commands_work(course: Course) -> None:
    assert recorded(course)["ada"] == 100
    grades = (course.root / "grades.csv").read_text(encoding="utf-8")
    assert "pixelcnn" in grades
    assert "ada" in grades


def test_formgraders_button_works(course: Course) -> None:
    result = NbGraderAPI(config=run_of(course).settings).autograde("pixelcnn", "olga")
    assert result["success"], result
    assert recorded(course)["olga"] == lines(course)["olga"]["points"]


@pytest.mark.usefixtures("by_nbgrader")
def test_feedback_shows_findings_and_pictures_and_no_reference(course: Course) -> None:
    page = (course.root / "feedback/ada/pixelcnn/pixelcnn.html").read_text(encoding="utf-8")
    assert page.count("20 of 20 points") == 3
    assert "data:image/png;base64" in page
    assert "(hidden check)" in page
    gustav = (course.root / "feedback/gustav/pixelcnn/pixelcnn.html").read_text(encoding="utf-8")
    assert "is not written yet" in gustav


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (["grade", "flows"], 2, "It has: foundations, density, images, pixelcnn, sequences, games"),
        (["grade", "pixelcnn", "--student", "nobody"], 2, "no submission of pixelcnn"),
        (["grade", "pixelcnn", "--device", "cuda"], 3, "--device cpu"),
        (["build", "flows"], 2, "It has: foundations, density, images, pixelcnn, sequences, games"),
    ],
)
def test_errors_are_sentences_with_a_code(
    course: Course, capsys: pytest.CaptureFixture[str], command: list[str], code: int, words: str
) -> None:
    assert main(["--course", str(course.root), *command]) == code
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told


def test_known_submissions_need_a_verdict_in_their_name(tmp_path: Path) -> None:
    place = tmp_path / "pixelcnn" / "masks" / "maybe.py"
    place.parent.mkdir(parents=True)
    place.touch()
    with pytest.raises(CourseError, match=r"right_\*.py or wrong_"):
        known_submissions(tmp_path, "pixelcnn")


def test_a_terminal_gets_no_control_characters() -> None:
    assert printable("ada\x1b[31m\r\u202e") == "ada�[31m��"


def test_the_first_thing_to_look_at(course: Course) -> None:
    verdicts = Verdicts(course.root / "verdicts")

    def kept(student: str) -> Verdict:
        line = lines(course)[student]
        found = verdicts.find(student, line["submission_sha256"], line["course_sha256"], "cpu")
        assert found is not None
        return found

    assert first_to_look_at(kept("ada")) == ""
    assert first_to_look_at(kept("olga")).startswith("vae: ")
