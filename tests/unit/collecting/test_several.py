"""`autograder collect` for an assignment of several notebooks: one attempt as a whole."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.collecting import Collected, collect

NAMES = ("part1", "part2")


def taken(tmp_path: Path, files: Mapping[str, bytes], number: int = 1) -> Collected:
    """Collect a zip of these files."""
    place = tmp_path / f"in{number}.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    submitted = tmp_path / "submitted"
    return collect(place, submitted, "toy", 1, title="A toy", notebooks=NAMES, others={"other"})


def handed_in(tmp_path: Path) -> dict[str, bytes]:
    root = tmp_path / "submitted"
    found = (path for path in root.rglob("*.ipynb*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


BOTH = {"ada/toy/part1.ipynb": b"1", "ada/toy/part2.ipynb": b"2"}


@pytest.mark.parametrize(
    "files",
    [
        {"ada_12_901_part1.ipynb": b"1", "ada_12_902_part2.ipynb": b"2"},
        {"ada_12_901_part1-1.ipynb": b"1", "ada_12_902_Part2-1.ipynb": b"2"},
        {
            "ada_4411_assignsubmission_file_/part1.ipynb": b"1",
            "ada_4411_assignsubmission_file_/part2.ipynb": b"2",
        },
        {"ada/toy/part1.ipynb": b"1", "ada/toy/part2.ipynb": b"2"},
        {"ada/toy/part1.ipynb": b"1", "ada/toy/part2.ipynb": b"2", "ada/other/q1.ipynb": b"3"},
        {"ada/part1.ipynb": b"1", "ada/part2.ipynb": b"2", "bela/part1.ipynb": b"b"},
        {"ada/part1.ipynb": b"1", "ada/part2.ipynb": b"2", "ada/scratch.ipynb": b"0"},
        {"submissions/ada/part1.ipynb": b"1", "submissions/ada/part2.ipynb": b"2"},
    ],
    ids=["Canvas", "Canvas again", "Moodle", "nbgrader", "more", "folders", "extra", "around"],
)
def test_every_notebook_goes_to_its_student(tmp_path: Path, files: dict[str, bytes]) -> None:
    done = taken(tmp_path, files)
    assert "ada" in done.new
    found = {name: text for name, text in handed_in(tmp_path).items() if name.startswith("ada/")}
    assert found == BOTH
    assert bool(done.left) == any("scratch" in name for name in files)


def test_a_missing_one_is_told_and_a_file_of_another_name_taken(tmp_path: Path) -> None:
    done = taken(tmp_path, {"ada/part1.ipynb": b"1", "ada/My work (final).ipynb": b"2"})
    (note,) = done.notes
    assert note == "ada: part2.ipynb missing; my_work_final.ipynb taken in case it is that"
    assert handed_in(tmp_path) == {
        "ada/toy/part1.ipynb": b"1",
        "ada/toy/my_work_final.ipynb": b"2",
    }


def test_the_latest_attempt_counts_as_a_whole(tmp_path: Path) -> None:
    first, second = (f"PixelCNN_ada_attempt_2026-12-{day}-10-10-00_" for day in ("13", "14"))
    done = taken(
        tmp_path,
        {
            f"{first}part1.ipynb": b"old",
            f"{first}part2.ipynb": b"old",
            f"{second}part1.ipynb": b"1",
        },
    )
    assert handed_in(tmp_path) == {"ada/toy/part1.ipynb": b"1"}
    assert done.notes == ("ada: part2.ipynb missing",)
    assert len(done.left) == 2


def test_what_an_earlier_attempt_had_is_hidden_and_not_lost(tmp_path: Path) -> None:
    taken(tmp_path, {"ada/toy/part1.ipynb": b"1", "ada/toy/part2.ipynb": b"2"})
    again = taken(tmp_path, {"ada/toy/part1.ipynb": b"1", "ada/toy/part2.ipynb": b"2"}, 2)
    assert (again.same, again.changed) == (("ada",), ())
    later = taken(tmp_path, {"ada/toy/part1.ipynb": b"1"}, 3)
    assert later.changed == ("ada",)
    assert handed_in(tmp_path) == {
        "ada/toy/part1.ipynb": b"1",
        "ada/toy/.part2.ipynb.earlier": b"2",
    }


def test_without_any_notebook_a_student_is_named(tmp_path: Path) -> None:
    done = taken(tmp_path, {"ada/essay.pdf": b"%PDF", "bela/part1.ipynb": b"1"})
    assert done.new == ("bela",)
    assert any(line.startswith("ada") for line in done.without)
