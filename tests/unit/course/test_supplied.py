"""Answers that another assignment hands out: not before nobody can earn points by them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autograder.course.config import load_course
from autograder.course.supplied import shown_from
from autograder.errors import CourseError
from tests.support.supplying import TOML, make_pair

SINCE = "solutions_from = 2027-03-04T12:00:01+00:00"
CLOSED = "closed_after_days = 3"
RELEASED = "released = 2027-03-05T08:00:00+00:00"
NETS = "[assignments.nets.exercises]"


def test_a_course_in_order_is_read(tmp_path: Path) -> None:
    course = make_pair(tmp_path)
    when = datetime(2027, 3, 4, 12, 0, 1, tzinfo=UTC)
    assert shown_from(course.assignments, "colours") == (when, "nets")
    assert shown_from(course.assignments, "nets") is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([(SINCE, "")], ["does not say", "solutions_from = 2027-03-04T12:00:01+00:00, or later"]),
        ([(RELEASED, "")], ["no released", "released = 2027-03-04T12:00:01+00:00, or later"]),
        (
            [(RELEASED, "released = 2027-03-04T12:00:00+00:00")],
            ["is released 2027-03-04T12:00:00+00:00", "released = 2027-03-04T12:00:01+00:00"],
        ),
        (
            [(SINCE, "solutions_from = 2027-03-04T12:00:00+00:00")],
            ["until 2027-03-04T12:00:00+00:00", "solutions_from = 2027-03-04T12:00:01+00:00, or"],
        ),
        (
            [(NETS, f"[extensions.nets]\nada = 2027-03-09T12:00:00+00:00\n{NETS}")],
            ["until 2027-03-12T12:00:00+00:00", "= 2027-03-12T12:00:01+00:00, or later"],
        ),
        (
            [(CLOSED, "grace_minutes = 5")],
            ["at any time", "closed_after_days = 7", "2027-03-08T12"],
        ),
        ([(CLOSED, "per_day = 20\ncap = 60")], ["at any time", "[assignments.nets.late]"]),
    ],
)
def test_dates_that_would_show_answers_too_early_are_refused(
    tmp_path: Path, changes: list[tuple[str, str]], words: list[str]
) -> None:
    with pytest.raises(CourseError) as raised:
        make_pair(tmp_path, *changes)
    message = str(raised.value)
    assert all(word in message for word in [*words, "nets", "colours"]), message
    assert "\n" not in message and str(tmp_path / "course.toml") in message


@pytest.mark.parametrize(
    ("late", "days"),
    [
        ("closed_after_days = 0", 0),
        ("per_day = 25", 3),  # the fourth day costs all
        ("per_day = 30", 3),
        ("per_day = 100", 0),
        ("per_day = 50\nclosed_after_days = 9", 1),
        ("per_day = 10\nclosed_after_days = 2", 2),
        ("per_day = 50\ngrace_minutes = 1440", 2),
    ],
)
def test_the_last_moment_is_that_of_the_last_day_that_earns_points(
    tmp_path: Path, late: str, days: int
) -> None:
    far = "solutions_from = 2028-01-01T00:00:00+00:00"
    course = make_pair(
        tmp_path,
        (SINCE, far),
        (RELEASED, far.replace("solutions_from", "released")),
        (CLOSED, late),
    )
    last = course.earns_until(course.assignment("nets"))
    assert last == datetime(2027, 3, 1, 12, tzinfo=UTC) + timedelta(days=days)


def test_free_days_of_the_course_count(tmp_path: Path) -> None:
    budget = "[late]\nbudget_days = 5\nbudget_days_each = 4\n[assignments.nets]"
    with pytest.raises(CourseError, match="until 2027-03-06T12:00:00"):
        make_pair(tmp_path, ("[assignments.nets]", budget), (CLOSED, "per_day = 50"))


def test_a_bonus_is_never_lost_by_percents(tmp_path: Path) -> None:
    bonus = ("layers = 2", "layers = { bonus = 2 }")
    with pytest.raises(CourseError, match="at any time"):
        make_pair(tmp_path, bonus, (CLOSED, "per_day = 50"))


def test_the_date_of_answers_alone_is_asked_too(tmp_path: Path) -> None:
    make_pair(tmp_path)
    alone = TOML.replace('supplied = ["nets/layers.Layer", "nets/masks.doubled"]', "")
    (tmp_path / "course.toml").write_text(alone.replace(CLOSED, "closed_after_days = 4"))
    with pytest.raises(CourseError, match=r"solutions_from = 2027-03-05T12:00:01\+00:00, or later"):
        load_course(tmp_path)


def test_dates_are_by_the_clock_of_the_course(tmp_path: Path) -> None:
    zone = ('term = "Spring 2027"', 'term = "Spring 2027"\ntimezone = "America/New_York"')
    local = (SINCE, "solutions_from = 2027-03-04T07:00:01")
    course = make_pair(tmp_path, zone, local)
    since = course.assignment("nets").solutions_from
    assert since == datetime(2027, 3, 4, 12, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("supplied", "words"),
    [
        ("net/layers.Layer", ["no assignment 'net'", "Did you mean nets?"]),
        ("nets/layer.Layer", ["no exercise 'layer'", "Did you mean layers?"]),
        ("nets/layers.Layers", ["defines no Layers", "Did you mean Layer?"]),
        ("colours/paint.paint", ["its own answer"]),
        ("nets.Layer", ["spelt", "<assignment>/<exercise>.<name>"]),
        ("nets/masks.doubled", ["twice"]),
    ],
)
def test_an_answer_that_is_not_there_is_refused(
    tmp_path: Path, supplied: str, words: list[str]
) -> None:
    with pytest.raises(CourseError) as raised:
        make_pair(tmp_path, ('"nets/layers.Layer"', f'"{supplied}"'))
    assert all(word in str(raised.value) for word in words), raised.value


def test_a_reference_that_is_no_python_is_told(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="cannot be read"):
        make_pair(tmp_path, layers="def Layer(:\n")
