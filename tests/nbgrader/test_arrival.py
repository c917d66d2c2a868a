"""When a submission has arrived: a name that lies is a question, and never an accusation."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autograder.gradebook.collect import UnsafeFolder, copy_plain
from autograder.gradebook.exchange import Arrival
from autograder.gradebook.inbound import name_of
from autograder.times.arrival import QUESTION, Moments, keep_question, question_on, written
from autograder.watch.journal import Journal
from autograder.watch.limits import DAY, Take, Wait, decide
from tests.support.exchanging import WRONG, hand_in, watch_once, watching
from tests.support.toyclass import Stage, gradebook

NOON = datetime(2027, 2, 1, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("moments", "said"),
    [
        (Moments(NOON), ""),
        (Moments(NOON, written=NOON + 9 * MINUTE), ""),  # clocks differ, and uploads take a while
        (Moments(NOON, written=NOON - DAY), ""),  # a copy that keeps times
        (Moments(NOON, written=NOON + 11 * MINUTE), "its files were written or changed at"),
        (Moments(NOON, not_before=NOON - HOUR), ""),
        (Moments(NOON, not_before=NOON + 9 * MINUTE), ""),
        (Moments(NOON, not_before=NOON + HOUR), "at 1 February 2027, 13:00:00 UTC it was not"),
        (Moments(NOON, NOON + HOUR, NOON + 2 * HOUR), "14:00:00 UTC it was not there yet"),
        (Moments(NOON + 3 * DAY), "which is yet to come"),
        (Moments(NOON + 2 * HOUR + 9 * MINUTE), ""),
        # A file system whose clock is days ahead says nothing of when it was.
        (Moments(NOON, written=NOON + 5 * DAY), ""),
    ],
)
def test_only_times_that_contradict_each_other_are_asked_about(moments: Moments, said: str) -> None:
    question = moments.question(NOON + 2 * HOUR)
    assert said in question and bool(question) == bool(said)
    if question:
        assert "timestamp.txt" in question


def test_what_cannot_be_set_back_is_when_the_files_were_changed(tmp_path: Path) -> None:
    assert written(tmp_path) is None and written(tmp_path / "nowhere") is None
    (tmp_path / "toy.ipynb").write_text("{}")
    os.utime(tmp_path / "toy.ipynb", (0, 0))
    found = written(tmp_path)
    assert found is not None and abs(datetime.now(UTC) - found) < HOUR
    (tmp_path / "data.csv").write_text("")  # beside the submission: says nothing


def test_a_students_own_question_is_none_of_ours(tmp_path: Path) -> None:
    notebook = tmp_path / "toy.ipynb"
    for forged in ('{"question": "full marks"}', "[" * 5000, "no JSON"):
        (tmp_path / QUESTION).write_text(forged)
        keep_question(tmp_path, "")
        assert question_on(notebook) == ""
    (tmp_path / QUESTION).mkdir()
    keep_question(tmp_path, "When?")
    assert question_on(notebook) == "When?"
    (tmp_path / QUESTION).write_text("[" * 5000)
    assert question_on(notebook) == "" and question_on(None) == ""


def arrival(folder: str, minutes: float) -> Arrival:
    return Arrival("ada", folder, NOON + minutes * MINUTE, "ada")


def test_what_arrived_after_the_due_date_is_not_the_last_one_before_it() -> None:
    due = NOON + HOUR
    now = due + HOUR
    taken = {"a": NOON + 5 * MINUTE, "b": due}
    back = arrival("c", 59)
    own = [arrival("a", 0), arrival("b", 50), back]
    assert decide(own, taken, now, due, 2) == Take(back)  # nothing is known: it is believed
    known = {"c": due + 30 * MINUTE}
    assert decide(own, taken, now, due, 2, known) == Wait(back, NOON + 5 * MINUTE + DAY)
    assert decide(own, taken, NOON + 5 * MINUTE + DAY, due, 2, known) == Take(back)
    assert decide(own, taken, now, due, 2, {"c": due - MINUTE}) == Take(back)


def test_a_journal_knows_since_when_a_folder_can_be_there(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "toy.json")
    journal.look({"ada": ["a"]}, NOON)
    assert journal.past("ada").seen == {"a": None}  # nobody looked before
    journal.look({"ada": ["a", "b"]}, NOON + HOUR)
    again = Journal(tmp_path / "toy.json")
    assert again.past("ada").seen == {"a": None, "b": NOON}
    again.look({"ada": ["a", "b"]}, NOON + HOUR + MINUTE)  # nothing new: remembered all the same
    again = Journal(tmp_path / "toy.json")
    again.look({"ada": ["a", "b"], "bela": ["x"]}, NOON + 2 * HOUR)
    assert again.past("bela").seen == {"x": NOON + HOUR + MINUTE}
    old = json.loads((tmp_path / "toy.json").read_text())
    del old["students"]["ada"]["seen"]
    (tmp_path / "toy.json").write_text(json.dumps(old))
    assert Journal(tmp_path / "toy.json").past("ada").seen == {}


@pytest.mark.parametrize(
    "stamp",
    ["9" * 5000, "no time", "", "2027-02-01 12:00 +999999999", "10000-01-01", "\ud800", "1e400",
     "2027-02-30", "0000-00-00 00:00:00 UTC", "[" * 90],
)  # fmt: skip
def test_a_name_without_a_time_is_no_submission_and_raises_nothing(stamp: str) -> None:
    assert name_of(f"ada+toy+{stamp}+x", "toy") is None
    assert name_of("ada+toy+2027-02-01 12:00:00 UTC+x", "toy") is not None


def test_a_folder_of_many_or_nested_folders_is_not_copied(tmp_path: Path) -> None:
    many, deep = tmp_path / "many", tmp_path / "deep"
    many.mkdir()
    for number in range(1001):
        (many / f"{number}.txt").touch()
    place = deep
    for _ in range(30):
        place = place / "x"
    place.mkdir(parents=True)
    for source, said in ((many, "more than 1000 files"), (deep, "nested more than 20")):
        with pytest.raises(UnsafeFolder, match=said):
            copy_plain(source, tmp_path / f"{source.name}-copy", lambda _, __: set(), 10**9)


@pytest.mark.nbgrader
@pytest.mark.timeout(200)
def test_a_stamp_set_back_is_told_kept_and_counted(acting: Stage) -> None:
    course = watching(acting, per_day=1)
    hand_in(course, "ada", "2027-03-01 11:00:00.000000 UTC", WRONG)
    hand_in(course, "bela", "2027-03-01 11:05:00.000000 UTC")
    told = watch_once(acting, "2027-03-01T11:10:00+00:00")
    assert {kind for kind, _ in told} == {"arrived", "graded"}
    watch_once(acting, "2027-03-01T12:30:00+00:00")  # the due date was at noon
    hand_in(course, "ada", "2027-03-01 11:59:00.000000 UTC")  # it says
    late = hand_in(course, "bela", "2027-03-01 12:40:00.000000 UTC", WRONG)
    assert set(watch_once(acting, "2027-03-01T12:50:00+00:00")) == {
        ("waiting", "ada"), ("waiting", "bela"),
    }  # fmt: skip
    told = watch_once(acting, "2027-03-02T11:10:00+00:00")
    assert [kind for kind, name in told if name == "ada"] == ["arrived", "question", "graded"]
    assert [kind for kind, name in told if name == "bela"] == ["arrived", "graded"]
    assert gradebook(course)["ada", "masks-grade"][0] == 4.0  # no grade is lost by it
    assert "does not double" in late.feedback
    kept = question_on(course.root / "submitted/ada/toy/toy.ipynb")
    assert "11:59:00 UTC, but at 1 March 2027, 12:30:00 UTC it was not there yet" in kept
    assert not (course.root / "submitted/bela/toy" / QUESTION).exists()
    ended = acting.run("--jobs", "1")
    assert "A question for you on ada: Its name says" in ended.out


@pytest.mark.nbgrader
def test_a_page_is_made_for_released_notebooks_only(acting: Stage) -> None:
    course = watching(acting)
    ada = hand_in(course, "ada", "2027-02-01 11:00:00.000000 UTC")
    bela = hand_in(course, "bela", "2027-02-01 11:00:00.000000 UTC")
    for number in range(200):
        (ada.folder / f"empty {number}.ipynb").touch()
    (bela.folder / "toy.ipynb").rename(bela.folder / "solution.ipynb")
    told = watch_once(acting, "2027-02-01T12:00:00+00:00")
    assert ("graded", "ada") in told and ("graded", "bela") in told
    assert "as the reference has it" in ada.feedback and bela.feedback
    pages = list((course.root / "exchange/toys/feedback").glob("*.html"))
    assert len(pages) == 3  # one for ada; bela's fetch looks for solution.html, too
