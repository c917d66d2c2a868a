"""Late penalties in nbgrader's gradebook are what course.toml says now."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course.config import Course, load_course
from autograder.course.tables import LateRules
from autograder.errors import CourseError, SubmissionError
from autograder.gradebook.timestamp import readable
from autograder.handout.build import database_url
from autograder.handout.nbgrader_steps import quiet_nbgrader
from autograder.late.settle import decides, settle_course
from autograder.runs.run import run_of
from tests.support.lates import due, hand_in, make_gradebook, penalties, write_course

pytestmark = pytest.mark.nbgrader

DAY = timedelta(days=1)
TEN = "[late]\nper_day = 10\n"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    make_gradebook(write_course(root))
    return root


@pytest.fixture
def root(pristine: Path, tmp_path: Path) -> Path:
    shutil.copytree(pristine, tmp_path, dirs_exist_ok=True)
    return tmp_path


def settled(course: Course) -> list[str]:
    return [str(one) for one in settle_course(run_of(course))]


def test_a_course_without_rules_takes_no_points(root: Path) -> None:
    course = write_course(root)
    hand_in(course, "ada", "flows", 30 * DAY)
    assert settled(course) == []
    assert penalties(course) == {("ada", "flows"): None}


def test_settling_twice_changes_nothing(root: Path) -> None:
    course = write_course(root, TEN)
    hand_in(course, "ada", "flows", 2 * DAY)
    hand_in(course, "bob", "flows", timedelta(0))
    hand_in(course, "cy", "flows")
    assert settled(course) == ["ada  flows: −0 → −2, 2 days late"]
    assert settled(course) == []
    assert penalties(course) == {
        ("ada", "flows"): 2.0, ("bob", "flows"): None, ("cy", "flows"): None
    }  # fmt: skip


def test_another_policy_counts_from_now_on(root: Path) -> None:
    hand_in(write_course(root), "ada", "flows", 2 * DAY)
    settle_course(run_of(write_course(root, TEN)))
    course = write_course(root, "[late]\nper_day = 10\nbudget_days = 1\n")
    assert settled(course) == ["ada  flows: −2 → −1, 2 days late, 1 of them free"]
    assert settled(write_course(root)) == ["ada  flows: −1 → −0, 2 days late"]
    assert penalties(course) == {("ada", "flows"): None}


def test_an_earlier_assignment_that_comes_later_takes_the_free_days(root: Path) -> None:
    course = write_course(root, TEN + "budget_days = 2\n", paint="late.budget_days_each = 0")
    hand_in(course, "ada", "masks", 2 * DAY)
    hand_in(course, "ada", "paint", DAY)
    settle_course(run_of(course))
    assert penalties(course) == {("ada", "masks"): None, ("ada", "paint"): 1.0}
    hand_in(course, "ada", "flows", DAY)
    assert settled(course) == ["ada  masks: −0 → −1, 2 days late, 1 of them free"]
    hand_in(course, "ada", "flows", timedelta(0))  # handed in again, with an earlier time
    assert settled(course) == ["ada  masks: −1 → −0, 2 days late, 2 of them free"]


def test_points_by_hand_can_be_lost_and_no_more(root: Path) -> None:
    course = write_course(root, "[late]\nclosed_after_days = 1\n")
    hand_in(course, "ada", "flows", 2 * DAY, (0.0, 0.0))
    assert settled(course) == []
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        gradebook.find_grade("one-grade", "flows", "flows", "ada").manual_score = 5
        gradebook.db.commit()
    assert settled(course) == ["ada  flows: −0 → −5, 2 days late, after it was closed"]


def extension(name: str, student: str, days: int) -> str:
    return f'[extensions.{name}]\n"{student}" = {(due(name) + days * DAY).isoformat()}\n'


@pytest.mark.parametrize(("ours", "theirs", "lost"), [(2, 0, 1), (0, 2, 1), (1, 3, 0), (3, 1, 0)])
def test_the_later_of_two_extensions_counts(root: Path, ours: int, theirs: int, lost: int) -> None:
    course = write_course(root, TEN + extension("flows", "ada", ours))
    hand_in(course, "ada", "flows", 3 * DAY)
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        gradebook.grant_extension("flows", "ada", days=theirs)
    settle_course(run_of(course))
    assert (penalties(course)["ada", "flows"] or 0) == lost


def test_an_extension_takes_nothing_away_and_names_an_assignment(root: Path) -> None:
    with pytest.raises(CourseError, match="'ada' ends before the assignment is due"):
        write_course(root, extension("flows", "ada", -1))
    with pytest.raises(CourseError, match="no assignment 'flow'"):
        write_course(root, extension("flows", "ada", 1).replace("flows", "flow"))


def test_a_due_date_that_moved_counts_and_nbgrader_learns_of_it(root: Path) -> None:
    course = write_course(root, TEN)
    hand_in(course, "ada", "flows", DAY)
    text = (root / "course.toml").read_text()
    moved = (due("flows") - DAY).isoformat()
    (root / "course.toml").write_text(text.replace(due("flows").isoformat(), moved))
    assert settled(load_course(root)) == ["ada  flows: −0 → −2, 2 days late"]
    with quiet_nbgrader(), Gradebook(database_url(course), "toys") as gradebook:
        assert gradebook.find_assignment("flows").duedate.isoformat() == moved[:19]


@pytest.mark.parametrize(
    "line",
    [
        "c.LateSubmissionPlugin.penalty_method = 'zero'",
        "c.AssignLatePenalties.plugin_class = 'a.B'",
    ],
)
def test_a_course_with_a_policy_of_its_own_keeps_it(root: Path, line: str) -> None:
    course = write_course(root, TEN)
    assert decides(run_of(course))
    (root / "nbgrader_config.py").write_text(
        "from autograder.gradebook import configure\n"
        f"c = get_config()\nconfigure(c, {str(root)!r})\n{line}\n"
    )
    hand_in(course, "ada", "flows", DAY)
    assert not decides(run_of(course))
    assert settle_course(run_of(course)) == ()


@pytest.mark.parametrize(
    ("stamp", "told"),
    [
        ("2027-03-01 13:00:00 +0100", "2027-03-01 13:00:00+01:00"),
        ("2027-03-01 13:00:00.5 -05:30\n", "2027-03-01 13:00:00.5-05:30"),
        ("2027-03-01 12:00:00.000001 UTC", "2027-03-01 12:00:00.000001 UTC"),
        ("2027-03-01 12:00:00 CET", "2027-03-01 12:00:00 CET"),
        ("2027-03-01T12:00:00Z", "2027-03-01T12:00:00Z"),
        ("", ""),
    ],
)
def test_nbgrader_reads_every_zone(stamp: str, told: str) -> None:
    assert readable(stamp.encode(), LateRules(per_day=1)).decode() == told


def test_a_zone_that_nobody_knows_is_not_guessed_where_it_matters() -> None:
    stamp = b"2027-03-01 12:00:00 PST"
    assert readable(stamp, LateRules()) == stamp
    with pytest.raises(SubmissionError, match=r"'PST'.*Write it as \+01:00"):
        readable(stamp, LateRules(closed_after_days=3))
