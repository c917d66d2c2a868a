"""A release of variants: a notebook for each, one that gives it, and what is refused."""

import json
import pwd
import re
import runpy
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.__main__ import main
from autograder.course.config import Course, load_course
from autograder.course.whose import letter_of
from autograder.errors import CourseError, TemplateError
from autograder.grading.released import read_release
from autograder.handout.build import build, build_check
from autograder.handout.variants import not_of_variants
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


def test_the_notebook_of_another_is_told(
    course: Course, got: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start(got, "student03")
    first, own = read(got / "toy.ipynb"), letter_of(course, "toy", "student03")
    other = next(s for s in STUDENTS if letter_of(course, "toy", s) != own)
    capsys.readouterr()
    start(got, other)
    told = capsys.readouterr().out
    assert f"toy.ipynb is here already, and is of variant {own}. Yours is" in told
    assert read(got / "toy.ipynb") == first


def test_without_the_folder_it_says_what_to_do(
    got: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (got / "variants").rename(got / "elsewhere")
    start(got, "student03")
    assert capsys.readouterr().out.startswith("Keep the folder `variants` beside this notebook")


def test_a_variant_that_is_missing_is_told(got: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for letter in SIZES:
        (got / "variants" / letter / "toy.ipynb").unlink()
    start(got, "student03")
    assert "is missing from the folder `variants`" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("user", "name"), [("jovyan", "student04"), ("jupyter-ada", "jupyter-ada")]
)
def test_it_is_who_nbgrader_takes_them_for(
    course: Course, got: Path, monkeypatch: pytest.MonkeyPatch, user: str, name: str
) -> None:
    """nbgrader hands in under the system's name, and under the Hub's for jovyan alone."""
    monkeypatch.setattr(pwd, "getpwuid", lambda _: SimpleNamespace(pw_name=user))
    monkeypatch.setenv("JUPYTERHUB_USER", "student04")
    start(got)
    letter = letter_of(course, "toy", name)
    assert read(got / "toy.ipynb").metadata.autograder_variant == letter


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
    followed = 'shift = { one_of = [4, 4, 5], with = "size" }'
    (course.root / "course.toml").write_text(DRAWN.replace("shift = 4", followed))
    stale = build_check(load_course(course.root), "toy")
    assert stale == ("release/toy/variants/c/toy.ipynb",)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("[7, 8, 9, 10]", "variant d was none, and by course.toml it is size = 10"),
        ("[7, 8]", "variant c was size = 9, and by course.toml it is none"),
        ("[8, 7, 9]", "variant a was size = 7, and by course.toml it is size = 8"),
    ],
)
def test_another_draw_after_the_first_is_refused(course: Course, values: str, words: str) -> None:
    (course.root / "course.toml").write_text(DRAWN.replace("[7, 8, 9]", values))
    with pytest.raises(CourseError, match="when it was drawn") as refused:
        build(load_course(course.root), "toy")
    assert words in str(refused.value)
    with pytest.raises(CourseError, match="when it was drawn"):  # grading, which does not build
        letter_of(load_course(course.root), "toy", "ada")
    assert "A kernel of 7:" in text_of(read_release(course.root, "toy", "toy", "a"))


@pytest.mark.parametrize(
    "lost", ["release", "release/toy/variants", "release/toy/variants/draw.json"]
)
def test_a_release_that_is_lost_takes_no_draw_with_it(
    course: Course, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {student: letter_of(course, "toy", student) for student in STUDENTS}
    place = course.root / lost
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    monkeypatch.setenv("AUTOGRADER_SECRET", "the secret of the second half")
    build(load_course(course.root), "toy")
    assert {student: letter_of(course, "toy", student) for student in STUDENTS} == before


def test_a_build_in_which_nothing_is_drawn_keeps_the_draw(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {student: letter_of(course, "toy", student) for student in STUDENTS}
    (course.root / "course.toml").write_text(DRAWN.replace("{ one_of = [7, 8, 9] }", "7"))
    build(load_course(course.root), "toy")
    assert (course.root / RELEASE / "toy.ipynb").is_file()
    assert not (course.root / RELEASE / "start.ipynb").exists()
    monkeypatch.setenv("AUTOGRADER_SECRET", "the secret of the second half")
    (course.root / "course.toml").write_text(DRAWN)
    drawn = load_course(course.root)
    build(drawn, "toy")
    assert {student: letter_of(drawn, "toy", student) for student in STUDENTS} == before


def test_another_name_keeps_the_draw(course: Course) -> None:
    before = {student: letter_of(course, "toy", student) for student in STUDENTS}
    assert main(["--course", str(course.root), "rename", "toy", "plaything"]) == 0
    renamed = load_course(course.root)
    build(renamed, "plaything")
    assert {student: letter_of(renamed, "plaything", student) for student in STUDENTS} == before


def test_nbgraders_own_generate_is_not_handed_out(course: Course) -> None:
    assert not_of_variants(course, "toy") == ""
    shutil.copy(course.root / RELEASE / "variants/a/toy.ipynb", course.root / RELEASE / "toy.ipynb")
    assert "holds the notebook of one variant, for everybody" in not_of_variants(course, "toy")
    words = ["variants", "toy", "ada", "--write", str(course.root / "out")]
    assert main(["--course", str(course.root), *words]) == 2
    build(course, "toy")
    assert not_of_variants(course, "toy") == ""


@pytest.mark.parametrize("name", ["start.ipynb", "variants/readme.txt"])
def test_a_public_file_of_our_names_is_refused(course: Course, name: str) -> None:
    place = course.root / "assignments" / "toy" / "student" / name
    place.parent.mkdir(parents=True)
    place.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    with pytest.raises(CourseError, match="Rename it"):
        build(course, "toy")


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
    work = place / "toy.ipynb"
    before = work.read_bytes()
    work.write_bytes(b"my work")
    assert main(["--course", str(course.root), *words]) == 2
    assert "may hold somebody's work" in capsys.readouterr().err
    assert work.read_bytes() == b"my work"
    work.write_bytes(before)
    assert f"A kernel of {SIZES[lines['ada']]}:" in text_of(read(place / "toy.ipynb"))
    names = {path.name for path in place.rglob("*")}
    assert "data.npz" in names and not {"start.ipynb", "draw.json", "yours.py"} & names


def test_canvas_names_students_by_their_logins(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = course.root / "canvas.csv"
    lines = 'Student,ID,SIS Login ID\n    Points Possible,,\n"Lovelace, Ada",17,ada\n'
    roster.write_text(lines)
    assert main(["--course", str(course.root), "variants", "toy", "--roster", str(roster)]) == 0
    letter = letter_of(course, "toy", "ada")
    assert [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["ada", letter]
    ]
    roster.write_text("Vorname\nAda\n")
    assert main(["--course", str(course.root), "variants", "toy", "--roster", str(roster)]) == 2
    assert "no line names a student" in capsys.readouterr().err


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
