"""Names and clocks from everywhere: what lies in the exchange is taken or named, never passed over.

And no clock that was wrong costs points in silence.
"""

from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder.course.config import Course, load_course
from autograder.handout.build import database_url
from autograder.handout.nbgrader_steps import quiet_nbgrader
from autograder.runs.run import run_of
from tests.support.exchanging import hand_in, watch_once, watching
from tests.support.toyclass import Stage, gradebook, reset

pytestmark = [pytest.mark.nbgrader, pytest.mark.timeout(300)]

NOW = "2027-03-01T14:00:00+00:00"  # two hours after the due date
EARLY_ENOUGH = {  # 11:00 UTC, as nbgrader writes it elsewhere
    "ada": "2027-03-01 19:00:00.000000 +08",
    "bela": "2027-03-01 16:45:00.000000 +0545",
    "chiara": "2027-03-01 06:00:00.000000 EST",
}
LATE = {"dmitri": "2027-03-01 10:30:00.000000 -03"}  # 13:30 UTC


def late_by_ten(course: Course, more: str = "") -> Course:
    place = course.root / "course.toml"
    text = place.read_text().replace('term = "Spring 2027"', f'term = "Spring 2027"\n{more}')
    place.write_text(text + "\n[late]\nper_day = 10\n")
    return load_course(course.root)


def handed_in(course: Course) -> dict[str, tuple[str, Any]]:
    """Return when each student has handed in, by the gradebook, and what being late costs."""
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as opened:
        return {
            one.student.id: (str(one.timestamp), one.notebooks[0].late_submission_penalty)
            for one in opened.assignment_submissions("toy")
        }


def unreadable(course: Course) -> list[str]:
    """Put folders into the exchange that are no submissions; returns whose they say they are."""
    inbound = course.root / "exchange/toys/inbound"
    for name in ("emi+toy+soon+x", "finn+toy+2027-03-01 11:00:00 +08", "gil+other+what", "junk"):
        (inbound / name).mkdir()  # the second is good, but holds nothing
    return ["emi", "finn"]


def test_zones_that_are_numbers_are_taken_and_what_is_left_is_named(acting: Stage) -> None:
    course = late_by_ten(watching(acting))
    for student, stamp in {**EARLY_ENOUGH, **LATE}.items():
        hand_in(course, student, stamp)
    left = unreadable(course)
    told = watch_once(acting, NOW)
    assert {name for kind, name in told if kind == "graded"} == {*EARLY_ENOUGH, *LATE}
    assert [name for kind, name in told if kind == "refused"] == left
    expected = dict.fromkeys(EARLY_ENOUGH, ("2027-03-01 11:00:00", None))
    assert handed_in(course) == {**expected, "dmitri": ("2027-03-01 13:30:00", 0.65)}
    assert acting.run("--jobs", "1").code == 0  # by grade, it comes to the same
    assert handed_in(course) == {**expected, "dmitri": ("2027-03-01 13:30:00", 0.65)}


def test_an_abbreviation_of_several_zones_is_asked_about_until_the_course_has_one(
    acting: Stage,
) -> None:
    course = late_by_ten(watching(acting))
    hand_in(course, "ada", "2027-03-01 05:59:00.000000 CST")
    hand_in(course, "bela", "2027-03-01 11:59:00.000000 UTC")
    told = watch_once(acting, NOW)
    assert ("question", "ada") in told and ("fault", "ada") in told and ("graded", "bela") in told
    ended = acting.run("--jobs", "1")
    assert "'CST' is used for -06:00 and -05:00 and +08:00" in ended.out
    place = course.root / "course.toml"
    place.write_text(
        place.read_text().replace('id = "toys"', 'id = "toys"\ntimezone = "America/Chicago"')
    )
    assert acting.run("--jobs", "1", now=NOW).code == 0
    assert handed_in(course)["ada"] == ("2027-03-01 11:59:00", None)


@pytest.mark.parametrize("stamp", ["2036-01-01 00:00:00 UTC", "1970-01-01 00:00:00 +08"])
def test_a_clock_that_was_wrong_keeps_no_later_submission_out(acting: Stage, stamp: str) -> None:
    course = late_by_ten(watching(acting))
    hand_in(course, "ada", stamp)
    told = watch_once(acting, NOW)
    assert [kind for kind, name in told if name == "ada"] == ["arrived", "question", "graded"]
    assert handed_in(course) == {"ada": ("None", None)}
    by_nbgrader(course)
    assert (course.root / "submitted/ada/toy/timestamp.txt").read_text() == stamp
    hand_in(course, "ada", "2027-03-01 14:05:00.000000 UTC")
    told = watch_once(acting, "2027-03-01T14:10:00+00:00")
    assert told == [("arrived", "ada"), ("graded", "ada")]
    assert handed_in(course) == {"ada": ("2027-03-01 14:05:00", 0.65)}


def by_nbgrader(course: Course) -> str:
    """Let nbgrader collect all; returns what it said."""
    result = NbGraderAPI(config=run_of(course).settings).collect("toy", update=True)
    assert result["success"], result
    return str(result["log"])


