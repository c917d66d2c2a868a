"""What was measured is kept in the course, and counts while course.toml is the same."""

from pathlib import Path

import pytest

from autograder.calibrate.costs import Expected, expected_costs, require_within_limits
from autograder.calibrate.file import Costs, costs_of, write
from autograder.calibrate.place import calibration_path
from autograder.calibrate.proposal import Proposal, proposals
from autograder.course.config import Course, load_course
from autograder.errors import CourseError
from tests.support.imagesets import course_with
from tests.unit.calibrate.test_proposal import measured

DATA = 'set = "mine.npz"\ntrain = 20\nheld_back = 10'
PARAMETERS = "image_size = 8\nceiling_nats = 30.0"
COSTS = Costs(
    {"masks": 2.0, "scores": 5.0},
    {"scores": 9.0},
    {"masks": 1.5, "scores": 8.0},
    {"scores": 4.0},
)


def kept(root: Path) -> Course:
    course = course_with(root, DATA, PARAMETERS)
    one = measured("A", {"a": [17.0, 18.0]})
    write(course, "toy", [one], proposals([one]), COSTS)
    return course


def test_it_is_read_again_and_says_what_a_submission_costs(tmp_path: Path) -> None:
    course = kept(tmp_path)
    assert costs_of(course, "toy") == COSTS
    assert (COSTS.whole, COSTS.most) == (7.0, 11.0)
    expected = expected_costs(course, "toy")
    assert expected is not None and expected.exercise == COSTS.counted
    assert expected.told == (
        "about 7 CPU s for one submission, 11 for the dearest known (calibrated)"
    )


def test_a_proposal_may_be_taken_and_nothing_else_may_change(tmp_path: Path) -> None:
    kept(tmp_path)
    taken = course_with(tmp_path, DATA, "image_size = 8\nceiling_nats = 20.0")
    assert costs_of(taken, "toy") == COSTS
    for data, parameters in (
        (DATA, "image_size = 8\nceiling_nats = 30.0\nhidden = 7"),
        (DATA.replace("20", "19"), PARAMETERS),
        (DATA, "image_size = 9\nceiling_nats = 30.0"),
    ):
        assert costs_of(course_with(tmp_path, data, parameters), "toy") is None


def test_what_would_meet_a_limit_is_refused_with_the_key(tmp_path: Path) -> None:
    course = course_with(tmp_path, DATA, PARAMETERS)
    require_within_limits(course, "toy", Expected({"masks": 60.0}, {"masks": 300.0}, ""))
    for call, whole, says in (
        (61.0, 90.0, "toy/masks takes 61 CPU s for one training, and call_seconds is 60. Write "),
        (59.0, 301.0, "toy/masks takes 301 CPU s for all of it, and cpu_seconds is 300. Write "),
    ):
        with pytest.raises(CourseError) as raised:
            require_within_limits(course, "toy", Expected({"masks": call}, {"masks": whole}, ""))
        assert says in str(raised.value) and "[assignments.toy.limits.masks]" in str(raised.value)


def test_the_limit_that_is_named_is_one_that_course_toml_takes(tmp_path: Path) -> None:
    text = (course_with(tmp_path, DATA, PARAMETERS).root / "course.toml").read_text()
    raised = text + "\n[assignments.toy.limits.masks]\ncall_seconds = 240\n"
    (tmp_path / "course.toml").write_text(raised)
    course = load_course(tmp_path)
    require_within_limits(course, "toy", Expected({"masks": 61.0}, {"masks": 90.0}, ""))


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    course = kept(tmp_path)
    path = calibration_path(course, "toy")
    for content in ("", "{}", "[]", path.read_text()[:-9]):
        path.write_text(content)
        with pytest.raises(CourseError, match=r"toy\.json is no file that `autograder calibrate`"):
            costs_of(course, "toy")


def test_an_assignment_that_trains_nothing_has_no_costs(tmp_path: Path) -> None:
    assert expected_costs(course_with(tmp_path, DATA, PARAMETERS), "toy") is None


def test_no_proposal_is_written_as_none(tmp_path: Path) -> None:
    course = course_with(tmp_path, DATA, PARAMETERS)
    write(course, "toy", [], [Proposal("ceiling_nats", None, "nothing")], COSTS)
    assert '"value": null' in calibration_path(course, "toy").read_text()
