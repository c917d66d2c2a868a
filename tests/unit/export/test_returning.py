"""The files of Canvas, Moodle, Brightspace and Blackboard come back as they came, with points."""

import codecs
import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.export.forms import form_of
from autograder.export.layout import LAYOUTS, Sheet
from autograder.export.returning import returned
from autograder.export.roster import read_roster
from autograder.export.writing import Vendor
from autograder.late.grades import Grades, Item, Mark, Person

FLOWS, MASKS = Item("flows", "Flows", 100.0), Item("masks", "Masks & more", 10.0)
PEOPLE = {one: Person(one) for one in ("ada", "bob", "zoé")}
MARKS = {
    ("ada", "flows"): Mark(92.5),
    ("ada", "masks"): Mark(10.0),
    ("bob", "flows"): Mark(None, unread=("essay",)),
    ("zoé", "flows"): Mark(0.0, penalty=3.0),
}

FILES = Path(__file__).parent / "files"


def text_of(name: str) -> str:
    """Return a file as a platform writes it, of the students above."""
    return (FILES / name).read_text(encoding="utf-8")


# As lib/gradebook_exporter.rb writes it: a line of posting policies, one of points possible,
# columns that nobody may change, and a pretended student at the end.
CANVAS = text_of("canvas.csv")

MOODLE = text_of("moodle-gradebook.csv")

WORKSHEET = text_of("moodle-worksheet.csv")

BRIGHTSPACE = text_of("brightspace.csv")

BLACKBOARD = text_of("blackboard.tsv")


def filled(
    tmp_path: Path,
    vendor: Vendor,
    content: bytes,
    *items: Item,
    marks: Mapping[tuple[str, str], Mark] = MARKS,
    **columns: str,
) -> tuple[bytes, tuple[str, ...]]:
    """Return what goes back of a file that came, and what is said of it."""
    place = tmp_path / "roster.csv"
    place.write_bytes(content)
    roster = read_roster(place, set(PEOPLE), LAYOUTS[vendor].keys)
    assert roster.table is not None
    form = form_of(vendor, roster.table)
    assert form is not None, "it is the platform's own file"
    given = items or (FLOWS,)
    names = {item.name: columns.get(item.name, item.title) for item in given}
    sheet = Sheet(Grades(given, PEOPLE, marks), list(roster.rows), roster, names)
    done = returned(roster.table, form, sheet, roster.owners, sheet.students)
    return done.table.to_bytes(), done.said


def cells(data: bytes, encoding: str = "utf-8", delimiter: str = ",") -> list[list[str]]:
    text = io.StringIO(data.decode(encoding), newline="")
    return list(csv.reader(text, delimiter=delimiter))


def changes(before: list[list[str]], after: list[list[str]]) -> dict[tuple[int, str], str]:
    """Return what is not as it was, by line and name of the column."""
    assert [len(row) for row in before] == [len(row) for row in after]
    return {
        (number, after[0][column]): now
        for number, (old, new) in enumerate(zip(before, after, strict=True))
        for column, (was, now) in enumerate(zip(old, new, strict=True))
        if was != now
    }


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_canvas_has_its_file_back(tmp_path: Path, mark: bytes, newline: str) -> None:
    came = mark + CANVAS.replace("\n", newline).encode()
    data, said = filled(tmp_path, "canvas", came)
    assert data.startswith(mark) and data.count(b"\r\n") == came.count(b"\r\n")
    encoding = "utf-8-sig" if mark else "utf-8"
    changed = changes(cells(came, encoding), cells(data, encoding))
    assert changed == {(3, "Flows (4711)"): "92.5", (5, "Flows (4711)"): "0"}
    assert said == ()
    again, _ = filled(tmp_path, "canvas", data)
    assert again == data


def test_canvas_keeps_who_is_excused_and_names_a_new_column(tmp_path: Path) -> None:
    came = CANVAS.replace(",40.00,EX", ",EX,EX").encode()
    marks = {**MARKS, ("bob", "flows"): Mark(50.0)}
    data, said = filled(tmp_path, "canvas", came, FLOWS, MASKS, marks=marks)
    header, _, possible, ada, bob, *_ = cells(data)
    assert header[-1] == "Masks & more" and possible[-1] == "10"
    assert ada[-1] == "10" and bob[6] == "EX" and bob[-1] == ""
    assert any("bob stays EX" in one for one in said)
    assert any("no column 'Masks & more'" in one for one in said)


def test_canvas_of_a_country_with_decimal_commas(tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(CANVAS)))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([[c.replace(".50", ",50").replace(".00", ",00") for c in r] for r in rows])
    came = codecs.BOM_UTF8 + out.getvalue().encode()
    data, said = filled(tmp_path, "canvas", came)
    changed = changes(cells(came, "utf-8-sig", ";"), cells(data, "utf-8-sig", ";"))
    assert changed == {(3, "Flows (4711)"): "92,5", (5, "Flows (4711)"): "0"}
    assert said == ()


def test_other_points_there_than_here_are_told(tmp_path: Path) -> None:
    for vendor, text in (
        ("canvas", CANVAS.replace("100.00,20.00", "50.00,20.00")),
        ("moodle", WORKSHEET.replace("100.00,Yes", "50.00,Yes")),
        ("brightspace", BRIGHTSPACE.replace("MaxPoints:100", "MaxPoints:50")),
    ):
        _, said = filled(tmp_path, vendor, text.encode())  # type: ignore[arg-type]
        assert any("has 100 points here, and 50 in the roster's" in one for one in said), vendor


def test_moodle_has_its_gradebook_back(tmp_path: Path) -> None:
    data, said = filled(tmp_path, "moodle", MOODLE.encode())
    column = "Assignment: Flows (Real)"
    assert changes(cells(MOODLE.encode()), cells(data)) == {(1, column): "92.5", (3, column): "0"}
    assert said == ()


