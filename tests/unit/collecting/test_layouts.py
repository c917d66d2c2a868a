"""The layouts of platforms: who handed in what and when, by the names that each of them writes."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.collecting import collect
from autograder.collecting.finding import BARE
from autograder.collecting.layouts import LAYOUTS, TREES
from autograder.students.people import Identity, People
from tests.conftest import ROOT
from tests.support.archives import Files, handed_in, taken_from, times, unpacked, zipped

DOCS = ROOT / "docs" / "tas.md"

METADATA = """submission_1:
  :submitters:
  - :name: Ada Lovelace
    :sid: '007'
    :email: ada@uni.example
  :created_at: 2026-12-13 22:10:00.123456000 Z
submission_2:
  :submitters:
  - :name: Conor O'Brien
    :sid: 0123
    :email: co@uni.example
  - :name: Li Wei
    :sid:
    :email: li@uni.example
  :created_at: 2026-12-14 09:10:00.000000000 +09:00
"""

# Each: the layout, files, who has which notebook, and the times that are known.
CASES: dict[str, tuple[str, Mapping[str, str], dict[str, str], dict[str, str]]] = {
    "canvas": (
        "Canvas",
        {
            "lovelaceada2_12345_987001_toy.ipynb": "old",
            "lovelaceada2_12345_987009_toy-1.ipynb": "ada",
            "liwei李_LATE_12346_987002_my work.ipynb": "li",
            "_12347_987003_toy.ipynb": "nameless",
            "anon_aB3dE_987004_toy.ipynb": "anonymous",
        },
        {"lovelaceada2": "ada", "liwei李": "li", "12347": "nameless", "anon_aB3dE": "anonymous"},
        {},
    ),
    "canvas, resubmitted under one name": (
        "Canvas",
        {"doejane_1_10_toy.ipynb": "old", "doejane_1_9_scratch-2025.ipynb": "no"}
        | {"doejane_1_11_toy.ipynb": "new", "doejane_1_12_toy-old.ipynb": "no"},
        {"doejane": "new"},
        {},
    ),
    "moodle": (
        "Moodle",
        {
            "CS-1/Zoë Müller_4411_assignsubmission_file_/toy.ipynb": "zoë",
            "CS-1/Zoë Müller_4411_assignsubmission_onlinetext_/onlinetext.html": "x",
            "CS-1/Conor O'Brien_4412_assignsubmission_file/sub/toy.ipynb": "conor",
        },
        {"Zoë_Müller": "zoë", "Conor_O_Brien": "conor"},
        {},
    ),
    "moodle without folders": (
        "Moodle",
        {
            "Ada Lovelace_4411_assignsubmission_file_my_toy.ipynb": "ada",
            "Ada Lovelace_4412_assignsubmission_file_toy.ipynb": "another Ada",
        },
        {"Ada_Lovelace_4411": "ada", "Ada_Lovelace_4412": "another Ada"},
        {},
    ),
    "moodle, in groups": (
        "Moodle",
        {
            "Lab-1-Ada Lovelace_1_assignsubmission_file_/toy.ipynb": "a",
            "Lab-1-Anne-Marie Curie_2_assignsubmission_file_/toy.ipynb": "a",
            "Default group-Li Wei_3_assignsubmission_file_/toy.ipynb": "li",
        },
        {"Ada_Lovelace": "a", "Anne-Marie_Curie": "a", "Li_Wei": "li"},
        {},
    ),
    "blackboard": (
        "Blackboard",
        {
            "Toy_1_a_l_attempt_2026-12-12-23-10-00_toy.ipynb": "old",
            "Toy_1_a_l_attempt_2026-12-13-10-10-00_hw.ipynb": "new",
            "Toy_1_a_l_attempt_2026-12-13-10-10-00.txt": "Name: Ada L (a_l)\nName: X (co77)",
            "Toy_1_co77_attempt_2026-12-13-11-10-00_a_l_attempt_2027-01-01-00-00-00_x.ipynb": "co",
            "Toy_1_co77_attempt_2026-12-13-11-10-00.txt": "Name: Conor B (co77)",
        },
        {"a_l": "new", "co77": "co"},
        {"a_l": "2026-12-13 10:10:00.000000 UTC", "co77": "2026-12-13 11:10:00.000000 UTC"},
    ),
    "brightspace": (
        "Brightspace",
        {
            "1-9 - Ada Lovelace - Dec 12, 2026 1159 PM/toy.ipynb": "old",
            "1-9 - Ada Lovelace - Dec 13, 2026 1205 AM/toy.ipynb": "ada",
            "2-9 - 23304308 Li - Wei - 05 March 2026 612 PM/toy.ipynb": "li",
            "3-9 - Zoé - 5 févr. 2026 18:12/toy.ipynb": "zoé",
            "index.html": "x",
        },
        {"Ada_Lovelace": "ada", "Li_-_Wei": "li", "Zoé": "zoé"},
        {
            "Ada_Lovelace": "2026-12-13 00:05:00.000000 UTC",
            "Li_-_Wei": "2026-03-05 18:12:00.000000 UTC",
        },
    ),
    "brightspace, file by file": (
        "Brightspace",
        {"1-9 - Ada Lovelace - Dec 12, 2026 1159 PM - toy - final.ipynb": "ada"},
        {"Ada_Lovelace": "ada"},
        {"Ada_Lovelace": "2026-12-12 23:59:00.000000 UTC"},
    ),
    "gradescope": (
        "Gradescope",
        {
            "assignment_9_export/submission_metadata.yml": METADATA,
            "assignment_9_export/submission_1/toy.ipynb": "ada",
            "assignment_9_export/submission_2/src/toy.ipynb": "two",
        },
        {"007": "ada", "0123": "two", "li@uni.example": "two"},
        {
            "007": "2026-12-13 22:10:00.123456 UTC",
            "0123": "2026-12-14 00:10:00.000000 UTC",
            "li@uni.example": "2026-12-14 00:10:00.000000 UTC",
        },
    ),
    "sakai": (
        "Sakai",
        {
            "Toy/grades.csv": "x",
            "Toy/Lovelace, Ada(al123)/timestamp.txt": "2026-12-13T22:10:00.123Z",
            "Toy/Lovelace, Ada(al123)/Submission attachment(s)/toy.ipynb": "ada",
            "Toy/Lovelace, Ada(al123)/Feedback Attachment(s)/toy.ipynb": "the teacher's",
            "Toy/O'Brien, Conor(co77)/timestamp.txt": "20261213221000000",
            "Toy/O'Brien, Conor(co77)/Adjuntos del envío/toy.ipynb": "co",
            "Toy/Bo, Bo(bo)/toy.ipynb": "bo",
            "Toy/Wei, Li(li1); Zoë,(zo1)/Submission attachment(s)/toy.ipynb": "two",
        },
        {"al123": "ada", "bo": "bo", "co77": "co", "li1": "two", "zo1": "two"},
        {"al123": "2026-12-13 22:10:00.123000 UTC", "co77": "2026-12-13 22:10:00.000000 UTC"},
    ),
    "sakai without folders": (
        "Sakai",
        {"Toy/L, Ada(al123)_Submission attachment(s)_toy.ipynb": "ada"}
        | {"Toy/B, Co(co77)_Submission attachment(s)_hw.ipynb": "co"},
        {"al123": "ada", "co77": "co"},
        {},
    ),
    "autolab": (
        "Autolab",
        {
            "ada_l@uni.example_2_toy.ipynb": "old",
            "ada_l@uni.example_10_toy.ipynb": "ada",
            "annotated_ada_l@uni.example_11_toy.ipynb": "the teacher's",
            "co@uni.example_1_handin.ipynb": "co",
        },
        {"ada_l@uni.example": "ada", "co@uni.example": "co"},
        {},
    ),
    "codegrade": (
        "CodeGrade",
        {
            "Toy/Ada Lovelace - 2026-12-12T22:10:00/toy.ipynb": "old",
            "Toy/Ada Lovelace - 2026-12-13T22:10:00.500000+00:00/toy.ipynb": "ada",
            "Toy/Li Wei - 2026-12-14T00:10:00 (late)/toy.ipynb": "li",
        },
        {"Ada_Lovelace": "ada", "Li_Wei": "li"},
        {
            "Ada_Lovelace": "2026-12-13 22:10:00.500000 UTC",
            "Li_Wei": "2026-12-14 00:10:00.000000 UTC",
        },
    ),
    "artemis": (
        "GitHub Classroom, Artemis",
        {
            "dgm-toy-student-submissions/al123-dgm-toy/toy.ipynb": "ada",
            "dgm-toy-student-submissions/co77-dgm-toy/toy.ipynb": "co",
        },
        {"al123": "ada", "co77": "co"},
        {},
    ),
    "artemis, uploads": (
        "GitHub Classroom, Artemis",
        {
            "exports/DGM-A first Toy-submissions/A first Toy-al123-771.ipynb": "ada",
            "exports/DGM-A first Toy-submissions/A first Toy-co77-772.ipynb": "co",
        },
        {"al123": "ada", "co77": "co"},
        {},
    ),
    "github classroom": (
        "GitHub Classroom, Artemis",
        {
            "hw3-submissions/hw3-ada-l/toy.ipynb": "ada",
            "hw3-submissions/hw3-ada-l/.git/config": "x",
            "hw3-submissions/hw3-bela/toy.ipynb": "bela",
            "hw3-submissions/hw3-bela/.git/x.ipynb": "x",
        },
        {"ada-l": "ada", "bela": "bela"},
        {},
    ),
    "one repository": (
        "GitHub Classroom, Artemis",
        {"toy-ada-l/toy.ipynb": "ada", "toy-ada-l/README.md": "x"},
        {"ada-l": "ada"},
        {},
    ),
    "nbgrader": (
        "nbgrader",
        {
            "submitted/ada/toy/toy.ipynb": "ada",
            "submitted/ada/toy/timestamp.txt": "2026-12-14 10:00:00.5 UTC\n",
            "submitted/ada/other/other.ipynb": "other",
            "submitted/bela/Toy/toy.ipynb": "bela",
            "submitted/cy/other/other.ipynb": "other",
        },
        {"ada": "ada", "bela": "bela"},
        {"ada": "2026-12-14 10:00:00.5 UTC"},
    ),
    "exchange": (
        "nbgrader's exchange",
        {
            "inbound/ada+toy+2026-12-13 10:00:00.5 UTC+ab12/toy.ipynb": "old",
            "inbound/ada+toy+2026-12-13 19:30:00.5 +08+ab13/toy.ipynb": "ada",
            "inbound/bo+toy+2026-12-14 10:00:00 CET/toy.ipynb": "bo",
            "inbound/bo+other+2026-12-15 10:00:00 CET/other.ipynb": "other",
        },
        {"ada": "ada", "bo": "bo"},
        {"ada": "2026-12-13 19:30:00.5 +08", "bo": "2026-12-14 10:00:00 CET"},
    ),
    "github classroom, zips of repositories": (
        "GitHub Classroom, Artemis",
        {"homework-2-ada-l-main/toy.ipynb": "ada", "homework-2-bela-master/toy.ipynb": "bela"},
        {"ada-l": "ada", "bela": "bela"},
        {},
    ),
    "bare": (
        BARE,
        {"my zips/WS 26/ada/hw.ipynb": "ada", "my zips/WS 26/Li Wei/x/hw.ipynb": "li"},
        {"ada": "ada", "Li_Wei": "li"},
        {},
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("around", ["", "submissions/", "HW 3 – Übung/all/"])
def test_every_layout_is_known_also_within_folders(tmp_path: Path, case: str, around: str) -> None:
    layout, files, who, when = CASES[case]
    done = taken_from(tmp_path, {around + name: c for name, c in files.items()}, "A first Toy")
    assert (done.layouts, done.without) == ((layout,), ())
    assert (handed_in(tmp_path), times(tmp_path)) == (who, when)
    again = taken_from(tmp_path, {around + name: c for name, c in files.items()}, "A first Toy")
    assert (len(again.same), times(tmp_path)) == (len(who), when)


@pytest.mark.parametrize("case", CASES)
def test_a_folder_gives_what_its_zip_gives(tmp_path: Path, case: str) -> None:
    _, files, who, when = CASES[case]
    decomposed = {unicodedata.normalize("NFD", name): c for name, c in files.items()}
    unpacked(tmp_path / "in", decomposed)
    done = collect(tmp_path / "in", tmp_path / "submitted", "toy", 1, title="A first Toy")
    assert (handed_in(tmp_path), times(tmp_path), done.without) == (who, when, ())


def test_every_layout_is_in_the_documentation() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for layout in (*LAYOUTS, *TREES):
        for name in layout.name.split(", "):
            assert f"| {name}" in text, f"docs/tas.md does not tell of {name}"
    assert {layout.name for layout in (*LAYOUTS, *TREES)} | {BARE} == {c[0] for c in CASES.values()}


def test_who_students_are_is_kept(tmp_path: Path) -> None:
    expected = {
        "canvas": {"lovelaceada2": Identity(number="12345")},
        "moodle": {"Zoë_Müller": Identity("Zoë Müller", "Zoë", "Müller")},
        "blackboard": {"a_l": Identity("Ada L", "Ada", "L", login="a_l")},
        "gradescope": {
            "0123": Identity("Conor O'Brien", "Conor", "O'Brien", "co@uni.example", number="0123")
        },
        "sakai": {"al123": Identity("Ada Lovelace", "Ada", "Lovelace", login="al123")},
        "autolab": {"co@uni.example": Identity(email="co@uni.example")},
    }
    for case, people in expected.items():
        taken_from(tmp_path, CASES[case][1])
        known = People.beside(tmp_path / "submitted").known
        assert {student: known[student] for student in people} == people
    assert (tmp_path / ".submitted-people.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("case", ["canvas", "moodle", "gradescope", "sakai", "bare"])
def test_a_zip_of_a_students_own_is_opened(tmp_path: Path, case: str) -> None:
    _, files, who, _ = CASES[case]
    inner: Files = {
        name.replace(".ipynb", ".zip"): zipped({"hw/toy.ipynb": content})
        if name.endswith(".ipynb")
        else content
        for name, content in files.items()
    }
    assert not taken_from(tmp_path, inner).without
    assert handed_in(tmp_path) == who