def test_nbgraders_own_collect_takes_the_same_and_names_what_is_left(acting: Stage) -> None:
    course = watching(acting)
    first = {**EARLY_ENOUGH, **LATE}
    for student, stamp in first.items():
        hand_in(course, student, stamp)
    left = unreadable(course)
    said = by_nbgrader(course)
    assert "Not collected: emi+toy+soon+x: its name holds no time" in said
    submitted = {path.name for path in (course.root / "submitted").iterdir()}
    assert submitted == {*first, left[1]}  # nbgrader takes what is not whole, too
    # Seven hours later, and by a number that looks earlier.
    hand_in(course, "ada", "2027-03-01 18:00:00.000000 UTC")
    by_nbgrader(course)
    stamp = (course.root / "submitted/ada/toy/timestamp.txt").read_text()
    assert stamp == "2027-03-01 18:00:00.000000 UTC"


def stamped(course: Course, **stamps: str) -> None:
    for student, stamp in stamps.items():
        (course.root / "submitted" / student / "toy" / "timestamp.txt").write_text(stamp)


def test_a_time_that_cannot_be_is_a_question_and_costs_nothing(acting: Stage) -> None:
    course = late_by_ten(reset(acting.root))
    place = course.root / "course.toml"
    released = "due = 2027-03-01T12:00:00+00:00\nreleased = 2027-02-20T12:00:00+00:00"
    place.write_text(place.read_text().replace("due = 2027-03-01T12:00:00+00:00", released))
    stamped(
        course,
        ada="2036-01-01 00:00:00 UTC",
        bela="1970-01-01 00:00:00 UTC",
        chiara="2027-02-19 12:00:00 UTC",
        dmitri="\ufeff2027-03-01 21:30:00 +08",
    )
    (course.root / "submitted/emi/toy/timestamp.txt").write_bytes("2028-03-01".encode("utf-16"))
    ended = acting.run("--jobs", "1", now=NOW)
    assert ended.code == 0
    for student, why in {
        "ada": "1 January 2036, 00:00:00 UTC, it is said, which is far in the future",
        "bela": "1 January 1970, 00:00:00 UTC, it is said, which is before the assignment was",
        "chiara": "which is before the assignment was released, 20 February 2027, 12:00 UTC",
        "emi": "1 March 2028, 00:00:00 UTC, it is said, which is far in the future",
    }.items():
        line = next(
            one for one in ended.out.splitlines() if f"question for you on {student}" in one
        )
        assert why in line and "no late penalty is taken" in line
    nothing = ("None", None)
    assert handed_in(course) == {
        "ada": nothing, "bela": nothing, "chiara": nothing, "emi": nothing,
        "dmitri": ("2027-03-01 13:30:00", 0.65),
    }  # fmt: skip
    assert gradebook(course)["ada", "masks-grade"][0] == 4.0
    stamped(course, ada="2027-03-01 13:00 +0000")  # the person has asked
    assert "question for you on ada" not in acting.run("--jobs", "1", now=NOW).out
    assert handed_in(course)["ada"] == ("2027-03-01 13:00:00", 0.65)


def test_a_time_that_was_counted_and_cannot_be_is_taken_back(acting: Stage) -> None:
    course = late_by_ten(reset(acting.root))
    stamped(course, ada="2027-03-04 13:00:00 UTC")
    acting.run("--jobs", "1", now="2027-03-05T14:00:00+00:00")
    assert handed_in(course)["ada"] == ("2027-03-04 13:00:00", 2.6)
    stamped(course, ada="2099-03-04 13:00:00 UTC")
    acting.run("--jobs", "1", now="2027-03-05T14:00:00+00:00")
    assert handed_in(course)["ada"] == ("None", None)


def test_times_are_shown_by_the_clock_of_the_course(acting: Stage, tmp_path: Path) -> None:
    course = late_by_ten(watching(acting, per_day=1), 'timezone = "America/New_York"')
    hand_in(course, "ada", "2027-03-01 11:00:00.000000 UTC")
    argv = ["--course", str(acting.root), "watch", "toy", "--once", "--jobs", "1"]
    out = acting.run(argv=argv, now="2027-03-01T11:10:00+00:00").out
    assert "2027-03-01 06:10:00  arrived   ada: handed in at 2027-03-01 06:00:00 EST" in out
    again = hand_in(course, "ada", "2027-03-01 12:30:00.000000 UTC")
    assert acting.run(argv=argv, now="2027-03-01T12:40:00+00:00").code == 0
    assert "2 March 2027, 06:10:00 EST" in again.feedback
    place = tmp_path / "grades.csv"
    argv = ["--course", str(acting.root), "export", "toy", "--to", "gradescope"]
    assert acting.run(argv=[*argv, "--into", str(place)]).code == 0
    assert "2027-03-01 06:00:00 -0500" in place.read_text(encoding="utf-8-sig")
