"""Another name for an assignment or an exercise: all that has it changes, or nothing does."""

import tomllib
from pathlib import Path

import pytest

from autograder.cli.rename import rename
from autograder.course.config import load_course
from autograder.course.rename import planned
from autograder.errors import CourseError
from tests.support.supplying import make_pair
from tests.support.toycourse import COURSE, make_course
from tests.support.twobooks import TOML, make_two

MORE = """
[assignments.toy.training.masks]
steps = 3
[assignments."toy".limits.masks]
call_seconds = 50
[extensions.toy]
masks = 2027-04-01T00:00:00+00:00   # a student of this name

[assignments.toys]
title = "toy"
due = 2027-03-01T12:00:00+00:00
exercises = { masks = 4 }
# [assignments.toy.late]
"""
CHECKS = """from . import masks, other
from .masks import thing

KEPT = "masks"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    toml = COURSE.replace(
        'title = "A toy"', 'title = "A toy"\ndropped = ["scores", "masks"]  # masks'
    )
    toml = toml.replace("scores = 2.5", "scores = 2.5\nlast = 1") + MORE
    for place in ("assignments/toys", "solutions/toys", "tests/submissions/toy/masks"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "assignments/toys/assignment.md.j2").touch()
    (tmp_path / "solutions/toys/masks.py").write_text("from solutions.toy.masks import first\n")
    (tmp_path / "tests/submissions/toy/masks/wrong_a.py").write_text("# expect: masks\n")
    (tmp_path / "tests/submissions_more/toy/masks").mkdir(parents=True)
    (tmp_path / "tests/submissions_more/toy/masks/wrong_b.py").write_text("# expect: masks\n")
    (tmp_path / "tests/submissions/toy/class.toml").write_text('ada = ["masks/wrong_a"]\n')
    with pytest.raises(CourseError, match=r"last\.py"):  # which is written just now
        make_course(tmp_path, course=toml)
    (tmp_path / "solutions/toy/last.py").touch()
    (tmp_path / "assignments/toy/checks").mkdir()
    (tmp_path / "assignments/toy/checks/masks.py").write_text("thing = 1\n")
    (tmp_path / "assignments/toy/checks/scores.py").write_text(CHECKS)
    load_course(tmp_path)
    return tmp_path


def test_an_exercise_has_its_new_name_everywhere(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rename(root, "toy/masks", "toy/stencils") == 0
    course = load_course(root)
    toy = course.assignment("toy")
    assert list(toy.exercises) == ["stencils", "scores", "last"]
    assert toy.dropped == ["scores", "stencils"]
    assert toy.protocol_of("stencils") is not None
    assert course.limits_of("toy", "stencils").call_seconds == 50
    assert list(course.assignment("toys").exercises) == ["masks"]
    assert list(course.extensions["toy"]) == ["masks"]
    handout = (root / "assignments/toy/assignment.md.j2").read_text()
    assert '{{ exercise("stencils") }}' in handout and "## Masks" in handout
    checks = (root / "assignments/toy/checks/scores.py").read_text()
    assert checks == (
        'from . import stencils as masks, other\nfrom .stencils import thing\n\nKEPT = "masks"\n'
    )
    assert "solutions.toy.stencils" in (root / "solutions/toy/scores.py").read_text()
    assert "solutions.toy.stencils" in (root / "solutions/toys/masks.py").read_text()
    assert tomllib.loads((root / "tests/submissions/toy/class.toml").read_text()) == {
        "ada": ["stencils/wrong_a"]
    }
    assert (root / "tests/submissions/toy/stencils/wrong_a.py").is_file()
    assert (root / "tests/submissions_more/toy/stencils/wrong_b.py").is_file()
    assert "autograder build toy" in capsys.readouterr().out


def test_an_assignment_has_its_new_name_everywhere(root: Path) -> None:
    (root / "release/toy").mkdir(parents=True)
    assert rename(root, "toy", "games") == 0
    course = load_course(root)
    assert set(course.assignments) == {"games", "toys"}
    assert "masks" in course.extensions["games"]
    assert "# [assignments.games.late]" in (root / "course.toml").read_text()
    assert course.assignment("toys").title == "toy"
    assert "solutions.games.masks" in (root / "solutions/games/scores.py").read_text()
    assert (root / "tests/submissions/games/class.toml").is_file()
    assert not (root / "release/toy").exists()
    assert rename(root, "games", "toy") == 0  # and back
    assert "solutions.toy.masks" in (root / "solutions/toys/masks.py").read_text()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("tyo", "games", "no assignment 'tyo'"),
        ("toy", "toys", "there already"),
        ("toy", "Toy!", "small letters"),
        ("toy/mask", "toy/a", "Did you mean masks?"),
        ("toy/masks", "toy/scores", "there already"),
        ("toy/masks", "toys/masks", "stays in its assignment"),
        ("toy/masks", "games", "small letters"),
    ],
)
def test_names_that_cannot_be_are_refused(root: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(CourseError) as caught:
        planned(load_course(root), old, new)
    assert words in str(caught.value)


def test_what_is_in_use_keeps_its_name(root: Path) -> None:
    (root / "submitted/ada/toy").mkdir(parents=True)
    with pytest.raises(CourseError, match="in use"):
        rename(root, "toy/masks", "toy/stencils")
    assert (root / "solutions/toy/masks.py").is_file()


def contents(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_a_renaming_that_would_break_the_course_is_undone(root: Path) -> None:
    toml = root / "course.toml"
    text = toml.read_text().replace("[extensions.toy]\nmasks", "[extensions]\ntoy.masks")
    toml.write_text(text)
    before = contents(root)
    with pytest.raises(CourseError, match="Nothing was renamed"):
        rename(root, "toy", "games")
    assert contents(root) == before


def test_a_notebook_called_as_an_exercise_keeps_its_name(tmp_path: Path) -> None:
    make_two(tmp_path)
    names = 'notebooks = [\n    "masks",  # first\n    "part2",\n]\ndropped = ["masks"]'
    text = TOML.replace('notebooks = ["part1", "part2"]', names)
    (tmp_path / "course.toml").write_text(text)
    folder = tmp_path / "assignments" / "toy"
    (folder / "part1.md.j2").rename(folder / "masks.md.j2")
    toml = planned(load_course(tmp_path), "toy/masks", "toy/nets").texts[Path("course.toml")]
    told = tomllib.loads(toml)["assignments"]["toy"]
    assert (told["notebooks"], told["dropped"]) == (["masks", "part2"], ["nets"])
    assert "nets" in told["exercises"]


def test_answers_that_others_hand_out_follow_their_names(tmp_path: Path) -> None:
    make_pair(tmp_path)
    assert rename(tmp_path, "nets/layers", "nets/strata") == 0
    assert rename(tmp_path, "nets", "graphs") == 0
    colours = load_course(tmp_path).assignment("colours")
    assert colours.supplied == ["graphs/strata.Layer", "graphs/masks.doubled"]
    handout = (tmp_path / "assignments/colours/assignment.md.j2").read_text()
    assert 'supplied("graphs/strata.Layer")' in handout
    assert 'supplied("graphs/masks.doubled")' in handout
