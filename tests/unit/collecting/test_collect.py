"""`autograder collect`: zips as Canvas and Moodle make them, and as nobody should."""

import stat
import zipfile
from pathlib import Path

import pytest

from autograder.__main__ import main
from autograder.collecting import Collected, collect
from autograder.errors import SubmissionError
from autograder.students.folders import harmless
from tests.support.toycourse import make_course

MOODLE = "Jané Doe_31337_assignsubmission_file_"


def packed(place: Path, *files: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return place


def taken(tmp_path: Path, *files: tuple[str | zipfile.ZipInfo, bytes]) -> Collected:
    return collect(packed(tmp_path / "in.zip", *files), tmp_path / "submitted", "toy", 1)


def handed_in(tmp_path: Path) -> dict[str, bytes]:
    root = tmp_path / "submitted"
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("doejane_12345_678910_toy.ipynb", "doejane"),
        ("doejane_LATE_12345_678910_my work-3.ipynb", "doejane"),
        (f"{MOODLE}/toy.ipynb", "Jané_Doe"),
        (f"course/{MOODLE.removesuffix('_')}/whatever.ipynb", "Jané_Doe"),
        ("ada/toy/toy.ipynb", "ada"),
        ("ada/toy.ipynb", "ada"),
        ("ada.ipynb", "ada"),
        ("a [b] *?.ipynb", "a_b"),
    ],
)
def test_a_notebook_goes_to_its_student(tmp_path: Path, name: str, student: str) -> None:
    assert taken(tmp_path, (name, b"{}")) == Collected((student,), (), (), ())
    assert handed_in(tmp_path) == {f"{student}/toy/toy.ipynb": b"{}"}


def test_the_latest_of_several_counts_and_equal_names_are_told_apart(tmp_path: Path) -> None:
    done = taken(
        tmp_path,
        ("doejane_1_10_toy.ipynb", b"1"),
        ("doejane_1_11_toy-2.ipynb", b"2"),
        ("doejane_1_12_toy-10.ipynb", b"10"),
        ("doejane_7_13_toy.ipynb", b"other"),
        ("ada/draft.ipynb", b"draft"),
        ("ada/toy.ipynb", b"toy"),
        ("bob/one.ipynb", b"1"),
        ("bob/two.ipynb", b"2"),
    )
    assert handed_in(tmp_path) == {
        "doejane_1/toy/toy.ipynb": b"10",
        "doejane_7/toy/toy.ipynb": b"other",
        "ada/toy/toy.ipynb": b"toy",
    }
    assert sum("bob/" in one for one in done.left) == 2 and len(done.left) == 5


def test_a_second_download_says_what_is_new(tmp_path: Path) -> None:
    taken(tmp_path, ("ada.ipynb", b"1"), ("bob.ipynb", b"1"))
    done = taken(tmp_path, ("ada.ipynb", b"1"), ("bob.ipynb", b"2"), ("cy.ipynb", b"1"))
    assert done == Collected(("cy",), ("bob",), ("ada",), ())


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.ipynb",
        "/etc/evil.ipynb",
        "a/../../evil.ipynb",
        "..\\evil.ipynb",
        "C:\\evil.ipynb",
    ],
)
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    done = taken(tmp_path, (name, b"{}"), ("ada.ipynb", b"{}"))
    assert list(handed_in(tmp_path)) == ["ada/toy/toy.ipynb"]
    assert "leads out" in done.left[0]
    assert not list(tmp_path.parent.glob("evil*"))


def test_links_bombs_and_other_files_stay_in_the_zip(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link/toy.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    done = taken(
        tmp_path,
        (link, b"/etc/passwd"),
        ("bomb/toy.ipynb", bytes(50_000_000)),
        ("bob/code.py", b"x"),
        ("__MACOSX/ada/toy.ipynb", b"{}"),
        ("._x.ipynb", b"{}"),
    )
    assert not (tmp_path / "submitted").exists()
    assert [said.partition(": ")[2].split(",")[0] for said in done.left] == [
        "a link",
        "no notebook",
        "larger than 1 MB",
    ]


def test_a_file_that_lies_about_its_size_is_left(tmp_path: Path) -> None:
    place = packed(tmp_path / "in.zip", ("ada.ipynb", bytes(3_000_000)))
    data = place.read_bytes()
    place.write_bytes(data.replace((3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    done = collect(place, tmp_path / "submitted", "toy", 1)
    assert done.new == () and "or damaged" in done.left[0]


def test_a_damaged_file_is_left_and_the_others_are_taken(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 40
    place = packed(tmp_path / "in.zip", ("ada.ipynb", noise), ("bob.ipynb", b"{}"))
    data = bytearray(place.read_bytes())
    data[60:90] = bytes(30)
    place.write_bytes(data)
    done = collect(place, tmp_path / "submitted", "toy", 1)
    assert done.new == ("bob",) and "or damaged" in done.left[0]


def test_what_is_no_zip_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    for name, said in (("x.zip", "cannot be read as a zip"), ("y.zip", "no such file")):
        with pytest.raises(SubmissionError, match=said):
            collect(tmp_path / name, tmp_path / "submitted", "toy", 1)


def test_names_are_folders_everywhere() -> None:
    assert [harmless(name) for name in ("..", "a/b", "\x00x\n", "Ł ó", "." * 200)] == [
        "",
        "a_b",
        "x",
        "Ł_ó",
        "",
    ]
    assert len(harmless("x" * 500)) == 100


def test_the_command_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_course(tmp_path)
    place = packed(tmp_path / "in.zip", ("ada.ipynb", b"{}"), ("notes.txt", b""))
    assert main(["--course", str(tmp_path), "collect", "toy", str(place)]) == 0
    said = capsys.readouterr().out
    assert "1 new" in said and "notes.txt: no notebook" in said
    assert handed_in(tmp_path) == {"ada/toy/toy.ipynb": b"{}"}
