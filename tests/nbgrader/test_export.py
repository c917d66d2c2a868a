"""Grades for Canvas, Moodle and Gradescope: their columns, who is in, and what is left empty."""

import csv
import io
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.exportapp import ExportApp

from autograder.__main__ import main
from autograder.course.config import Course
from autograder.errors import CourseError
from autograder.export.layout import LAYOUTS
from autograder.export.names import names_in
from autograder.export.roster import read_roster
from autograder.handout.build import database_url
from autograder.handout.nbgrader_steps import quiet_nbgrader
from tests.support.lates import due, hand_in, make_gradebook, write_course

pytestmark = pytest.mark.nbgrader

DAY = timedelta(days=1)
POLICY = "[late]\nper_day = 10\nbudget_days = 1\n"
COLUMNS = '[assignments.flows.columns]\ncanvas = "Flows (4711)"\nmoodle = "Assignment: Flows"'

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")

CONFIG = """
from autograder.gradebook import configure

c = get_config()
configure(c, {root!r})
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    course = write_course(root, POLICY, flows=COLUMNS)
    make_gradebook(course)
    hand_in(course, "ada", "flows", 3 * DAY + timedelta(minutes=1))
    hand_in(course, "ada", "masks", timedelta(0), (8.0, 1.256))
    hand_in(course, "bob", "flows", timedelta(hours=-1), None)  # ours is broken: no score
    hand_in(course, "=cmd()", "flows", timedelta(0), (0.0, 0.0))
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        gradebook.update_or_create_student(
            "ada", first_name="Ada", last_name="Lovelace", email="ada@x.org", lms_user_id="12"
        )
        gradebook.update_or_create_student("cy")  # has handed in nothing
    (root / "nbgrader_config.py").write_text(CONFIG.format(root=str(root)))
    return root


@pytest.fixture
def root(graded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(graded, tmp_path, dirs_exist_ok=True)
    config = tmp_path / "nbgrader_config.py"
    config.write_text(CONFIG.format(root=str(tmp_path)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline="")))


def export(*words: str) -> int:
    return main(["export", *words])


def test_canvas_gets_its_columns(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export("--all", "--to", "canvas", "--into", "out/grades.csv") == 0
    assert rows(root / "out" / "grades.csv") == [
        [*CANVAS, "The paint", "The masks", "Flows (4711)"],
        ["    Points Possible", "", "", "", "", "10", "10", "10"],
        ["'=cmd()", "", "", "'=cmd()", "", "", "", "0"],
        ["Lovelace, Ada", "12", "", "ada", "", "", "9.26", "5"],
        ["bob", "", "", "bob", "", "", "", ""],
        ["cy", "", "", "cy", "", "", "", ""],
    ]
    out, err = capsys.readouterr()
    assert out == "out/grades.csv: 4 students\n"
    assert "flows, empty since no grade was recorded: bob." in err
    assert "ada  flows: −0 → −3, 4 days late, 1 of them free" in err


def test_moodle_gets_points_and_a_word_on_lateness(root: Path) -> None:
    assert export("flows", "--to", "moodle") == 0
    header, evil, ada, bob, cy = rows(root / "grades-moodle.csv")
    fixed = ["Username", "First name", "Last name", "ID number", "Email address"]
    assert header == [*fixed, "Assignment: Flows", "Assignment: Flows (Feedback)"]
    late = "4 days late, 1 of them free: −3 points"
    assert ada == ["ada", "Ada", "Lovelace", "12", "ada@x.org", "5", late]
    assert (evil[-2:], bob[-2:], cy[-2:]) == (["0", ""], ["", ""], ["", ""])


def test_gradescope_gets_times_and_lateness(root: Path) -> None:
    assert export("--all", "--to", "gradescope") == 0
    assert (root / "grades-gradescope.csv").read_bytes().startswith(b"\xef\xbb\xbfFirst Name,")
    header, _, ada, bob, cy = rows(root / "grades-gradescope.csv", "utf-8-sig")
    assert header[:6] == ["First Name", "Last Name", "SID", "Email", "Sections", "The paint"]
    assert header[-5:] == [
        "The flows",
        "The flows - Max Points",
        "The flows - Submission Time",
        "The flows - Lateness (H:M:S)",
        "Total Lateness (H:M:S)",
    ]
    at = "2027-03-04 12:01:00 +0000"
    assert ada[-5:] == ["5", "10", at, "72:01:00", "72:01:00"]
    assert bob[-5:] == ["", "10", "2027-03-01 11:00:00 +0000", "00:00:00", "00:00:00"]
    assert cy[-5:] == ["", "10", "", "", "00:00:00"]


def test_a_roster_orders_adds_and_leaves_out(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "roster.csv").write_text(
        "Student;ID;SIS User ID;SIS Login ID;Section\n    Points Possible;;;;\n"
        '"New, Nora";7;;nora;B\n"Lovelace, A.";1;S1;ada;A\n"Bo;b";2;S2;bob;A\n',
        encoding="utf-8-sig",
    )
    text = (root / "course.toml").read_text()
    (root / "course.toml").write_text(text + '\n[export]\nroster = "roster.csv"\n')
    assert export("flows", "--to", "canvas") == 0
    written = (root / "grades-canvas.csv").read_bytes().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written, newline=""), delimiter=";"))[1:] == [
        ["    Points Possible", "", "", "", "", "10"],
        ["New, Nora", "7", "", "nora", "B", ""],
        ["Lovelace, A.", "1", "S1", "ada", "A", "5"],
        ["Bo;b", "2", "S2", "bob", "A", ""],
    ]
    assert "Left out, since the roster does not have them: =cmd(), cy." in capsys.readouterr().err


def test_a_roster_with_ids_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("Surname,ID number,student_id\nL,ada,12\nM,x,13\n")
    roster = read_roster(path, {"ada", "12"}, LAYOUTS["moodle"].keys)
    assert list(roster.rows) == ["12", "13"]
    assert roster.cell("12", "Last name") == "L"
    path.write_text("Email address,ID number\nada,x\nbob,cy\n")
    assert read_roster(path, {"ada", "bob", "cy"}, LAYOUTS["moodle"].keys).column == "email address"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"SID,Email\n1,2\n", "no student of the gradebook stands in this roster"),
        (b"", "needs a line of column names"),
        (b"SID\nada\nada\n", "'ada' stands twice"),
        (b"SID\n\xff\n", "not UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_a_roster_that_does_not_serve_is_a_sentence(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "roster.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CourseError, match=said):
        read_roster(path, {"ada"}, LAYOUTS["gradescope"].keys)


def nbgrader_export(*words: str) -> None:
    """Run `nbgrader export` in this process."""
    ExportApp.clear_instance()
    app = ExportApp.instance()
    try:
        with quiet_nbgrader():
            app.initialize(list(words))
            app.start()
    finally:
        app.close_handlers()
        ExportApp.clear_instance()


@pytest.mark.parametrize("vendor", ["Canvas", "Moodle", "Gradescope", "Brightspace", "Blackboard"])
def test_nbgraders_own_export_writes_the_same(root: Path, vendor: str) -> None:
    assert export("flows", "--to", vendor.lower()) == 0
    exporter = f"--exporter=autograder.export.{vendor}Exporter"
    nbgrader_export(exporter, "--to", "theirs.csv", "--assignment", "[flows]")
    ours = (root / f"grades-{vendor.lower()}.csv").read_bytes()
    assert (root / "theirs.csv").read_bytes() == ours
    nbgrader_export(exporter, "--to", "one.csv", "--assignment=flows", "--student=ada")
    one = rows(root / "one.csv", "utf-8-sig")
    assert [row for row in one if {"Ada", "Lovelace, Ada", "#ada"} & set(row)] == one[-1:]


def test_nbgraders_own_export_ends_with_the_sentence(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    exporter = "--exporter=autograder.export.MoodleExporter"
    with pytest.raises(SystemExit):
        nbgrader_export(exporter, "--MoodleExporter.roster=100%s.csv", "--to", "none.csv")
    assert "100%s.csv: the roster cannot be read: No such file" in capfd.readouterr().err
    assert not (root / "none.csv").exists()


def test_names_of_nbgraders_command_line() -> None:
    assert names_in(["[flows, 'masks']"]) == ("flows", "masks") == names_in(["flows", "masks"])
    assert names_in([]) == ()


def test_a_dropped_exercise_counts_for_nobody(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_course(root, POLICY, flows=f'dropped = ["two"]\n{COLUMNS}', masks='dropped = ["one"]')
    assert export("--all", "--to", "canvas") == 0
    _, possible, evil, ada, *_ = rows(root / "grades-canvas.csv")
    assert possible[5:] == ["10", "2", "8"]
    assert evil[5:] == ["", "", "0"]
    assert ada[5:] == ["", "1.26", "3.6"]  # 6 of 8, less 3 days of 10 % of 8
    assert "flows is counted without two." in capsys.readouterr().err


def test_what_waits_for_a_person_is_empty(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = write_course(root, POLICY)
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        gradebook.find_grade("one-grade", "flows", "flows", "ada").auto_score = None
        gradebook.find_grade("two-grade", "masks", "masks", "ada").manual_score = 0.5
        gradebook.find_grade("two-grade", "masks", "masks", "ada").extra_credit = 0.25
        gradebook.db.commit()
    assert export("--all", "--to", "canvas") == 0
    assert rows(root / "grades-canvas.csv")[3][5:] == ["", "8.75", ""]
    assert "flows, empty until formgrader has points for one: ada." in capsys.readouterr().err


def test_faults_are_sentences(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export("--to", "canvas") == 2
    assert export("flows", "--all", "--to", "canvas") == 2
    assert export("flow", "--to", "canvas") == 2
    text = (root / "course.toml").read_text()
    (root / "course.toml").write_text(text.replace("The masks", "The paint"))
    assert export("--all", "--to", "canvas") == 2
    said = capsys.readouterr().err
    assert said.count("Name one assignment to export, or say --all.") == 2
    assert "there is no assignment 'flow'" in said
    assert "[assignments.paint.columns] canvas" in said
    assert not (root / "grades-canvas.csv").exists()


def test_an_extension_for_nobody_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = f"[extensions.flows]\nadda = {due('flows').isoformat()}\n"
    course: Course = write_course(root, POLICY + table)
    assert export("flows", "--to", "canvas") == 0
    assert "course.toml extends flows for adda" in capsys.readouterr().err
    assert course.extensions["flows"]
