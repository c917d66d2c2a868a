"""course.toml: what is right is read, what is wrong is one sentence."""

import codecs
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autograder.course.config import load_course
from autograder.errors import CourseError
from tests.conftest import ROOT

GOOD = """
[course]
id = "dgm"
title = "T"
term = "now"
[assignments.toy]
title = "Toy"
due = 2026-12-01T00:00:00+00:00
[assignments.toy.exercises]
one = 10
[assignments.toy.parameters]
size = 3
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for place in ("assignments/toy/assignment.md.j2", "solutions/toy/one.py"):
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).touch()
    return tmp_path


def write(root: Path, text: str) -> Path:
    (root / "course.toml").write_text(text, encoding="utf-8")
    return root


def test_a_good_course_is_read(root: Path) -> None:
    course = load_course(write(root, GOOD))
    toy = course.assignment("toy")
    assert (toy.name, toy.max_points, toy.parameters) == ("toy", 10, {"size": 3})
    assert course.limits.call_seconds > 0


def test_the_course_of_this_repository_is_good() -> None:
    pixelcnn = load_course(ROOT).assignment("pixelcnn")
    assert pixelcnn.exercises == {
        "likelihood": 20, "masks": 20, "stack": 25, "sampling": 15, "vae": 20,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('id = "dgm"', 'id = "dgm"\ncolour = 1', ["course.colour", "not known", "spelling"]),
        ('title = "Toy"', "", ["assignments.toy.title", "missing", "Add"]),
        ("one = 10", "one = -1", ["assignments.toy.exercises.one", "-1", "greater than 0"]),
        ("one = 10", 'one = "ten"', ["assignments.toy.exercises.one", "'ten'"]),
        ("one = 10", "two = 10", ["solution of toy/two", "missing"]),
        ('id = "dgm"', 'id = "dgm"\ndb_url = "mysql://x"', ["course.db_url", "postgresql"]),
        ('id = "dgm"', 'id = "dgm"\ntittle = "x"', ["course.tittle", "Did you mean title?"]),
        ("[course]", "[wach]\nper_day = 1\n[course]", ["key wach", "Did you mean watch?"]),
        ('title = "Toy"', 'titel = "Toy"', ["assignments.toy.titel", "Did you mean title?"]),
        ('title = "Toy"', 'title = "Toy"\nlate.per_dya = 1', ["toy.late.per_dya", "mean per_day?"]),
        (
            'title = "Toy"',
            'title = "Toy"\ndropped = ["onne"]',
            ["'onne'", "mean one?"],
        ),
        ("one = 10", "ome = 10", ["solution of toy/ome", "Did you mean one?"]),
        (
            "[course]",
            "[extensions.toi]\nada = 2027-01-01T00:00:00Z\n[course]",
            ["mean toy?"],
        ),
        (
            'id = "dgm"',
            'id = "dgm"\ntimezone = "Europe/Praha"',
            ["timezone is 'Europe/Praha'"],
        ),
        ("[course]", "[course", ["not TOML"]),
        ("size = 3", "size = [[3]]", ["assignments.toy.parameters.size"]),
    ],
)
def test_what_is_wrong_is_one_sentence(
    root: Path, before: str, after: str, words: list[str]
) -> None:
    write(root, GOOD.replace(before, after))
    with pytest.raises(CourseError) as raised:
        load_course(root)
    message = str(raised.value)
    assert str(root / "course.toml") in message
    assert all(word in message for word in words), message
    assert "'exercises':" not in message  # nobody wants to read the whole table
    assert "\n" not in message.rstrip()
    assert raised.value.exit_code == 2


def test_no_course_says_where_to_run(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="Run autograder in the folder"):
        load_course(tmp_path)


def test_an_unknown_assignment_names_the_known_ones(root: Path) -> None:
    with pytest.raises(CourseError, match="It has: toy"):
        load_course(write(root, GOOD)).assignment("flows")


def test_the_secret_comes_from_environment_or_file(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUTOGRADER_SECRET", raising=False)
    course = load_course(write(root, GOOD))
    with pytest.raises(CourseError, match="has no secret"):
        course.seed("x")
    (root / ".secret").write_text("one\n", encoding="utf-8")
    from_file = course.seed("x")
    monkeypatch.setenv("AUTOGRADER_SECRET", "two")
    assert course.seed("x") != from_file
    monkeypatch.setenv("AUTOGRADER_SECRET", "one")
    assert course.seed("x") == from_file != course.seed("y")


DUE = "due = 2026-12-01T00:00:00+00:00"
NEW_YORK = ('id = "dgm"', 'id = "dgm"\ntimezone = "America/New_York"')


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, b""])
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_what_notepad_writes_is_read(root: Path, mark: bytes, line: str) -> None:
    content = GOOD.replace('"T"', '"Übung"').replace("\n", line)
    (root / "course.toml").write_bytes(mark + content.encode())
    assert load_course(root).course.title == "Übung"


def test_what_powershell_writes_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUTOGRADER_SECRET", raising=False)
    (root / "course.toml").write_bytes(GOOD.encode("utf-16"))
    (root / ".secret").write_text("one", encoding="utf-8-sig")
    course = load_course(root)
    assert course.secret_bytes() == b"one"
    (root / "course.toml").write_bytes(GOOD.replace('"T"', '"Ü"').encode("latin-1"))
    with pytest.raises(CourseError, match="Save it as UTF-8"):
        load_course(root)


@pytest.mark.parametrize(
    "date",
    ["13.12.2026 23:59", "2026-12-13 23:59", "2026-13-12T23:59:00Z", "2026-12-13", "12/13/2026",
     '"2026-12-13T23:59:00Z"', "2026-12-13T23:59:00", "13 December 2026", "2026-12-13T24:00:00Z",
     "20261213", "23:59:00"],
)  # fmt: skip
def test_a_date_that_is_none_says_how_dates_are_written(root: Path, date: str) -> None:
    for text in (
        GOOD.replace(DUE, f"due = {date}"),
        GOOD + f"[extensions.toy]\nada = {date}\n",
        GOOD.replace(DUE, f"{DUE}\nreleased = {date}"),
    ):
        with pytest.raises(CourseError, match=r"no date.*Write .* 2026-12-13T23:59:00\+01:00"):
            load_course(write(root, text))


def test_dates_are_in_the_zone_of_the_course(root: Path) -> None:
    text = GOOD.replace(*NEW_YORK).replace(DUE, "due = 2026-10-31T20:00:00")
    course = load_course(write(root, f"{text}[extensions.toy]\nada = 2026-11-01T20:00:00\n"))
    due, longer = course.assignment("toy").due, course.extensions["toy"]["ada"]
    assert due.isoformat() == "2026-10-31T20:00:00-04:00" and due + timedelta(days=1) == longer
    assert longer.isoformat() == "2026-11-01T20:00:00-05:00"
    assert course.local(datetime(2026, 12, 1, 12, tzinfo=UTC)).isoformat()[11:] == "07:00:00-05:00"
    other = load_course(write(root, GOOD.replace(*NEW_YORK))).assignment("toy").due
    assert other.isoformat() == "2026-11-30T19:00:00-05:00"  # written in UTC, it is the same moment


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2027-03-14T02:30:00", "assignments.toy.due is 2027-03-14T02:30:00, which does not exist"),
        ("2026-11-01T01:30:00", "comes twice .* 2026-11-01T01:30:00-04:00 or"),
    ],
)
def test_a_date_at_a_change_of_clocks_is_not_guessed(root: Path, date: str, words: str) -> None:
    text = GOOD.replace(*NEW_YORK)
    with pytest.raises(CourseError, match=words):
        load_course(write(root, text.replace(DUE, f"due = {date}")))
    with pytest.raises(CourseError, match=r"extensions\.toy\.ada is"):
        load_course(write(root, f"{text}[extensions.toy]\nada = {date}\n"))
