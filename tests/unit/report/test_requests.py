"""Regrade requests: read from a file, shown with what they are about and what was answered."""

import csv
import json
from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.gradebook.marks import Given, Marks
from autograder.report.page import to_html, to_json
from autograder.report.requests import COLUMNS, Line, Request, read_requests
from autograder.report.summary import ClassReport, Tally
from tests.unit.report.test_report import HOSTILE, LEAK, finding, verdict

EXERCISES, COURSE = ("masks", "stack"), ("density", "pixelcnn")
BOB = Line("bob", "stack", "My mask is right, see the plot.")


def written(root: Path, *rows: tuple[str, ...], head: tuple[str, ...] = COLUMNS) -> Path:
    with (root / "requests.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return root


def told(*lines: Line, comment: str = "") -> ClassReport:
    tally = Tally({"masks": 4.0, "stack": 6.0}, requests=lines)
    marks = Marks({"stack": Given(automatic=2.0, comment=comment)}) if comment else None
    failed = finding("failed", LEAK.format(3))
    tally.add(verdict("bob", 2.0, finding("passed"), failed, finding("skipped")), marks=marks)
    return tally.report("PixelCNN", [], [])


def test_lines_of_the_assignment_are_read(tmp_path: Path) -> None:
    row = ("bob", "pixelcnn", "stack", BOB.words)
    written(tmp_path, row, ("ada", "density", "made", "Why?"), ("", "", "", ""))
    assert read_requests(tmp_path, "pixelcnn", EXERCISES, COURSE) == [BOB]


def test_any_order_of_columns_and_excels_semicolons_do(tmp_path: Path) -> None:
    text = "\ufeffRequest;Exercise;When;Assignment;Student\r\nWhy; stack;today;pixelcnn;bob\r\n"
    (tmp_path / "requests.csv").write_bytes(text.encode())
    assert read_requests(tmp_path, "pixelcnn", EXERCISES, COURSE) == [Line("bob", "stack", "Why")]


def test_upper_and_lower_case_are_the_same(tmp_path: Path) -> None:
    written(tmp_path, ("BOB", "PixelCNN", "Stack", BOB.words))
    (line,) = read_requests(tmp_path, "pixelcnn", EXERCISES, COURSE)
    assert line == Line("BOB", "stack", BOB.words)
    assert told(line).requests[0].about == (f"Nothing leaks: {LEAK.format(3)}",)


def test_a_course_without_the_file_has_no_requests(tmp_path: Path) -> None:
    assert read_requests(tmp_path, "pixelcnn", EXERCISES, COURSE) == []


@pytest.mark.parametrize(
    ("head", "row", "words"),
    [
        (("student", "request"), ("bob", "Why?"), "no column 'assignment'"),
        (COLUMNS, ("bob", "pixelcnn", "stak", "Why?"), "line 2: pixelcnn has no exercise 'stak'"),
        (COLUMNS, ("bob", "pixelcn", "stack", "Why?"), "line 2: the course has no assignment 'pix"),
        (COLUMNS, ("", "pixelcnn", "stack", "Why?"), "line 2: it names no student"),
        (COLUMNS, ("bob", "pixelcnn", "stack", "I lost", " here"), "line 2: it has more cells"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused(
    tmp_path: Path, head: tuple[str, ...], row: tuple[str, ...], words: str
) -> None:
    written(tmp_path, row, head=head)
    with pytest.raises(CourseError, match=words):
        read_requests(tmp_path, "pixelcnn", EXERCISES, COURSE)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "requests.csv").write_bytes(b"student,\xff\xff\n")
    with pytest.raises(CourseError, match="Save it as CSV UTF-8"):
        read_requests(tmp_path, "pixelcnn", EXERCISES, COURSE)


def test_a_request_has_the_findings_that_cost_points() -> None:
    (one,) = told(BOB).requests
    assert one == Request("bob", "stack", BOB.words, (f"Nothing leaks: {LEAK.format(3)}",))


def test_a_comment_of_a_person_answers_it() -> None:
    report = told(BOB, comment="You are right: 2 points more.")
    assert report.requests[0].answer == "You are right: 2 points more."
    page = to_html(report, "2026-01-01")
    assert "You are right: 2 points more." in page and "answered" in page
    assert json.loads(to_json(report))["requests"][0]["answer"]


def test_who_has_handed_in_nothing_is_shown_too() -> None:
    report = told(Line("eve", "masks", "I was ill."))
    assert report.requests == (Request("eve", "masks", "I was ill."),)
    assert "I was ill." in to_html(report, "2026-01-01")


def test_words_of_students_are_text() -> None:
    page = to_html(told(Line("bob", "stack", HOSTILE)), "2026-01-01")
    assert "<script>alert" not in page and "\x1b" not in page


def test_a_report_without_requests_has_no_part_on_them() -> None:
    assert "Regrade requests" not in to_html(told(), "2026-01-01")
