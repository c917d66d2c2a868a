"""Whose a notebook is: levels that tell students apart, and students who would be another."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from autograder.__main__ import main
from autograder.collecting import collect
from autograder.collecting.times import time_in
from autograder.errors import SubmissionError
from autograder.students.people import People
from tests.support.archives import Files, handed_in, taken_from, times, unpacked, zipped
from tests.support.toycourse import make_course

# Files, and who has which notebook.
LEVELS: dict[str, tuple[Files, dict[str, str]]] = {
    "a folder around": ({"x y/ada/a.ipynb": "1", "x y/李/toy.ipynb": "2"}, {"ada": "1", "李": "2"}),
    "folders around folders": (
        {"a/b c/ada/hw/toy.ipynb": "1", "a/b c/бела/toy.ipynb": "2"},
        {"ada": "1", "бела": "2"},
    ),
    "groups of students": (
        {"s1/ada/toy.ipynb": "1", "s1/bela/toy.ipynb": "2"}
        | {"s2/cy/toy.ipynb": "3", "s2/dan/toy.ipynb": "4"},
        {"ada": "1", "bela": "2", "cy": "3", "dan": "4"},
    ),
    "a course of nbgrader's, without its assignments' folders": (
        {"c/source/toy/toy.ipynb": "s", "c/release/toy/toy.ipynb": "r"}
        | {"c/submitted/ada/toy.ipynb": "1", "c/submitted/bela/toy.ipynb": "2"},
        {"ada": "1", "bela": "2"},
    ),
    "sections of one student each": (
        {"section 1/ada/toy.ipynb": "1", "section 2/bela/toy.ipynb": "2"},
        {"ada": "1", "bela": "2"},
    ),
    "teams": (
        {"group 1/toy.ipynb": "1", "group 2/toy.ipynb": "2"},
        {"group_1": "1", "group_2": "2"},
    ),
    "assignments around students": (
        {"toy/ada/toy.ipynb": "1", "toy/bela/toy.ipynb": "2"}
        | {"other/ada/other.ipynb": "3", "other/bela/other.ipynb": "4"},
        {"ada": "1", "bela": "2"},
    ),
    "files in a folder that is no student": (
        {"submissions/ada.ipynb": "1", "submissions/José.ipynb": "2"},
        {"ada": "1", "José": "2"},
    ),
    "one folder": ({"submissions/ada/toy/toy.ipynb": "1"}, {"ada": "1"}),
    "zips by student": (
        {"ada.zip": zipped({"a/toy.ipynb": "1"}), "bela.zip": zipped({"toy.ipynb": "2"})},
        {"ada": "1", "bela": "2"},
    ),
    "the assignment's own file beside": (
        {"toy.ipynb": "the handout", "ada.ipynb": "1", "bela.ipynb": "2"},
        {"ada": "1", "bela": "2"},
    ),
    "checkpoints and the like": (
        {
            "ada/hw.ipynb": "1",
            "ada/.ipynb_checkpoints/hw-checkpoint.ipynb": "old",
            "ada/.git/toy.ipynb": "old",
            "ada/._hw.ipynb": "mac",
            "__MACOSX/bela/toy.ipynb": "mac",
            ".ipynb_checkpoints/x-checkpoint.ipynb": "old",
            "bela/TOY.ipynb": "2",
            "bela/TOY-checkpoint.ipynb": "old",
            "bela/.DS_Store": "mac",
        },
        {"ada": "1", "bela": "2"},
    ),
    "versions": (
        {
            "ada/toy.ipynb": "old",
            "ada/toy-2.ipynb": "1",
            "ada/toy-1.ipynb": "old",
            "bela/toy.ipynb": "2",
            "bela/toy-2025.ipynb": "no version",
            "cy/work.ipynb": "old",
            "cy/work-1.ipynb": "3",
            "dan/old/toy-9.ipynb": "deeper",
            "dan/toy.ipynb": "4",
        },
        {"ada": "1", "bela": "2", "cy": "3", "dan": "4"},
    ),
    "a zip beside the notebook": (
        {"ada/toy.ipynb": "1", "ada/old.zip": zipped({"toy.ipynb": "old"}), "bela/x.ipynb": "2"},
        {"ada": "1", "bela": "2"},
    ),
    "an earlier attempt has it": (
        {"Toy_al_attempt_2026-12-12-23-10-00_toy.ipynb": "1"}
        | {"Toy_al_attempt_2026-12-13-23-10-00_report.pdf": "x"},
        {"al": "1"},
    ),
}


@pytest.mark.parametrize("case", LEVELS)
def test_the_level_that_tells_students_apart_is_found(tmp_path: Path, case: str) -> None:
    files, who = LEVELS[case]
    taken_from(tmp_path, files)
    assert handed_in(tmp_path) == who


def test_a_whole_course_gives_what_was_handed_in(tmp_path: Path) -> None:
    stamp = "2026-12-14 10:00:00 UTC"
    files: Files = {
        "c/source/toy/toy.ipynb": "the course's",
        "c/release/toy/toy.ipynb": "the course's",
        "c/submitted/ada/toy/toy.ipynb": "1",
        "c/submitted/ada/toy/timestamp.txt": stamp,
        "c/submitted/bela/toy/toy.ipynb": "2",
        "c/mailed/cy.ipynb": "3",
    }
    done = taken_from(tmp_path, files)
    assert handed_in(tmp_path) == {"ada": "1", "bela": "2"} and times(tmp_path) == {"ada": stamp}
    assert done.without == ("c/mailed/cy.ipynb: it is not told whose it is",)


UNTOLD: dict[str, tuple[Files, str]] = {
    "one's, or several students'": ({"bela/a.ipynb": "1", "bela/b.ipynb": "2"}, "whose bela is"),
    "one folder within another": ({"ws/ada/toy.ipynb": "1"}, "whose ws/ada is"),
    "students or groups": (
        {"s1/ada/toy.ipynb": "1", "s1/bela/toy.ipynb": "2", "s2/cy/toy.ipynb": "3"}
        | {"s3/dan/toy.ipynb": "4"},
        "students or groups",
    ),
    "one name in two groups": (
        {"s1/ada/toy.ipynb": "1", "s1/bela/toy.ipynb": "2"}
        | {"s2/ada/toy.ipynb": "3", "s2/cy/toy.ipynb": "4"},
        "may be of two students",
    ),
    "gradescope without its metadata": (
        {"export/submission_1/toy.ipynb": "1", "export/submission_2/toy.ipynb": "2"},
        "submission_metadata.yml",
    ),
    "damaged metadata": (
        {"submission_1/toy.ipynb": "1", "submission_metadata.yml": "a: [b\n- c"},
        "cannot be read",
    ),
}


@pytest.mark.parametrize("case", UNTOLD)
def test_where_it_cannot_be_told_nothing_is_taken(tmp_path: Path, case: str) -> None:
    files, said = UNTOLD[case]
    with pytest.raises(SubmissionError, match=said):
        taken_from(tmp_path, files)
    assert not (tmp_path / "submitted").exists()


def test_a_notebook_that_is_nobodys_is_told(tmp_path: Path) -> None:
    done = taken_from(tmp_path, {"toy.ipynb": "1"})
    assert not done.taken and done.without == ("toy.ipynb: it is not told whose it is",)


BROKEN = zipped({"toy.ipynb": "1"})[:40]

WITHOUT: dict[str, tuple[Files, list[str]]] = {
    "a pdf alone": ({"bela/report.pdf": "x"}, ["bela: there is no notebook in bela/report.pdf"]),
    "an empty folder": ({"bela/": ""}, ["bela: nothing was handed in"]),
    "a broken zip": ({"bela/hw.zip": BROKEN}, ["bela: bela/hw.zip cannot be opened as a zip"]),
    "a zip within a zip": (
        {"bela/hw.zip": zipped({"hw.zip": zipped({"toy.ipynb": "1"})})},
        ["bela: there is no notebook in bela/hw.zip"],
    ),
    "two of one name": (
        {"bela/1/toy.ipynb": "1", "bela/2/toy.ipynb": "2"},
        ["bela: 2 notebooks of one name lie side by side, and none is later"],
    ),
    "several students' in one zip": (
        {"bela.zip": zipped({"x/toy.ipynb": "1", "y/toy.ipynb": "2"})},
        ["bela: 2 notebooks of one name lie side by side, and none is later"],
    ),
    "another kind of archive": (
        {"bela/hw.tar.gz": "x"},
        ["bela: there is no notebook in bela/hw.tar.gz"],
    ),
    "a text typed into Canvas": (
        {"belá_12_text.html": "x"},
        ["belá: there is no notebook in belá_12_text.html"],
    ),
    "a later attempt that is broken": (
        {"Toy_al_attempt_2026-12-12-23-10-00_toy.ipynb": "1"}
        | {"Toy_al_attempt_2026-12-13-23-10-00_hw.zip": BROKEN},
        ["al: Toy_al_attempt_2026-12-13-23-10-00_hw.zip cannot be opened as a zip"],
    ),
}


@pytest.mark.parametrize("case", WITHOUT)
def test_who_is_left_without_a_notebook_is_told(
    tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files, told = WITHOUT[case]
    others = _others(next(iter(files)))
    make_course(tmp_path)
    (tmp_path / "in.zip").write_bytes(zipped({**files, **others}))
    assert main(["--course", str(tmp_path), "collect", "toy", str(tmp_path / "in.zip")]) == 1
    assert len(handed_in(tmp_path)) == 1
    said = capsys.readouterr().out
    assert "1 new" in said and all(one in said for one in told)


def _others(name: str) -> Files:
    """Return a notebook of another student, laid out alike."""
    if "_attempt_" in name:
        return {"Toy_co_attempt_2026-12-13-11-10-00_toy.ipynb": "co"}
    if name.endswith(".html"):
        return {"co_14_15_toy.ipynb": "co"}
    return {"ada/toy.ipynb": "ada"} if "/" in name else {"ada.zip": zipped({"t.ipynb": "ada"})}


def test_a_file_called_as_another_platform_would_changes_nothing(tmp_path: Path) -> None:
    taken_from(
        tmp_path,
        {
            "evil_1_2_obrienconor_12346_987002_toy.ipynb": "evil",
            "obrienconor_12346_9_toy.ipynb": "conor",
            "mal_3_4_Toy_co77_attempt_2026-12-01-00-00-00_toy.ipynb": "mal",
            "eve_5_6_Conor O'Brien_4412_assignsubmission_file_toy.ipynb": "eve",
        },
    )
    expected = {"evil": "evil", "obrienconor": "conor", "mal": "mal", "eve": "eve"}
    assert handed_in(tmp_path) == expected and times(tmp_path) == {}


@pytest.mark.parametrize(
    "own",
    [
        {"submission_metadata.yml": "submission_1:\n  :submitters:\n  - :sid: conor\n"}
        | {"submission_1/toy.ipynb": "evil"},
        {"conor_12346_987002_toy.ipynb": "evil"},
        {"submission_1/toy.ipynb": "evil"},
        {"conor/toy/toy.ipynb": "evil", "conor/toy/timestamp.txt": "2020-01-01 00:00:00 UTC"},
        {"O, C(conor)/Submission attachment(s)/toy.ipynb": "evil"},
    ],
)
def test_no_student_lays_out_a_platform_of_their_own(tmp_path: Path, own: Files) -> None:
    evil = {f"mallory/{name}": content for name, content in own.items()}
    taken_from(tmp_path, {"conor/toy.ipynb": "conor", **evil, "ada/hw.ipynb": "ada"})
    expected = {"ada": "ada", "conor": "conor", "mallory": "evil"}
    assert handed_in(tmp_path) == expected and times(tmp_path) == {}


def test_metadata_names_no_folder_but_those_beside_it(tmp_path: Path) -> None:
    text = "".join(
        f'"{name}":\n  :submitters:\n  - :name: Conor\n    :sid: {sid}\n'
        for name, sid in (
            ("submission_1", "ada"),
            ("../../evil", "x"),
            ("submission_1/../submission_2", "y"),
            ("submission_2", "../../../etc/passwd"),
        )
    )
    text += "submission_3: !!python/object/apply:os.system ['touch x']\nsubmission_4: 7\n"
    files = {f"submission_{n}/toy.ipynb": str(n) for n in range(1, 5)}
    done = taken_from(tmp_path, {"submission_metadata.yml": text, **files})
    assert handed_in(tmp_path) == {"ada": "1", "etc_passwd": "2"}
    assert len(done.without) == 2 and not (tmp_path / "x").exists()


def test_a_bomb_of_references_in_metadata_is_harmless(tmp_path: Path) -> None:
    text = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
    )
    text += "submission_1:\n  :submitters:\n  - :sid: ada\n"
    taken_from(tmp_path, {"submission_metadata.yml": text, "submission_1/toy.ipynb": "1"})
    assert handed_in(tmp_path) == {"ada": "1"}


def test_a_time_of_the_students_own_is_none(tmp_path: Path) -> None:
    early = "2020-01-01 00:00:00 UTC"
    own = zipped({"toy/toy.ipynb": "1", "toy/timestamp.txt": early, "timestamp.txt": early})
    zips: list[Files] = [
        {"lovelaceada_LATE_1_2_hw.zip": own},
        {"L, Ada(al)/Submission attachment(s)/hw.zip": own},
        {"L, Ada(al)/Submission attachment(s)/toy/timestamp.txt": early}
        | {"L, Ada(al)/Submission attachment(s)/toy/toy.ipynb": "1"},
        {"Ada L_1_assignsubmission_file_/toy/toy.ipynb": "1"}
        | {"Ada L_1_assignsubmission_file_/toy/timestamp.txt": early},
        {"ada.zip": own},
    ]
    for files in zips:
        taken_from(tmp_path, files)
    assert times(tmp_path) == {} and len(handed_in(tmp_path)) == 4
    taken_from(tmp_path, {"Toy_bo_attempt_2026-12-12-23-10-00_hw.zip": own})
    assert times(tmp_path) == {"bo": "2026-12-12 23:10:00.000000 UTC"}


def test_a_time_stays_a_persons_and_goes_with_its_notebook(tmp_path: Path) -> None:
    name = "Toy_al_attempt_2026-12-{}-10-10-00_toy.ipynb"
    taken_from(tmp_path, {name.format(12): "1"})
    clock = tmp_path / "submitted" / "al" / "toy" / "timestamp.txt"
    clock.write_text("2026-12-11 00:00:00 UTC")
    done = taken_from(tmp_path, {name.format(12): "1"})
    assert clock.read_text() == "2026-12-11 00:00:00 UTC" and "and stays" in done.notes[0]
    taken_from(tmp_path, {name.format(13): "2"})
    assert clock.read_text() == "2026-12-13 10:10:00.000000 UTC"
    taken_from(tmp_path, {"al/x.ipynb": "3"})
    assert not clock.exists() and handed_in(tmp_path) == {"al": "3"}


@pytest.mark.parametrize(
    "evil",
    ["../../evil.ipynb", "/etc/evil.ipynb", "a/../../evil.ipynb", "..\\evil.ipynb", "C:\\e.ipynb"],
)
def test_no_name_leads_out_of_a_students_own_zip(tmp_path: Path, evil: str) -> None:
    taken_from(tmp_path, {"ada.zip": zipped({evil: "evil", "toy.ipynb": "1"})})
    assert handed_in(tmp_path) == {"ada": "1"} and not list(tmp_path.parent.glob("evil*"))


def linked() -> bytes:
    link = zipfile.ZipInfo("toy.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def test_a_hostile_zip_costs_its_student_alone(tmp_path: Path) -> None:
    bomb = zipped({"toy.ipynb": bytes(50_000_000)})
    many = zipped({f"{n}": b"" for n in range(10_001)})
    nested = zipped({"toy.ipynb": "1"})
    claims = bytearray(nested)
    end = nested.rfind(b"PK\x05\x06")
    claims[end + 12 : end + 16] = b"\xff\xff\xff\x7f"
    files: Files = {
        "bomb.zip": bomb,
        "many.zip": many,
        "claims.zip": bytes(claims),
        "link.zip": linked(),
        "large.zip": bytes(2_000_000),
        "ada.zip": nested,
    }
    done = taken_from(tmp_path, files)
    assert handed_in(tmp_path) == {"ada": "1"}
    assert [one.partition(":")[0] for one in done.without] == [
        "bomb", "claims", "large", "link", "many",
    ]  # fmt: skip


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.ipynb").write_text("secret")
    source = unpacked(tmp_path / "in", {"ada/toy.ipynb": "1", "bela/x.txt": "x"})
    (source / "bela" / "toy.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (source / "cy").symlink_to(tmp_path)
    done = collect(source, tmp_path / "submitted", "toy", 1)
    assert handed_in(tmp_path) == {"ada": "1"}
    assert [one.partition(":")[0] for one in done.without] == ["bela", "cy"]


@pytest.mark.parametrize(
    ("name", "student"),
    [("ada.ipynb", "ada"), ("lovelaceada_12_34_toy-2.ipynb", "lovelaceada"), ("toy.ipynb", None)],
)
def test_one_notebook_is_a_source(tmp_path: Path, name: str, student: str | None) -> None:
    (tmp_path / name).write_text("1")
    done = collect(tmp_path / name, tmp_path / "submitted", "toy", 1)
    assert [one.student for one in done.taken] == ([student] if student else [])
    assert bool(done.without) is (student is None)


def test_two_of_one_name_are_two_from_one_assignment_to_the_next(tmp_path: Path) -> None:
    taken_from(tmp_path, {"doejane_1_10_toy.ipynb": "1"})
    source = tmp_path / "next.zip"
    source.write_bytes(zipped({"doejane_7_12_other.ipynb": "7"}))
    collect(source, tmp_path / "submitted", "other", 1)
    assert sorted(path.name for path in (tmp_path / "submitted").iterdir()) == [
        "doejane",
        "doejane_7",
    ]
    known = People.beside(tmp_path / "submitted").known
    assert (known["doejane"].number, known["doejane_7"].number) == ("1", "7")


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_course(tmp_path)
    (tmp_path / "in.zip").write_bytes(zipped({"x/ada/toy.ipynb": "1", "x/bo/toy.ipynb": "2"}))
    before = sorted(tmp_path.iterdir())
    words = ["--course", str(tmp_path), "collect", "toy", str(tmp_path / "in.zip"), "--dry-run"]
    assert main(words) == 0
    assert sorted(tmp_path.iterdir()) == before
    said = capsys.readouterr().out
    assert "would be 2 new" in said and "ada  time not known  x/ada/toy.ipynb" in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dec 13, 2026 1205 AM", "2026-12-13T00:05:00+00:00"),
        ("13 December 2026 12:30 pm", "2026-12-13T12:30:00+00:00"),
        ("2026-12-13-23-59-59", "2026-12-13T23:59:59+00:00"),
        ("2026-12-13T10:00:00.123456789Z", "2026-12-13T10:00:00.123456+00:00"),
        ("2026-12-13 10:00:00 -0330", "2026-12-13T10:00:00-03:30"),
        ("2026-02-30-10-00-00", None),
        ("Foo 13, 2026 1205 AM", None),
        ("yesterday", None),
        ("2026-12-13T25:00:00Z", None),
    ],
)
def test_times_in_names(text: str, expected: str | None) -> None:
    from datetime import UTC

    found = time_in(text, UTC)
    assert (found.isoformat() if found else None) == expected
