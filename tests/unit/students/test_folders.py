"""Two students never share a folder, whatever their names come to; and grades are private."""

import os
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.__main__ import main
from autograder.collecting import Collected, collect
from autograder.errors import StoreError
from autograder.report.page import harmless as harmless_cells
from autograder.storage.atomic import one_at_a_time, write_atomically
from autograder.storage.permissions import nothing_for_others
from autograder.students.folders import Names, Person, harmless
from tests.support.toycourse import make_course

ALIKE = [
    ("O'Brien", "O Brien"),
    ("Ada", "ada"),
    ("-rf", "rf"),
    ("a+b", "a b"),
    ("x" * 150 + "1", "x" * 150 + "2"),
    ("ñ" * 150 + "1", "ñ" * 150 + "2"),
    ("ﬁnn", "finn"),
    ("Straße", "Strasse"),
    ("a\nb", "a\tb"),
    (".ada", "ada"),
    ("a[1]", "a(1)"),
    ("Ⅷ", "VIII"),
    ("李*", "李?"),
]


def packed(place: Path, *files: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return place


def took(root: Path, *files: tuple[str, bytes]) -> Collected:
    return collect(packed(root / "in.zip", *files), root / "submitted", "toy", 1)


def contents(root: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (root / "submitted").rglob("*.ipynb"))


@pytest.mark.parametrize(("one", "other"), ALIKE, ids=[one[:9] for one, _ in ALIKE])
def test_names_that_come_to_the_same_never_merge(tmp_path: Path, one: str, other: str) -> None:
    done = took(tmp_path, (f"{one}/toy.ipynb", b"1"), (f"{other}/toy.ipynb", b"2"))
    assert len(done.new) == 2 and contents(tmp_path) == [b"1", b"2"]
    folders = [path.name for path in (tmp_path / "submitted").iterdir()]
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in folders}) == 2
    again = took(tmp_path, (f"{other}/toy.ipynb", b"3"), (f"{one}/toy.ipynb", b"1"))
    assert len(again.same) == len(again.changed) == 1 and contents(tmp_path) == [b"1", b"3"]


@pytest.mark.parametrize(("one", "other"), ALIKE, ids=[one[:9] for one, _ in ALIKE])
def test_nor_do_they_from_one_zip_to_the_next(tmp_path: Path, one: str, other: str) -> None:
    first = took(tmp_path, (f"{one}/toy.ipynb", b"1"))
    second = took(tmp_path, (f"{other}/toy.ipynb", b"2"))
    assert len(first.new) == len(second.new) == 1 and contents(tmp_path) == [b"1", b"2"]
    assert not first.apart and len(second.apart) == 1
    third = took(tmp_path, (f"{one}/toy.ipynb", b"3"))
    assert third.changed == first.new and contents(tmp_path) == [b"2", b"3"]


