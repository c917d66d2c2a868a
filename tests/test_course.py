"""course.toml: what is right is read, what is wrong is one sentence."""

from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.errors import CourseError

ROOT = Path(__file__).parent.parent

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
        ("[course]", "[course", ["not TOML"]),
        ("size = 3", "size = [3]", ["assignments.toy.parameters.size"]),
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
