"""A release of variants: a notebook for each, one that gives it, and what is refused."""

import json
import re
import runpy
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.__main__ import main
from autograder.course.config import Course, load_course
from autograder.course.whose import letter_of
from autograder.errors import CourseError, TemplateError
from autograder.grading.released import read_release
from autograder.handout.build import build, build_check
from tests.support.varied import DRAWN, SAYS, SECRET, SIZES, STUDENTS, make_varied

pytestmark = pytest.mark.nbgrader
RELEASE = Path("release/toy")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.setenv("AUTOGRADER_SECRET", SECRET)
    course = make_varied(tmp_path)
    build(course, "toy")
    return course


def text_of(notebook: NotebookNode) -> str:
    return "\n".join(cell.source for cell in notebook.cells)


def start(folder: Path, student: str = "") -> None:
    """Run the code of start.ipynb where it lies, as a kernel there would."""
    (cell,) = (c for c in read(folder / "start.ipynb").cells if c.cell_type == "code")
    source = cell.source.replace('STUDENT = ""', f"STUDENT = {student!r}")
    place = folder / "cell.py"
    place.write_text(source.replace('"variants"', repr(str(folder / "variants"))))
    runpy.run_path(str(place))


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)  # type: ignore[no-any-return]


@pytest.fixture
def got(course: Course, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What students fetch; no other course's module `yours` is there."""
    import sys

    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "yours", raising=False)
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    return course.root / RELEASE


def test_each_variant_has_its_own_numbers_in_text_and_checks(course: Course) -> None:
    for letter, size in SIZES.items():
        text = text_of(read_release(course.root, "toy", "toy", letter))
        assert f"A kernel of {size}:" in text
        assert f"**Variant {letter}** of this assignment: `size = {size}`" in text
        assert f"globals(), size={size}, shift=4)" in text
        assert "hidden_trick" not in text
    assert not (course.root / RELEASE / "toy.ipynb").exists()


def test_variants_have_the_same_graded_cells(course: Course) -> None:
    tables = [
        [cell.metadata.nbgrader for cell in read_release(course.root, "toy", "toy", n).cells
         if "nbgrader" in cell.metadata]
        for n in SIZES
    ]  # fmt: skip
    bare = [[{k: v for k, v in one.items() if k != "checksum"} for one in each] for each in tables]
    assert bare[0] == bare[1] == bare[2] and len(bare[0]) > 4


def test_nothing_of_the_secret_is_in_it(course: Course) -> None:
    for path in (course.root / RELEASE).rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path


