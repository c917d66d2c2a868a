"""A course's own files, its checks tried without a release, and a class rehearsed."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.__main__ import main
from autograder.course.begin import begin_course
from autograder.course.config import load_course
from autograder.course.dependencies import files_of
from autograder.course.known import answer_sheet
from autograder.course.solutions import regions
from autograder.errors import CourseError, TemplateError
from autograder.grading.exam import load_exam
from autograder.handout.build import build, drafts

CHECK = '''

@check
def what_the_grader_knows(student: Student, ctx: Context) -> None:
    """Right for a number that only the grader knows, told by what lies beside the notebook"""
    secret = float(ctx.private_file("law.txt").read_text())
    assert ctx.file("helpers.py").read_text().startswith("SCALE")
    x = torch.full((1, 3), secret)
    student.call("log_mean_exp", x).should_equal(torch.tensor([secret]))
    seen = student.call_plain("looked")
    assert sorted(seen) == ["data.txt", "helpers.py"], seen
'''
LOOKED = """import os
import helpers
def looked():
    names = os.listdir("/opt/data") + os.listdir(".")
    assert helpers.SCALE == 2
    return sorted(set(names))
"""
CRASHING = '''

@check
def crashes(student: Student, ctx: Context) -> None:
    """A check of ours that crashes"""
    raise KeyError("by our own mistake, " + "told in full " * 30 + "to the end")
'''


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUTOGRADER_SECRET", "authoring")
    root = tmp_path / "course"
    begin_course(root, "")
    own = root / "assignments" / "example"
    for folder in ("student", "private"):
        (own / folder).mkdir()
    (own / "student" / "helpers.py").write_text("SCALE = 2\n")
    (own / "data.txt").write_text("1 2 3\n")
    (own / "private" / "law.txt").write_text("0.25\n")
    (own / "make_data.py").write_text("print('how')\n")
    return root


def add_to_checks(root: Path, text: str) -> None:
    checks = root / "assignments" / "example" / "checks" / "log_mean_exp.py"
    checks.write_text(checks.read_text() + text)


@pytest.mark.nbgrader
def test_build_tells_what_it_released_and_what_not_and_why(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--course", str(root), "build"]) == 0
    said = capsys.readouterr().out
    for line in (
        "released  helpers.py",
        "released  data.txt",
        "released  checks/  1 file",
        "left out  private/  for the grader alone",
        "left out  make_data.py  a script; to release it, move it into student/",
    ):
        assert f"  {line}\n" in said
    released = {path.name for path in (root / "release" / "example").rglob("*")}
    assert {"helpers.py", "data.txt"} <= released
    assert not {"law.txt", "private", "student", "make_data.py"} & released


@pytest.mark.nbgrader
@pytest.mark.parametrize("name", ["data.txt", "example.ipynb", "checks/own.py"])
def test_two_files_of_one_place_are_refused(root: Path, name: str) -> None:
    place = root / "assignments" / "example" / "student" / name
    place.parent.mkdir(exist_ok=True)
    place.write_text("{}")
    with pytest.raises(CourseError, match="place of another file"):
        build(load_course(root), "example")
    assert not (root / "release").exists()


def notebook(path: Path, source: str, **metadata: object) -> None:
    cell = new_code_cell(source, metadata=metadata)
    nbformat.write(new_notebook(cells=[new_markdown_cell("# A tutorial"), cell]), path)


@pytest.mark.nbgrader
def test_notebooks_to_try_things_in_are_released_beside_the_graded_one(root: Path) -> None:
    own = root / "assignments" / "example" / "student" / "tutorial.ipynb"
    notebook(own, "print('try')")
    build(load_course(root), "example")
    names = {path.name for path in (root / "release" / "example").glob("*.ipynb")}
    assert names == {"example.ipynb", "tutorial.ipynb"}
    before = (root / "release" / "example" / "tutorial.ipynb").read_bytes()
    solution = (root / "solutions" / "example" / "log_mean_exp.py").read_text()
    hidden = max(regions(solution)[0], key=len)
    notebook(own, f'print("quoted")\n{hidden}')
    with pytest.raises(TemplateError, match="would show 1 line"):
        build(load_course(root), "example")
    notebook(own, "1 + 1", nbgrader={"grade": True, "grade_id": "a", "points": 3})
    with pytest.raises(CourseError, match="cells of nbgrader"):
        build(load_course(root), "example")
    own.write_text("no notebook")
    with pytest.raises(CourseError, match="not a notebook"):
        build(load_course(root), "example")
    assert (root / "release" / "example" / "tutorial.ipynb").read_bytes() == before


@pytest.mark.nbgrader
def test_private_data_change_the_hash_of_an_exercise(root: Path) -> None:
    def sha256() -> str:
        course = load_course(root)
        released = drafts(course, "example")[1]
        return load_exam(course, "example", released).exercise_sha256["log_mean_exp"]

    before = sha256()
    assert "law.txt" in [p.name for p in files_of(load_course(root), "example", "log_mean_exp")]
    (root / "assignments" / "example" / "private" / "law.txt").write_text("0.5\n")
    assert sha256() != before


@pytest.mark.sandbox
@pytest.mark.nbgrader
def test_verify_needs_no_release_and_sees_students_files_alone(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_to_checks(root, CHECK)
    solution = root / "solutions" / "example" / "log_mean_exp.py"
    known = root / "tests" / "submissions" / "example" / "log_mean_exp"
    for path in known.glob("*.py"):
        path.unlink()
    name = "right_looking.py"
    reference = (
        solution.read_text().replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "")
    )
    (known / name).write_text(f"{LOOKED}\n{reference}")
    code = main(["--course", str(root), "verify", "example", "--only", "*/right*", "--jobs", "1"])
    assert code == 0, capsys.readouterr().out
    assert not (root / "release").exists() and not (root / "source").exists()
    assert not (root / "gradebook.db").exists()
    add_to_checks(root, CRASHING)
    assert (
        main(["--course", str(root), "verify", "example", "--only", "*/right*", "--jobs", "1"]) == 1
    )
    said = capsys.readouterr().out
    assert (
        f"KeyError: 'by our own mistake, {'told in full ' * 30}to the end' (log_mean_exp.py" in said
    )
    assert 'raise KeyError("by our own mistake' in said


@pytest.mark.sandbox
@pytest.mark.nbgrader
def test_a_rehearsal_is_a_class_of_known_submissions(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "rehearsal"
    words = ["rehearse", "example", "--students", "3", "--folder", str(folder)]
    assert main(["--course", str(root), *words]) == 0
    said = capsys.readouterr().out
    assert "student001, student002, student003, gustav, hana" in said
    sheet = answer_sheet(load_course(root), "example", drafts(load_course(root), "example")[1])
    first = (folder / "submitted" / "student001" / "example" / "example.ipynb").read_text()
    assert sheet.cells[-1].id in first
    for student in ("student001", "student002", "student003"):
        assert (folder / "feedback" / student / "example" / "example.html").is_file()
    assert not (root / "release").exists() and not (root / "submitted").exists()
