"""A run is opened once; nbgrader's plug-ins find the course of it, and of no other."""

from pathlib import Path

import pytest

from autograder.course.opened import course_at, course_of
from autograder.errors import CourseError
from autograder.feedback.exporter import FeedbackPage
from autograder.gradebook import RecordVerdict, Redact, SaveAtOnce
from autograder.gradebook.reader import SubmissionReader
from autograder.late import LatePolicy
from autograder.runs.run import Run, open_run
from tests.support.toycourse import COURSE, make_course

CONFIG = """
from pathlib import Path
from autograder.gradebook import configure

c = get_config()
configure(c, Path(__file__).parent)
c.CourseDirectory.db_url = "sqlite:////elsewhere.db"
with open(Path(__file__).with_name("executed"), "a") as file:
    file.write("once\\n")
"""
PLUGINS = (FeedbackPage, LatePolicy, RecordVerdict, Redact, SaveAtOnce, SubmissionReader)


def begun(root: Path, title: str = "Toys") -> Run:
    make_course(root, course=COURSE.replace('"Toys"', f'"{title}"'))
    (root / "nbgrader_config.py").write_text(CONFIG)
    return open_run(root)


def test_device_and_sandbox_are_as_asked_or_as_the_course_says(tmp_path: Path) -> None:
    own = begun(tmp_path)
    assert (own.device, own.sandbox) == (own.course.grading.device, own.course.grading.sandbox)
    asked = open_run(tmp_path, "cuda", "docker")
    assert (asked.device, asked.sandbox) == ("cuda", "docker")


def test_one_run_executes_nbgraders_file_once_and_reads_one_course(tmp_path: Path) -> None:
    run = begun(tmp_path)
    settings, again = run.settings, run.settings
    assert run.db_url == "sqlite:////elsewhere.db"
    assert (tmp_path / "executed").read_text() == "once\n"
    assert settings == again
    for plugin in PLUGINS:
        assert course_of(plugin(config=settings)) is run.course


def test_what_one_caller_adds_to_the_settings_no_other_has(tmp_path: Path) -> None:
    run = begun(tmp_path)
    run.settings.CourseDirectory.student_id = "ada"
    assert "student_id" not in run.settings.CourseDirectory


def test_two_courses_in_one_process_do_not_meet(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first, second = begun(tmp_path / "one", "First"), begun(tmp_path / "two", "Second")
    pairs = [(first, second.settings), (second, first.settings)]
    for plugin in PLUGINS:  # each made while the other course was asked last
        for run, others in pairs:
            theirs, own = plugin(config=others), plugin(config=run.settings)
            assert course_of(own) is run.course
            assert course_of(theirs) is not run.course
    assert course_at(tmp_path / "one").course.title == "First"


def test_a_process_that_lives_on_reads_an_edited_course_again(tmp_path: Path) -> None:
    run = begun(tmp_path)
    plugin = Redact(config=run.settings)
    place = tmp_path / "course.toml"
    text = place.read_text()
    place.write_text(text.replace('"Toys"', '"Soyt"'))  # as long, and in the same second
    assert course_of(plugin).course.title == "Soyt"
    assert course_of(plugin) is course_at(tmp_path)
    assert run.course.course.title == "Toys"  # one command goes on as it began
    place.write_text(text.replace("size = 7", "size = "))
    with pytest.raises(CourseError, match=r"course\.toml"):
        course_of(plugin)
    place.write_text(text)
    assert course_of(plugin).course.title == "Toys"


def test_a_command_looks_for_the_files_of_a_course_each_time(tmp_path: Path) -> None:
    begun(tmp_path)
    (tmp_path / "solutions" / "toy" / "masks.py").unlink()
    with pytest.raises(CourseError, match="needs the solution of toy/masks"):
        open_run(tmp_path)


def test_a_plugin_that_nobody_told_its_course_says_what_to_do() -> None:
    with pytest.raises(CourseError, match="Redact does not know the folder of its course"):
        course_of(Redact())