def test_one_name_in_two_forms_is_one_student(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        took(tmp_path, (f"{unicodedata.normalize(form, 'Zoë Müller')}/toy.ipynb", form.encode()))
    assert contents(tmp_path) == [b"NFD"]


def unflagged(place: Path, files: dict[bytes, bytes]) -> Path:
    """Write a zip whose names are bytes, and that does not say of which encoding they are."""
    with zipfile.ZipFile(place, "w") as archive:
        for number, (name, content) in enumerate(files.items()):
            archive.writestr(str(number) * len(name), content)
    data = place.read_bytes()
    for number, name in enumerate(files):
        data = data.replace(str(number).encode() * len(name), name)
    place.write_bytes(data)
    return place


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp850"])
def test_a_zip_without_its_flag_keeps_its_students_apart(tmp_path: Path, encoding: str) -> None:
    names = ("Müller", "Möller", "Mäller")
    files = {f"{name}/solution.ipynb".encode(encoding): name.encode() for name in names}
    place = unflagged(tmp_path / "in.zip", files)
    done = collect(place, tmp_path / "submitted", "toy", 1)
    assert len(done.new) == 3 and contents(tmp_path) == sorted(name.encode() for name in names)
    if encoding == "utf-8":
        assert set(done.new) == set(names) and not done.apart


def test_numbers_tell_apart_and_a_folder_stays_its_students(tmp_path: Path) -> None:
    took(tmp_path, ("doejane_1_10_toy.ipynb", b"1"))
    done = took(tmp_path, ("doejane_1_11_toy.ipynb", b"1+"), ("doejane_7_12_toy.ipynb", b"7"))
    assert done.changed == ("doejane",) and done.new == ("doejane_7",)
    assert contents(tmp_path) == [b"1+", b"7"]


def test_a_register_that_is_damaged_is_told(tmp_path: Path) -> None:
    took(tmp_path, ("ada/toy.ipynb", b"1"))
    register = tmp_path / ".submitted-names.json"
    register.write_text("{")
    with pytest.raises(StoreError, match="which student each folder of submitted/ is for"):
        took(tmp_path, ("ada/toy.ipynb", b"1"))
    register.unlink()  # what is there is its name's
    assert took(tmp_path, ("ada/toy.ipynb", b"1")).same == ("ada",)


@pytest.mark.parametrize("name", ["", ".", "..", " ", "\x00", "-", "---", "./.", "_.-"])
def test_what_is_no_name_has_no_folder(tmp_path: Path, name: str) -> None:
    names = Names(tmp_path / "x", "toy")
    assert harmless(name) == "" and names.folders([Person(name)]) == {Person(name): ""}


@pytest.mark.parametrize(
    "name", ["ñ" * 500, "李" * 500, "-rf", "--student", "a/../b", "con", "x\n"]
)
def test_every_other_name_is_a_folder(tmp_path: Path, name: str) -> None:
    folder = harmless(name)
    (tmp_path / folder / "toy").mkdir(parents=True)
    assert [path.name for path in tmp_path.iterdir()] == [folder] and folder[0] not in "-."


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1", "-rf", "@x", "\t=1", "\n=1", "＝1"])
def test_no_cell_is_computed(cell: str) -> None:
    assert list(harmless_cells([cell, 1.5, "ada"])) == [f"'{cell}", 1.5, "ada"]


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000], indirect=True)
@pytest.mark.usefixtures("umask")
def test_grades_are_for_their_owner_whatever_the_umask(tmp_path: Path) -> None:
    place = tmp_path / "verdicts" / "watch" / "toy.json"
    write_atomically(place, b"{}")
    with one_at_a_time(place):
        pass
    assert [mode(path) for path in (place, place.parent, place.parent.parent)] == [
        0o600, 0o700, 0o700,
    ]  # fmt: skip
    place.chmod(0o644)
    write_atomically(place, b"{}")
    assert mode(place) == 0o600


@pytest.mark.parametrize(
    ("umask", "file", "folder"),
    [(0o002, 0o660, 0o770), (0o027, 0o640, 0o750)],
    indirect=["umask"],
)
@pytest.mark.usefixtures("umask")
def test_a_folder_that_tas_share_stays_theirs(tmp_path: Path, file: int, folder: int) -> None:
    tmp_path.chmod(0o2775)
    write_atomically(tmp_path / "verdicts" / "a.json", b"{}")
    assert mode(tmp_path / "verdicts" / "a.json") == file
    assert mode(tmp_path / "verdicts") & 0o777 == folder and mode(tmp_path) == 0o2775


@pytest.mark.parametrize("umask", [0o022], indirect=True)
@pytest.mark.usefixtures("umask")
def test_what_is_public_and_what_others_make_is_as_the_umask_says(tmp_path: Path) -> None:
    write_atomically(tmp_path / "wheel.whl", b"", public=True)
    assert mode(tmp_path / "wheel.whl") == 0o644
    with nothing_for_others():
        (tmp_path / "gradebook.db").touch()
    (tmp_path / "other").touch()
    assert mode(tmp_path / "gradebook.db") == 0o640 and mode(tmp_path / "other") == 0o644


@pytest.mark.parametrize("umask", [0o022], indirect=True)
@pytest.mark.usefixtures("umask")
def test_what_is_collected_is_for_nobody_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    place = packed(tmp_path / "in.zip", ("O'Brien.ipynb", b"1"), ("O Brien.ipynb", b"2"))
    assert main(["--course", str(tmp_path), "collect", "toy", str(place)]) == 0
    found = list((tmp_path / "submitted").rglob("*"))
    assert len(found) == 6 and not any(mode(path) & 0o077 for path in found)
    assert "O'Brien is in O_Brien-" in capsys.readouterr().out
