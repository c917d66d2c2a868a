"""`autograder gradescope`: a zip with all that grading needs, and with nothing else."""

import io
import json
import shutil
import stat
import tomllib
import zipfile
from pathlib import Path

import pytest

from autograder.__main__ import main
from autograder.course.config import load_course
from autograder.gradescope.pack import Wanted, own_libraries, zip_of
from autograder.grading.outline import load_outline
from autograder.handout.wheel import wheel_name
from tests.support.toyclass import ENVIRONMENT, make_class

pytestmark = pytest.mark.nbgrader

SECRET = ENVIRONMENT["AUTOGRADER_SECRET"]
MORE = """
[extensions.toy]
ada = 2027-04-01T12:00:00+00:00

[export]
roster = "roster.csv"

[assignments.other]
title = "Another"
due = 2027-03-01T12:00:00+00:00
exercises = { masks = 1 }
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A toy class with a second assignment, and students' names in course.toml."""
    root = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SECRET", SECRET)
        make_class(root)
    for folder in ("assignments", "solutions"):
        shutil.copytree(root / folder / "toy", root / folder / "other")
    with (root / "course.toml").open("a") as file:
        file.write(MORE)
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUTOGRADER_SECRET", SECRET)
    return shutil.copytree(made, tmp_path / "course")


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_command_writes_a_zip_for_its_owner_alone(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--course", str(root), "gradescope", "toy"]) == 0
    place = root / "gradescope-toy.zip"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    said = capsys.readouterr().out
    assert "6.5, as Autograder points" in said
    assert said.splitlines()[-1].endswith("keep it as you keep solutions/.")
    with zipfile.ZipFile(place) as archive:
        modes = {info.filename: info.external_attr >> 16 for info in archive.infolist()}
    assert modes["setup.sh"] & 0o100 and modes["run_autograder"] & 0o100
    assert not [name for name, mode in modes.items() if mode & 0o077]


def test_it_is_graded_by_what_grades_here(root: Path, tmp_path: Path) -> None:
    files = unzipped(zip_of(load_course(root), "toy", Wanted()))
    for name, content in files.items():
        place = tmp_path / "unzipped" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    here = load_outline(load_course(root), "toy").sha256
    there = load_course(tmp_path / "unzipped" / "course")
    assert load_outline(there, "toy").sha256 == here
    assert json.loads(files["settings.json"]) == {"assignment": "toy", "course_sha256": here}


def test_other_assignments_and_names_of_people_stay_at_home(root: Path) -> None:
    files = unzipped(zip_of(load_course(root), "toy", Wanted()))
    tables = tomllib.loads(files["course/course.toml"].decode())
    assert set(tables) == {"course", "assignments"} and set(tables["assignments"]) == {"toy"}
    assert not [name for name in files if "other" in name or "submitted" in name]
    assert b"ada" not in files["course/course.toml"]
    assert files["course/.secret"] == SECRET.encode()


def test_the_same_course_gives_the_same_bytes(root: Path) -> None:
    course = load_course(root)
    assert zip_of(course, "toy", Wanted()) == zip_of(course, "toy", Wanted())


def test_libraries_come_in_the_versions_that_are_here(root: Path) -> None:
    wanted = Wanted(libraries=("filelock>=3",), pip=("--no-cache-dir",), minutes=7)
    files = unzipped(zip_of(load_course(root), "toy", wanted))
    lines = files["packages.txt"].decode().splitlines()
    assert lines == [*own_libraries(), "filelock>=3"]
    pinned = {line.partition("==")[0] for line in files["pins.txt"].decode().splitlines()}
    assert set(own_libraries()) <= pinned
    assert files["pip.txt"] == b"--no-cache-dir\n" and files["minutes.txt"] == b"7\n"
    assert f"wheel/{wheel_name()}" in files


def refused(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["--course", str(root), "gradescope", "toy"]) == 2
    assert not (root / "gradescope-toy.zip").exists()
    return capsys.readouterr().err


def test_without_a_release_there_is_no_zip(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(root / "release" / "toy")
    assert "Run `autograder build toy`" in refused(root, capsys)


def test_a_stale_release_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handout = root / "assignments" / "toy" / "assignment.md.j2"
    handout.write_text(handout.read_text() + "\nOne more line.\n")
    assert "release/toy/toy.ipynb is not what would be built now" in refused(root, capsys)


def test_without_a_secret_there_is_no_zip(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AUTOGRADER_SECRET")
    assert "The course has no secret" in refused(root, capsys)


def test_an_assignment_with_variants_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = root / "course.toml"
    place.write_text(place.read_text().replace("size = 7", "size = { one_of = [7, 8] }"))
    assert "have variants" in refused(root, capsys)


def test_limits_that_take_longer_than_the_timeout_are_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--course", str(root), "gradescope", "toy", "--minutes", "5"]) == 0
    assert "may take 12 minutes on one CPU" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--minutes", "41"], "Gradescope ends a run after 40 minutes at most"),
        (["--minutes", "1"], "to begin one takes 3"),
        (["--with", "nosuchlibrary"], "no library of that name is installed here"),
        (["--with", "-rfoo"], "no library of that name is installed here"),
        (["--with", "../x"], "no library of that name is installed here"),
        (["--with", "filelock @ file:///x"], "no library of that name is installed here"),
    ],
)
def test_what_would_fail_there_is_refused_here(
    root: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--course", str(root), "gradescope", "toy", *words]) == 2
    assert said in capsys.readouterr().err
    assert not list(root.glob("*.zip"))


def test_a_folder_gets_the_zip_under_its_own_name(root: Path, tmp_path: Path) -> None:
    assert main(["--course", str(root), "gradescope", "toy", "--into", str(tmp_path)]) == 0
    assert (tmp_path / "gradescope-toy.zip").is_file()
