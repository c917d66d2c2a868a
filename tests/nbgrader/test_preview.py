"""`autograder preview`: both notebooks as pages, and the solutions in one of them only."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from autograder.__main__ import main
from autograder.course.config import Course
from tests.support.toyclass import write_checks
from tests.support.toycourse import COURSE, HANDOUT, MASKS, make_course

pytestmark = pytest.mark.nbgrader


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The toy course and its checks, of which nothing was built."""
    course = make_course(tmp_path_factory.mktemp("course"))
    write_checks(course)
    return course


@pytest.fixture(scope="module")
def written(course: Course) -> Path:
    assert preview(course.root, course.root / "pages") == 0
    return course.root / "pages"


def preview(root: Path, write: Path) -> int:
    return main(["--course", str(root), "preview", "toy", "--write", str(write)])


def page_of(written: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((written / name).read_text(encoding="utf-8"), "html.parser")


def test_students_page_holds_no_solution_and_no_hidden_check(written: Path) -> None:
    text = page_of(written, "student.html").get_text()
    assert "hidden_trick" not in text and "as the reference has it" not in text
    assert 'NotImplementedError("first is not written yet")' in text
    assert "A kernel of 7" in text


def test_instructors_page_holds_both_and_warns(written: Path) -> None:
    page = page_of(written, "instructor.html")
    assert "hidden_trick" in page.get_text()
    (warning,) = page.select("header .warning")
    assert "Not to be published" in warning.get_text()


def test_instructors_page_says_what_each_check_weighs_and_who_sees_it(written: Path) -> None:
    (table,) = page_of(written, "instructor.html").select("#result-masks table")
    rows = [[cell.get_text() for cell in row.select("td")] for row in table.select("tbody tr")]
    assert rows == [
        ["It doubles doubles", "1", "2", "see it"],
        ["It is as the reference has it as_the_reference", "1", "2", "see its title"],
    ]


@pytest.mark.parametrize("name", ["student.html", "instructor.html"])
def test_previews_load_and_run_nothing(written: Path, name: str) -> None:
    page = page_of(written, name)
    assert page.find(["script", "link", "iframe"]) is None
    assert all(str(tag["src"]).startswith("data:image/") for tag in page.select("[src]"))
    (policy,) = page.select("meta[http-equiv=Content-Security-Policy]")
    assert str(policy["content"]).startswith("default-src 'none';")
    assert len(page.select("h1")) == 1


def test_nothing_else_of_the_course_is_touched(course: Course, written: Path) -> None:
    names = {path.name for path in course.root.iterdir()}
    assert names == {"assignments", "course.toml", "pages", "solutions"}
    assert (written / ".gitignore").read_text() == "*\n"


def test_a_preview_never_gets_into_what_is_released(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    assert preview(course.root, course.root / "release" / "toy") == 2
    assert "handed out" in capsys.readouterr().err
    assert not (course.root / "release").exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"handout": HANDOUT + "{{ p.sise }}"}, "Check its spelling"),
        ({"masks": MASKS.replace("### END SOLUTION", "", 1)}, "unbalanced"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_in_a_sentence(
    course: Course,
    tmp_path: Path,
    files: dict[str, str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = make_course(tmp_path, course=COURSE, **files)
    write_checks(broken)
    assert preview(broken.root, tmp_path / "pages") == 2
    error = capsys.readouterr().err
    assert error.startswith("autograder: ") and said in error and "Traceback" not in error
    assert not (tmp_path / "pages").exists()


def test_instructors_page_has_rubrics_and_says_how_points_count(tmp_path: Path) -> None:
    toml = COURSE.replace(
        "scores = 2.5", "scores = { bonus = 2.5 }\nessay = { points = 5, written = true }"
    )
    course = make_course(tmp_path, course=toml, handout=HANDOUT + '\n{{ written("essay") }}\n')
    (tmp_path / "solutions" / "toy" / "essay.md").write_text("Three for the reason.")
    write_checks(course)
    assert preview(course.root, tmp_path / "pages") == 0
    student, instructor = (
        page_of(tmp_path / "pages", name) for name in ("student.html", "instructor.html")
    )
    assert "Three for the reason." in instructor.text and "Three for" not in student.text
    rows = [[cell.text for cell in row.select("td")] for row in instructor.select(".points tr")]
    assert ["2.5 bonus", "1, of them 0 visible"] in rows and ["5", "a person reads it"] in rows
    assert rows[-1] == ["9", ""]
