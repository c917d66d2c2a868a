"""The notebook with its solutions: when it may be handed out, and what is in it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest

from autograder.cli.publish import publish_solutions
from autograder.errors import CourseError
from autograder.late.closing import closes
from tests.support.toycourse import COURSE, make_course

DUE = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("rules", "days"),
    [
        ("", 0.0),
        ("[late]\nper_day = 20", 5.0),
        ("[late]\nper_day = 30\ncap = 50", 2.0),
        ("[late]\nper_day = 50\nbudget_days = 4\nbudget_days_each = 3", 5.0),
        ("[late]\nper_day = 10\nclosed_after_days = 3", 3.0),
        ("[late]\nclosed_after_days = 2\ngrace_minutes = 720", 2.5),
        ("[late]\nper_day = 20\n[assignments.toy.late]\nclosed_after_days = 1", 1.0),
        ("[extensions.toy]\nada = 2027-03-04T12:00:00+00:00", 3.0),
        ("[late]\nclosed_after_days = 1\n[extensions.toy]\nada = 2027-03-04T12:00:00+00:00", 4.0),
    ],
)
def test_the_last_moment_counts_extensions_and_late_days(
    tmp_path: Path, rules: str, days: float
) -> None:
    course = make_course(tmp_path, course=COURSE + rules)
    assert closes(course, "toy") == DUE + days * DAY


@pytest.mark.nbgrader
def test_solutions_wait_for_the_last_moment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path, course=COURSE + "[late]\nper_day = 50")
    for moment in (DUE - DAY, DUE + DAY, DUE + 2 * DAY):
        with pytest.raises(CourseError, match="until 2027-03-03 12:00 UTC"):
            publish_solutions(tmp_path, "toy", None, early=False, now=moment)
    assert not (tmp_path / "published").exists()
    later = DUE + 2 * DAY + timedelta(seconds=1)
    assert publish_solutions(tmp_path, "toy", None, early=False, now=later) == 0
    place = tmp_path / "published" / "toy" / "toy.ipynb"
    assert str(place) in capsys.readouterr().out
    notebook = nbformat.read(place, as_version=4)
    nbformat.validate(notebook)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert "hidden_trick = math.prod([size, 2])" in text
    assert "SOLUTION" not in text and "is not written yet" not in text
    assert not [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    assert not (tmp_path / "release").exists()
    assert publish_solutions(tmp_path, "toy", tmp_path / "now", early=True, now=DUE - DAY) == 0
    assert (tmp_path / "now" / "toy" / "toy.ipynb").is_file()