def test_a_student_gets_their_own(
    course: Course, got: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start(got, "student03")
    letter = letter_of(course, "toy", "student03")
    assert (
        capsys.readouterr().out == f"student03: toy.ipynb is yours, of variant {letter}. Open it.\n"
    )
    assert read(got / "toy.ipynb") == read_release(course.root, "toy", "toy", letter)


def test_jupyterhub_knows_who_it_is(
    course: Course, got: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "student04")
    start(got)
    letter = letter_of(course, "toy", "student04")
    assert read(got / "toy.ipynb") == read_release(course.root, "toy", "toy", letter)


def test_without_a_name_it_says_what_to_do(got: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start(got)
    assert capsys.readouterr().out.startswith("Write the name that this course knows you by")
    assert not (got / "toy.ipynb").exists()


def test_work_that_is_there_is_never_replaced(
    got: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (got / "toy.ipynb").write_text("my work")
    start(got, "student03")
    assert "is here already and stays as it is" in capsys.readouterr().out
    assert (got / "toy.ipynb").read_text() == "my work"


def test_who_was_given_another_gets_it_and_nobody_reads_their_name(
    course: Course, got: Path
) -> None:
    own = letter_of(course, "toy", "student03")
    other = next(letter for letter in SIZES if letter != own)
    place = course.root / "course.toml"
    place.write_text(f'{DRAWN}\n[assignments.toy.variants]\nstudent03 = "{other}"\n')
    build(load_course(course.root), "toy")
    assert "student03" not in (got / "variants" / "draw.json").read_text()
    start(got, "student03")
    assert f"A kernel of {SIZES[other]}:" in text_of(read(got / "toy.ipynb"))


def test_building_again_changes_nothing_under_another_secret(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {student: letter_of(course, "toy", student) for student in STUDENTS}
    monkeypatch.setenv("AUTOGRADER_SECRET", "the secret of the second half")
    assert build_check(load_course(course.root), "toy") == ()
    build(load_course(course.root), "toy")
    assert {student: letter_of(course, "toy", student) for student in STUDENTS} == before


def test_a_changed_value_is_told_as_stale(course: Course) -> None:
    (course.root / "course.toml").write_text(DRAWN.replace("9]", "10]"))
    stale = build_check(load_course(course.root), "toy")
    assert stale == ("release/toy/variants/c/toy.ipynb",)


def test_more_variants_after_the_first_draw_are_refused(course: Course) -> None:
    (course.root / "course.toml").write_text(DRAWN.replace("9]", "9, 10]"))
    with pytest.raises(CourseError, match=r"has drawn among 3 variants, and course\\.toml makes 4"):
        build(load_course(course.root), "toy")
    assert not (course.root / RELEASE / "variants" / "d").exists()


def test_what_is_asked_must_not_depend_on_the_draw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", SECRET)
    swapped = '{{ self_check("scores") }}\n{{ grade("scores") }}\n'
    handout = SAYS.replace(
        swapped, f"<% if p.size > 7 %>\n## More\n{swapped}<% else %>\n{swapped}<% endif %>\n"
    )
    build(make_varied(tmp_path / "fine", handout=handout), "toy")
    asked = '{{ exercise("masks") }}\n'
    odd = SAYS.replace(asked, "").replace(
        "## Scores", f"<% if p.size < 9 %>\n{asked}\n<% endif %>\n## Scores"
    )
    odd += f"\n<% if p.size == 9 %>\n{asked}\n<% endif %>\n"
    with pytest.raises(TemplateError, match="in variant c as in a"):
        build(make_varied(tmp_path / "odd", handout=odd), "toy")


def test_a_short_secret_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOGRADER_SECRET", "too short")
    with pytest.raises(CourseError, match="The course's secret has 9 characters"):
        build(make_varied(tmp_path), "toy")
    assert not (tmp_path / "release").exists()


def test_the_command_says_who_has_which_and_writes_it(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = course.root / "class.csv"
    roster.write_text("name,student_id\nAda L.,ada\nBela K.,bela\n")
    words = ["variants", "toy", "--roster", str(roster), "--write", str(course.root / "out")]
    assert main(["--course", str(course.root), *words]) == 0
    lines = dict(line.split("\t")[:2] for line in capsys.readouterr().out.splitlines())
    assert lines == {name: letter_of(course, "toy", name) for name in ("ada", "bela")}
    place = course.root / "out" / "ada" / "toy"
    assert f"A kernel of {SIZES[lines['ada']]}:" in text_of(read(place / "toy.ipynb"))
    names = {path.name for path in place.rglob("*")}
    assert "data.npz" in names and not {"start.ipynb", "draw.json", "yours.py"} & names


@pytest.mark.parametrize("name", ["..", "a/b", ""])
def test_a_student_who_is_no_folder_is_refused(
    course: Course, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["variants", "toy", name, "--write", str(course.root / "out")]
    assert main(["--course", str(course.root), *words]) == 2
    assert "cannot be the name of a folder" in capsys.readouterr().err


def test_preview_and_solutions_are_of_each(course: Course) -> None:
    write = course.root / "pages"
    assert main(["--course", str(course.root), "preview", "toy", "--write", str(write)]) == 0
    assert {path.name for path in write.glob("*.html")} == {
        f"{letter}-{page}.html" for letter in SIZES for page in ("student", "instructor")
    }
    solved = course.root / "solved"
    words = ["publish-solutions", "toy", "--write", str(solved), "--before-all-have-handed-in"]
    assert main(["--course", str(course.root), *words]) == 0
    for letter, size in SIZES.items():
        text = text_of(read(solved / "toy" / letter / "toy.ipynb"))
        assert f"A kernel of {size}:" in text and re.search(r"hidden_trick = math\.prod", text)


def test_what_the_notebook_is_given_is_plain_json(course: Course) -> None:
    told = json.loads((course.root / RELEASE / "variants" / "draw.json").read_text())
    assert sorted(told) == ["given", "key", "notebooks", "variants", "words"]
