"""What is taken of a submission on Gradescope: its notebooks, and nothing that a link leads to."""

import os
from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.gradescope.handed import gather
from autograder.submission.read import entry_in


@pytest.fixture
def handed(tmp_path: Path) -> Path:
    place = tmp_path / "submission"
    place.mkdir()
    return place


@pytest.fixture
def taken(tmp_path: Path) -> Path:
    place = tmp_path / "taken"
    place.mkdir()
    return place


def test_links_lead_nowhere(handed: Path, taken: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ipynb"
    secret.write_text("the solutions")
    (handed / "toy.ipynb").symlink_to(secret)
    (handed / "more").symlink_to(tmp_path, target_is_directory=True)
    gather(handed, taken, 1)
    assert list(taken.iterdir()) == []
    error = entry_in(taken, "student", ["toy"]).error
    assert error is not None and "no notebook" in str(error)


def test_a_folder_that_is_a_link_is_not_gone_into(tmp_path: Path, taken: Path) -> None:
    (tmp_path / "submission").symlink_to(tmp_path)
    with pytest.raises(CourseError, match="missing"):
        gather(tmp_path / "submission", taken, 1)


def test_nothing_but_plain_files_is_opened(handed: Path, taken: Path) -> None:
    os.mkfifo(handed / "toy.ipynb")
    (handed / "folder.ipynb").mkdir()
    gather(handed, taken, 1)
    assert list(taken.iterdir()) == []


def test_a_large_file_is_read_as_far_as_that_is_seen(handed: Path, taken: Path) -> None:
    with (handed / "toy.ipynb").open("wb") as file:
        file.truncate(1 << 40)
    gather(handed, taken, 2)
    assert (taken / "toy.ipynb").stat().st_size == 3 << 20


def test_the_notebooks_nearest_to_the_top_are_taken(handed: Path, taken: Path) -> None:
    for name in ("a/b/old.ipynb", "a/toy.ipynb", "__MACOSX/x.ipynb", ".trash/y.ipynb"):
        path = handed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    gather(handed, taken, 1)
    assert [(p.name, p.read_text()) for p in taken.iterdir()] == [("toy.ipynb", "a/toy.ipynb")]


def test_two_of_one_name_are_two(handed: Path, taken: Path) -> None:
    for name in ("first", "second"):
        (handed / name).mkdir()
        (handed / name / "toy.ipynb").write_text(name)
    gather(handed, taken, 1)
    assert {p.name for p in taken.iterdir()} == {"1 of 2 toy.ipynb", "2 of 2 toy.ipynb"}
    error = entry_in(taken, "student", ["toy"]).error
    assert error is not None and "Several notebooks" in str(error)


def test_names_that_folders_and_files_share_stop_nobody(handed: Path, taken: Path) -> None:
    long = f"{'x' * 200}.ipynb"
    for name in (
        "a/x/toy.ipynb",
        "b/x/toy.ipynb",
        "a/x/1 of 5 toy.ipynb",
        f"a/x/{long}",
        f"b/x/{long}",
    ):
        path = handed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    gather(handed, taken, 1)
    assert len(list(taken.iterdir())) >= 4
    error = entry_in(taken, "student", ["toy"]).error
    assert error is not None and "Several notebooks" in str(error)
