"""One comment for all who made one mistake: where it stands, whose stay, what regrading does."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.__main__ import main
from autograder.comments.store import Comments, comments_of, keep_comments
from autograder.comments.writing import wanted
from autograder.course.config import Course
from autograder.errors import StoreError
from autograder.gradebook.publish import make_feedback
from autograder.handout.build import database_url
from autograder.handout.nbgrader_steps import quiet_nbgrader
from autograder.report.mistakes import Mistake
from autograder.runs.run import run_of
from tests.support.toyclass import ENVIRONMENT, hand_in, make_class

pytestmark = [
    *(pytest.mark.nbgrader, pytest.mark.sandbox, pytest.mark.slow),
    pytest.mark.xdist_group("comments"),  # one class for all of these, in their order
]

FIRST = "masks-first"  # the answer that is wrong
WRONG = {"masks.first": "def first(size):\n    return size"}
HINT = "Look at *figure 2*: <b>twice</b>."


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """Return a class in which bela and cleo have made the same mistake."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_SECRET", ENVIRONMENT["AUTOGRADER_SECRET"])
        made = make_class(tmp_path_factory.mktemp("course"))
        hand_in(made, "cleo", WRONG)
        assert run(made, "grade", "toy", "--quiet") == 0
        yield made


def run(course: Course, *words: str) -> int:
    return main(["--course", str(course.root), *words])


def mistake_of(course: Course, student: str) -> str:
    assert run(course, "report", "toy", "--no-similarity", "--write", str(course.root)) == 0
    data = json.loads((course.root / "toy.json").read_text())
    return next(
        str(one["id"])
        for one in data["mistakes"]
        if student in one["students"] and one["exercise"] == "masks"
    )


def said_to(course: Course, student: str, cell: str = FIRST) -> str | None:
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        found = gradebook.find_comment(cell, "toy", "toy", student).manual_comment
        return None if found is None else str(found)


def say(course: Course, student: str, text: str | None) -> None:
    """Write what a person would in formgrader."""
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        gradebook.find_comment(FIRST, "toy", "toy", student).manual_comment = text
        gradebook.db.commit()


def test_a_comment_goes_to_all_who_made_the_mistake_and_stays(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    name = mistake_of(course, "bela")
    assert name == mistake_of(course, "cleo")
    assert run(course, "comment", "toy", name, HINT) == 0
    told = capsys.readouterr().out
    assert f"{name}: 2 students: Look at" in told and "generate_feedback toy --force" in told
    assert said_to(course, "bela") == said_to(course, "cleo") == HINT
    assert said_to(course, "ada") is None

    assert run(course, "grade", "toy", "--regrade", "--quiet") == 0
    assert said_to(course, "bela") == HINT, "regrading keeps it"
    assert run(course, "comment", "toy") == 0
    assert "Every comment stood there already." in capsys.readouterr().out

    pages = {
        page.parent.parent.name: page.read_text() for page in make_feedback(run_of(course), "toy")
    }
    assert "<em>figure 2</em>" in pages["bela"] and "figure 2" not in pages["ada"]


def test_who_makes_it_later_is_told_and_who_does_no_more_is_not(course: Course) -> None:
    name = mistake_of(course, "bela")
    assert run(course, "comment", "toy", name, HINT) == 0
    hand_in(course, "dora", WRONG)
    hand_in(course, "cleo", {})
    assert run(course, "grade", "toy", "--quiet") == 0
    assert said_to(course, "dora") == HINT and said_to(course, "cleo") is None
    hand_in(course, "cleo", WRONG)
    assert run(course, "grade", "toy", "--quiet") == 0


def test_a_persons_comment_is_never_touched(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    name = mistake_of(course, "bela")
    say(course, "bela", "Come and see me.")
    assert run(course, "comment", "toy", name, HINT) == 0
    assert f"bela: {FIRST} has a person's comment, which stays as it is." in capsys.readouterr().out
    assert run(course, "comment", "toy", name, "Another hint.") == 0
    assert (said_to(course, "bela"), said_to(course, "cleo")) == (
        "Come and see me.",
        "Another hint.",
    )
    say(course, "cleo", "Another hint. And mine.")  # a person has made it theirs
    assert run(course, "comment", "toy", name, "--remove") == 0
    assert said_to(course, "cleo") == "Another hint. And mine."
    assert said_to(course, "bela") == "Come and see me."
    say(course, "bela", None)
    say(course, "cleo", None)


def test_faults_are_sentences_and_change_nothing(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    name = mistake_of(course, "bela")
    assert run(course, "comment", "toy", name[:-1], HINT) == 2
    assert f"Did you mean {name}?" in capsys.readouterr().err
    assert run(course, "comment", "toy", name) == 2
    assert run(course, "comment", "toy", name, HINT, "--remove") == 2
    assert run(course, "comment", "toy", "--remove") == 2
    assert run(course, "comment", "toy", name, "  \n") == 2
    assert said_to(course, "bela") is None


def test_two_mistakes_at_one_answer_are_two_paragraphs() -> None:
    cells = {"ada": "masks-first"}
    mistakes = [Mistake(f"masks-{n}", "masks", "", "", cells) for n in range(3)]
    told = wanted(mistakes, {"masks-0": "One.", "masks-2": "Two."}, {"ada": "Ada"})
    assert told == {("Ada", "masks-first"): "One.\n\nTwo."}


def test_what_is_kept_comes_back_and_damage_is_a_sentence(tmp_path: Path, course: Course) -> None:
    other = course.model_copy(update={"root": tmp_path})
    kept = Comments({"masks-1": "ü"}, {("a\nb", "masks-first"): "ü"})
    keep_comments(other, "toy", kept)
    assert comments_of(other, "toy") == kept
    place = tmp_path / "comments" / "toy.json"
    assert place.stat().st_mode & 0o077 == 0, "it names students"
    place.write_text("[]")
    with pytest.raises(StoreError, match="Restore it"):
        comments_of(other, "toy")
    assert comments_of(other, "other") == Comments()


def test_a_request_is_open_until_a_person_comments_and_the_new_feedback_says_it(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = course.root / "requests.csv"
    asked.write_text("student,assignment,exercise,request\nbela,toy,masks,Is mine not right?\n")
    try:
        assert requests(course) == [("bela", "masks", "Is mine not right?", "")]
        page = (course.root / "toy.html").read_text()
        assert "Is mine not right?" in page and "masks</a>: open" in page
        say(course, "bela", "Look at the third number.")
        assert requests(course)[0][3] == "Look at the third number."
        assert "masks</a>: answered" in (course.root / "toy.html").read_text()
        pages = {
            page.parent.parent.name: page.read_text()
            for page in make_feedback(run_of(course), "toy")
        }
        assert "Look at the third number." in pages["bela"]
        asked.write_text("student,assignment,exercise,request\nbela,toy,mask,Why?\n")
        assert run(course, "report", "toy", "--no-similarity", "--write", str(course.root)) == 2
        assert "Did you mean masks?" in capsys.readouterr().err
    finally:
        asked.unlink()
        say(course, "bela", None)


def requests(course: Course) -> list[tuple[str, ...]]:
    """Return the requests of a new report: who, on which exercise, in what words, the answer."""
    assert run(course, "report", "toy", "--no-similarity", "--write", str(course.root)) == 0
    found = json.loads((course.root / "toy.json").read_text())["requests"]
    assert all(one["about"] for one in found)
    return [(one["student"], one["exercise"], one["words"], one["answer"]) for one in found]
