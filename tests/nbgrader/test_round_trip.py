"""Collected from a platform, graded, and back: every line of its own gradebook gets its points."""

import csv
import io
import shutil
import unicodedata
from datetime import timedelta
from pathlib import Path

import pytest

from autograder.__main__ import main
from autograder.course.config import Course, load_course
from autograder.export.matching import Traits, matched
from autograder.export.roster import read_roster
from autograder.gradebook.students import introduce
from autograder.handout.build import database_url
from autograder.storage.lock import turns_at
from autograder.submission.read import find_submissions
from tests.support.archives import zipped
from tests.support.lates import due, hand_in, make_gradebook, write_course

pytestmark = pytest.mark.nbgrader

METADATA = "".join(
    f"submission_{n}:\n  :submitters:\n  - :name: {name}\n    :sid: {sid}\n    :email: {mail}\n"
    f"  :created_at: 2027-03-0{n} 10:00:00.0 Z\n"
    for n, name, sid, mail in (
        (1, "Zoë Lovelace", "'007'", "zoe@uni.example"),
        (2, "Conor O'Brien", "", "co@uni.example"),
    )
)
SAKAI = "Flows/{}/Submission attachment(s)/flows.ipynb"
CANVAS = "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"
MOODLE = "First name,Surname,ID number,Email address\n"

# A platform's files, the gradebook that it lets one download, and where it is exported to.
TRIPS: dict[str, tuple[list[str], str, str]] = {
    "canvas, by its ID": (
        ["lovelacezoe_12345_9_flows.ipynb", "obrienconor_LATE_12346_8_flows-1.ipynb"],
        CANVAS + '"Lovelace, Zoë",12345,12346,al123,A\n"O\'Brien, Conor",12346,9,co77,A\n',
        "canvas",
    ),
    "canvas, where students have changed their names": (
        ["zoe_12345_9_flows.ipynb", "conor_12346_8_flows.ipynb"],
        CANVAS + '"Byron, Ada",12345,1,al123,A\n"O\'Brien, C.",12346,2,co77,A\n',
        "canvas",
    ),
    "moodle, by the full name": (
        [
            "Zoë Lovelace_1_assignsubmission_file_/flows.ipynb",
            "Conor OBrien_2_assignsubmission_file_/flows.ipynb",
        ],
        MOODLE + "Zoë,Lovelace,,zoe@uni.example\nConor,O'Brien,,co@uni.example\n",
        "moodle",
    ),
    "moodle, by its grading worksheet": (
        ["李 伟_4411_assignsubmission_file_x.ipynb", "李 伟_4412_assignsubmission_file_y.ipynb"],
        "Identifier,Full name,Email address\n"
        "Participant 4411,李 伟,a@x\nParticipant 4412,李 伟,b@x\n",
        "moodle",
    ),
    "moodle, in groups": (
        [
            "Red-Zoë Lovelace_1_assignsubmission_file_/flows.ipynb",
            "Blue-Anne-Marie Curie_2_assignsubmission_file_/flows.ipynb",
        ],
        MOODLE + "Zoë,Lovelace,,z@x\nAnne-Marie,Curie,,a@x\n",
        "moodle",
    ),
    "gradescope, by SID and e-mail": (
        ["export/submission_1/flows.ipynb", "export/submission_2/flows.ipynb"],
        "First Name,Last Name,SID,Email,Sections\nA,B,007,x@x,\nC,D,,CO@uni.example,\n",
        "gradescope",
    ),
    "sakai, by login, to Canvas": (
        [SAKAI.format("Lovelace, Zoë(al123)"), SAKAI.format("O'Brien, Conor(co77)")],
        CANVAS + '"X, Y",1,,AL123,A\n"X, Z",2,co77,,A\n',
        "canvas",
    ),
    "folders called by address, to Moodle": (
        ["zoe@uni.example/flows.ipynb", "co@uni.example/flows.ipynb"],
        MOODLE + "X,Y,,Zoe@uni.example\nX,Z,,co@uni.example\n",
        "moodle",
    ),
    "autolab, by e-mail, to Moodle": (
        ["zoe@uni.example_2_flows.ipynb", "co@uni.example_1_flows.ipynb"],
        MOODLE + "X,Y,,zoe@uni.example\nX,Z,,co@uni.example\n",
        "moodle",
    ),
    "brightspace, by name, to Gradescope": (
        [
            "1-9 - Lovelace Zoë - Mar 01, 2027 1000 AM/flows.ipynb",
            "2-9 - 77 Conor O’Brien - Mar 02, 2027 1000 AM/flows.ipynb",
        ],
        "Name,SID,Email\nZoë Lovelace,5,x@x\nConor O'Brien,6,y@x\n",
        "gradescope",
    ),
}


def collected(root: Path, files: list[str]) -> list[str]:
    """Collect these files into a course; returns the students."""
    contents = {name: name for name in files}
    if "submission_1" in files[0]:
        contents["export/submission_metadata.yml"] = METADATA
    (root / "in.zip").write_bytes(zipped(contents))
    assert main(["--course", str(root), "collect", "flows", str(root / "in.zip")]) == 0
    return [entry.student for entry in find_submissions(root / "submitted", "flows")]