def test_moodle_has_its_worksheet_back(tmp_path: Path) -> None:
    came = codecs.BOM_UTF8 + WORKSHEET.encode()
    data, said = filled(tmp_path, "moodle", came)
    assert changes(cells(came, "utf-8-sig"), cells(data, "utf-8-sig")) == {(1, "Grade"): "92.5"}
    assert said == ("flows: the roster says that zoé's grade cannot be changed.",)
    unlocked = WORKSHEET.replace(",No,", ",Yes,").replace('"Well done."', "")
    late = cells(filled(tmp_path, "moodle", unlocked.encode())[0])[3]
    assert late[4] == "0" and "−3 points" in late[-1]
    with pytest.raises(CourseError, match="worksheet of one assignment"):
        filled(tmp_path, "moodle", came, FLOWS, MASKS)


def test_brightspace_has_ids_and_points_alone(tmp_path: Path) -> None:
    data, said = filled(tmp_path, "brightspace", BRIGHTSPACE.encode(), FLOWS, MASKS)
    points = "Flows Points Grade <Numeric MaxPoints:100 Weight:10 Category:Labs>"
    assert cells(data) == [
        ["OrgDefinedId", "Username", points, "Masks & more Points Grade", "End-of-Line Indicator"],
        ["#0070", "#ada", "92.5", "10", "#"],
        ["#0071", "#bob", "40", "", "#"],
        ["#0072", "#zoé", "0", "", "#"],
    ]
    assert len(said) == 1 and "Masks & more Points Grade" in said[0]


def test_blackboard_has_its_file_back_in_its_own_encoding(tmp_path: Path) -> None:
    came = codecs.BOM_UTF16_LE + BLACKBOARD.encode("utf-16-le")
    data, said = filled(tmp_path, "blackboard", came)
    assert data.startswith(codecs.BOM_UTF16_LE)
    text = data.decode("utf-16")
    assert text.startswith('"Last Name"\t"First Name"'), "quoted as it was"
    column = "Flows [Total Pts: 100 Score] |403340"
    before = cells(came, "utf-16", "\t")
    assert changes(before, cells(data, "utf-16", "\t")) == {(1, column): "92.5", (3, column): "0"}
    assert said == ()


def test_a_column_by_another_name_is_the_one_that_the_course_names(tmp_path: Path) -> None:
    text = CANVAS.replace("Flows (4711)", "Lab 3 (4711)")
    data, _ = filled(tmp_path, "canvas", text.encode(), flows="Lab 3 (4711)")
    assert cells(data)[3][6] == "92.5"


@pytest.mark.parametrize("vendor", ["brightspace", "blackboard"])
def test_without_a_file_of_theirs_there_is_a_layout(tmp_path: Path, vendor: Vendor) -> None:
    place = tmp_path / "roster.csv"
    place.write_text("student_id,Username,Last Name\nada,al1,Lovelace\nzoé,zu2,Ünal\n")
    roster = read_roster(place, set(PEOPLE), LAYOUTS[vendor].keys)
    sheet = Sheet(Grades((FLOWS,), PEOPLE, MARKS), list(roster.rows), roster, {"flows": "Flows"})
    header, ada, _ = LAYOUTS[vendor].rows(sheet)
    expected = {
        "brightspace": (
            ["OrgDefinedId", "Username", "Flows Points Grade", "End-of-Line Indicator"],
            ["", "#al1", 92.5, "#"],
        ),
        "blackboard": (
            ["Last Name", "First Name", "Username", "Student ID", "Flows"],
            ["Lovelace", "", "al1", "", 92.5],
        ),
    }
    assert (header, ada) == expected[vendor]


def test_who_teaches_is_no_student_of_gradescopes_roster(tmp_path: Path) -> None:
    place = tmp_path / "roster.csv"
    place.write_text(
        "First Name,Last Name,SID,Email,Role\nAda,L,ada,a@x.org,Student\n"
        "Tom,T,tom,t@x.org,TA\nIda,I,ida,i@x.org,Instructor\n"
    )
    roster = read_roster(place, set(PEOPLE), LAYOUTS["gradescope"].keys)
    assert list(roster.rows) == ["ada"]
    assert roster.table is not None and form_of("gradescope", roster.table) is None


def test_a_roster_of_ones_own_is_nobody_elses_file(tmp_path: Path) -> None:
    place = tmp_path / "roster.csv"
    place.write_text(
        "student_id,ID number,Email address,ID,Section,Username,Last Name\nada,,,,,,\n"
    )
    table = read_roster(place, set(PEOPLE), LAYOUTS["moodle"].keys).table
    assert table is not None
    assert not any(form_of(one, table) for one in ("canvas", "moodle", "blackboard"))


@pytest.mark.parametrize(
    "text",
    [
        "Student,ID,SIS Login ID,Section\n\nA,1,ada\n,,,\nB,2,bob,x,too,many\n",
        "Student,ID,SIS Login ID,Section\r\nA,1,ada,\r\n",
        'Student,ID,SIS Login ID,Section\n"A\nB",1,ada,"x, ""y"""',
    ],
)
def test_ragged_and_blank_lines_lose_nothing(tmp_path: Path, text: str) -> None:
    data, _ = filled(tmp_path, "canvas", text.encode())
    before, after = (
        list(csv.reader(io.StringIO(one, newline=""))) for one in (text, data.decode())
    )
    assert after[0][-1] == "Flows" and len(after) == len(before)
    (ada,) = [row for row in after if "ada" in row]
    assert ada[4] == "92.5"
    for old, new in zip(before[1:], after[1:], strict=True):
        assert [cell for cell in old if cell] == [c for c in new if c and c != "92.5"]
