"""Tables of course.toml come back as they were."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone

from autograder.gradescope.tables import toml_of
from tests.conftest import ROOT


def test_what_is_written_is_read_again() -> None:
    tables = {
        "course": {"title": 'Čas "a" \\ \x7f \n 😀', "none": [], "of it": {}},
        "due": datetime(2027, 3, 1, 12, tzinfo=timezone(timedelta(hours=1))),
        "utc": datetime(2027, 3, 1, 12, 0, 0, 5, tzinfo=UTC),
        "day": date(2027, 3, 1),
        "hour": time(12, 30),
        "numbers": [1, -2, 1e-05, 1e16, 0.1, float("inf"), True, False],
        "deep": [{"a": {"b": [{"c": 1}]}}],
    }
    assert tomllib.loads(toml_of(tables)) == tables


def test_this_course_is_read_again() -> None:
    tables = tomllib.loads((ROOT / "course.toml").read_text(encoding="utf-8"))
    assert tomllib.loads(toml_of(tables)) == tables
