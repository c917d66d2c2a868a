"""What of an assignment's folder students get, where it lies, and why they do not get the rest."""

from pathlib import Path

import pytest

from autograder.checking.check import Context
from autograder.course.public import left_out, private_files, public_entries, released_as
from autograder.course.public import public_files as files_for_students

FILES = (
    "assignment.md.j2",
    "rows.npz",
    "make_rows.py",
    "trial.ipynb",
    "figures/one.svg",
    "figures/two/deep.svg",
    "figures/_draft.svg",
    "checks/one.py",
    "private/law.npz",
    "private/deep/more.py",
    "student/utils.py",
    "student/helpers/__init__.py",
    "student/helpers/plots.py",
    "student/figures/theirs.svg",
    "student/__pycache__/utils.cpython-311.pyc",
    "student/tutorial.ipynb",
    ".hidden",
    "_drafts/one.md",
)
RELEASED = (
    "figures/one.svg",
    "figures/theirs.svg",
    "figures/two/deep.svg",
    "helpers/plots.py",
    "rows.npz",
    "tutorial.ipynb",
    "utils.py",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_what_lies_in_student_is_released_beside_the_notebook(folder: Path) -> None:
    places = {released_as(path, folder).as_posix() for path in files_for_students(folder)}
    assert places == {*RELEASED, "helpers/__init__.py"}


def test_the_entries_are_the_same_files_in_fewer_pieces(folder: Path) -> None:
    found: list[str] = []
    for entry in public_entries(folder):
        files = [path for path in entry.rglob("*") if path.is_file()] if entry.is_dir() else [entry]
        found += [released_as(path, folder).as_posix() for path in files]
    assert sorted(found) == sorted({*RELEASED, "helpers/__init__.py"})
    places = [released_as(entry, folder) for entry in public_entries(folder)]
    assert not [(a, b) for a in places for b in places if a in b.parents]


def test_each_thing_left_out_has_a_reason(folder: Path) -> None:
    why = left_out(folder)
    assert why["checks/"].startswith("checks")
    assert why["private/"] == "for the grader alone"
    assert why["assignment.md.j2"] == "a template"
    assert "move it into student/" in why["make_rows.py"]
    assert "notebook" in why["trial.ipynb"]
    assert "begins with _" in why["_drafts/"] and "begins with ." in why[".hidden"]
    assert "begins with _" in why["figures/_draft.svg"]
    told = {place.rstrip("/") for place in why}
    for name in FILES:
        path = folder / name
        within = [path, *path.parents][: len(path.relative_to(folder).parts)]
        lost = any(one.relative_to(folder).as_posix() in told for one in within)
        assert lost != (path in files_for_students(folder)), name


def test_private_files_are_for_hidden_checks_alone(folder: Path) -> None:
    assert [path.name for path in private_files(folder)] == ["more.py", "law.npz"]
    hidden, visible = Context({}, folder, 0, private=folder / "private"), Context({}, folder, 0)
    assert hidden.private_file("law.npz").read_text() == "private/law.npz"
    with pytest.raises(FileNotFoundError, match=r"lax\.npz"):
        hidden.private_file("lax.npz")
    with pytest.raises(RuntimeError, match="visible"):
        visible.private_file("law.npz")


def test_a_check_finds_public_files_wherever_they_come_from(folder: Path) -> None:
    ctx = Context({}, folder, 0)
    assert ctx.file("rows.npz").read_text() == "rows.npz"
    assert ctx.file("utils.py").read_text() == "student/utils.py"
    beside = Context({}, folder / "student", 0)  # as on a student's machine
    assert beside.file("utils.py").read_text() == "student/utils.py"
    with pytest.raises(FileNotFoundError):
        ctx.file("law.npz")