def exported(root: Path, to: str, roster: str) -> list[list[str]]:
    """Export with a roster and give the rows of the file, without those that are no students."""
    (root / "roster.csv").write_text(roster, encoding="utf-8-sig")
    words = ["export", "flows", "--to", to, "--into", str(root / "out.csv")]
    assert main(["--course", str(root), *words, "--roster", str(root / "roster.csv")]) == 0
    text = (root / "out.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    return [row for row in rows if "Points Possible" not in row[0]]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    make_gradebook(write_course(root, "[late]\nper_day = 10\n"))
    return root


@pytest.fixture
def course(empty: Path, tmp_path: Path) -> Course:
    shutil.copytree(empty, tmp_path, dirs_exist_ok=True)
    return load_course(tmp_path)


@pytest.mark.parametrize("trip", TRIPS)
def test_every_line_of_the_platforms_gradebook_gets_its_points(
    course: Course, trip: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files, roster, to = TRIPS[trip]
    students = collected(course.root, files)
    assert len(students) == 2
    for student in students:
        hand_in(course, student, "flows", timedelta(0))
    rows = exported(course.root, to, roster)
    assert len(rows) == 2 and all("8" in row for row in rows)
    assert "Left out" not in capsys.readouterr().err


def test_the_gradebook_learns_who_students_are_and_keeps_what_it_knew(course: Course) -> None:
    root = course.root
    students = collected(root, TRIPS["gradescope, by SID and e-mail"][0])
    for student in students:
        hand_in(course, student, "flows", timedelta(0))
    url = database_url(course)
    with turns_at(url) as turns:
        introduce(course, url, root / "submitted", turns)
        introduce(course, url, root / "submitted", turns)
    (root / ".submitted-people.json").unlink()  # the gradebook alone tells as much
    rows = exported(root, "gradescope", "First Name,Last Name,SID,Email\nZoë,Lovelace,9,\n")
    assert rows[0][:4] == ["Zoë", "Lovelace", "9", "zoe@uni.example"] and "8" in rows[0]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_one_however_it_is_spelt(course: Course, form: str, tmp_path: Path) -> None:
    def spelt(text: str, otherwise: bool = False) -> str:
        composed = (form == "NFC") is not otherwise
        return unicodedata.normalize("NFC" if composed else "NFD", text)

    folder = tmp_path / "submitted" / spelt("Zoë") / "flows"
    folder.mkdir(parents=True)
    (folder / "flows.ipynb").write_text("x")
    asked = find_submissions(tmp_path / "submitted", "flows", spelt("Zo*ë", True))
    assert [entry.student for entry in asked] == ["Zoë"]
    text = (tmp_path / "course.toml").read_text()
    until = due("flows") + timedelta(days=3)
    table = f'\n[extensions.flows]\n"{spelt("Zoë", True)}" = {until.isoformat()}\n'
    (tmp_path / "course.toml").write_text(text + table)
    course = load_course(tmp_path)
    hand_in(course, "Zoë", "flows", timedelta(days=2))
    roster = f"Username,First name\n{spelt('Zoë', True)},x\n"
    assert exported(tmp_path, "moodle", roster)[0][-2:] == ["8", ""]


def test_a_folders_name_is_given_out_as_no_login(course: Course) -> None:
    files, roster, to = TRIPS["moodle, by the full name"]
    for student in collected(course.root, files):
        hand_in(course, student, "flows", timedelta(0))
    assert not {"Zoë_Lovelace", "Conor_OBrien"} & {
        cell for row in exported(course.root, to, roster) for cell in row
    }
    assert exported(course.root, to, "Username,x\nZoë_Lovelace,\n")[0][0] == "Zoë_Lovelace"


def test_who_came_at_no_known_time_is_told_by_export(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    trip = TRIPS["canvas, by its ID"]
    for student in collected(course.root, trip[0]):
        hand_in(course, student, "flows", None)
    said = capsys.readouterr().out
    exported(course.root, "canvas", trip[1])
    for told in (said, capsys.readouterr().err):
        assert "flows: marked as late, and nobody tells by how much: obrienconor." in told
        assert "flows: not known when it was handed in, though [late] counts: lovelacezoe." in told


def test_what_fits_two_fits_none() -> None:
    two = {"a": Traits(names=frozenset({"Li Wei"})), "b": Traits(names=frozenset({"Li Wei"}))}
    lines = [{"full name": "Li Wei", "email": "a@x"}, {"full name": "Li Wei", "email": "b@x"}]
    assert matched(lines, two) == {}
    two["b"] = Traits(names=frozenset({"Li Wei"}), emails=frozenset({"B@x"}))
    assert matched(lines, two) == {1: "b", 0: "a"}


def test_a_line_that_has_anothers_id_in_another_column_stays_its_own(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("Student,ID,SIS Login ID\nA,1,\nB,2,a1\n")
    roster = read_roster(
        path, {"a1"}, ("SIS Login ID", "ID"), {"a1": Traits(numbers=frozenset({"1"}))}
    )
    assert list(roster.rows) == ["1", "a1"]
