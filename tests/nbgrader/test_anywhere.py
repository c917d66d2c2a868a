"""A course in an empty folder, with the package from a wheel and nothing of this repository."""

import json
import shutil
from pathlib import Path

import pytest

from tests.support.anywhere import Place, installed, jupyter_in

pytestmark = [pytest.mark.nbgrader, pytest.mark.xdist_group("anywhere")]

# What docs/instructors.md has a course write for its students' accounts.
STUDENTS = """
c = get_config()
c.CourseDirectory.course_id = "my_course"
c.Exchange.root = {exchange!r}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = installed(tmp_path_factory.mktemp("anywhere"))
    assert place.run("autograder", "--version").strip()
    return place


def test_a_course_begins_and_runs_in_an_empty_folder(place: Place) -> None:
    said = place.run("autograder", "init", "my-course", "--title", 'Flows "and" more')
    assert "course.toml" in said and "autograder demo" in said
    assert (place.folder / "my-course" / ".secret").stat().st_mode & 0o777 == 0o600
    demo = place.run("autograder", "demo", within="my-course")
    assert "ada" in demo and "rejected" in demo and "feedback/bela/example" in demo
    said = place.run_all(
        *("new flows/coupling", "verify flows --jobs 1", "build", "build --check"),
        "preview flows",
        within="my-course",
    )
    assert "All is as it must be" in said
    assert "would be built now" in said and "student.html" in said


def test_a_class_is_graded_there_by_ours_and_by_nbgraders_commands(place: Place) -> None:
    course = place.folder / "my-course"
    shutil.copytree(course / "demo" / "submitted", course / "submitted")
    table = place.run("autograder", "grade", "example", within="my-course")
    assert "What to look at first" in table and "ada" in table
    place.run("autograder", "report", "example", within="my-course")
    place.run("nbgrader", "generate_feedback", "example", "--force", within="my-course")
    assert (course / "feedback" / "ada" / "example" / "example.html").is_file()
    for path in ("autograded", "gradebook.db"):
        shutil.rmtree(course / path) if (course / path).is_dir() else (course / path).unlink()
    place.run("autograder", "build", "example", within="my-course")
    place.run("nbgrader", "autograde", "example", "--student", "bela", within="my-course")
    place.run("nbgrader", "export", within="my-course")
    grades = (course / "grades.csv").read_text()
    assert "bela" in grades and "3.33" in grades


def test_formgrader_shows_the_class_there_and_grades_by_a_click(place: Place) -> None:
    with jupyter_in(place, "my-course") as server:
        assert "my_course" in server.page("manage_assignments")
        for page in ("manage_submissions/example", "gradebook/example/example"):
            assert "example" in server.page(page)
        [example] = [one for one in server.told("assignments") if one["name"] == "example"]
        assert example["num_submissions"] > 1 and example["average_score"] == 3.33
        found = {one["student"]: one for one in server.told("submissions/example")}
        assert found["bela"]["autograded"] and not found["ada"]["autograded"]
        graded = server.told("submission/example/ada/autograde", "POST")
        assert graded["success"], graded
        [ada] = [one for one in server.told("submissions/example") if one["student"] == "ada"]
        assert ada["score"] == ada["max_score"] == 10
        [bela] = [
            one
            for one in server.told("submitted_notebooks/example/example")
            if one["student"] == "bela"
        ]
        page = server.page(f"submissions/{bela['id']}")
        assert "3.33 of 10 points" in page and "hidden check" in page
    log = (place.folder / "jupyter.log").read_text()
    assert "Traceback" not in log


def test_a_cluster_grades_there(place: Place) -> None:
    assert graded(place, "--cluster", "local") == ("bela", "graded")


@pytest.mark.docker
@pytest.mark.usefixtures("containers")
def test_containers_grade_there(place: Place) -> None:
    assert graded(place, "--sandbox", "docker") == ("bela", "graded")


def graded(place: Place, *words: str) -> tuple[str, str]:
    """Grade one student once more; returns who was graded, and how that ended."""
    alone = ("example", "--student", "b*", "--jobs", "1", "--regrade", "--no-gradebook", "--json")
    said = place.run("autograder", "grade", *alone, *words, within="my-course")
    [line] = [json.loads(one) for one in said.splitlines() if one.startswith("{")]
    return line["student"], line["status"]


def test_what_a_student_hands_in_is_graded_there_by_watch(place: Place) -> None:
    course, student = place.folder / "my-course", place.folder / "account"
    exchange = place.folder / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    settings = course / "course.toml"
    text = settings.read_text().replace('root = ""', f'root = "{exchange}"', 1)
    settings.write_text(text)
    place.run("nbgrader", "release_assignment", "example", within="my-course")
    student.mkdir()
    (student / "nbgrader_config.py").write_text(STUDENTS.format(exchange=str(exchange)))
    place.run("nbgrader", "fetch_assignment", "example", within="account")
    shutil.copyfile(
        course / "demo" / "submitted" / "bela" / "example" / "example.ipynb",
        student / "example" / "example.ipynb",
    )
    place.run("nbgrader", "submit", "example", within="account")
    said = place.run("autograder", "watch", "example", "--once", "--json", within="my-course")
    told = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert [one["event"] for one in told][:1] == ["arrived"] and told[-1]["event"] == "graded"
    place.run("nbgrader", "fetch_feedback", "example", within="account")
    [page] = (student / "example").glob("feedback/*/example.html")
    assert "points" in page.read_text()


def test_a_student_checks_a_notebook_there(place: Place) -> None:
    folder = place.folder / "student"
    shutil.copytree(place.folder / "my-course" / "release" / "example", folder)
    work = place.folder / "my-course" / "demo" / "submitted" / "ada" / "example" / "example.ipynb"
    shutil.copyfile(work, folder / "example.ipynb")
    assert "1 of 1 checks passed" in place.run(
        "autograder", "check", "example.ipynb", within="student"
    )
    shutil.rmtree(folder / "checks")
    said = place.run("autograder", "check", "example.ipynb", within="student", code=2)
    assert "keep the folder checks/ beside it" in said and "Traceback" not in said


def test_two_courses_of_one_process_do_not_meet(tmp_path: Path) -> None:
    from autograder.course.begin import begin_course
    from autograder.course.config import load_course
    from autograder.course.loader import checks_for

    seen = []
    for name, title in (("one", "The first"), ("two", "The second")):
        begin_course(tmp_path / name)
        place = load_course(tmp_path / name).checks("example") / "log_mean_exp.py"
        text = place.read_text(encoding="utf-8")
        place.write_text(text.replace("The mean of 1 and 3 is 2", title), encoding="utf-8")
        seen.append(checks_for(place.parent, "log_mean_exp")[0])
    assert [check.title.split(":")[0] for check in seen] == ["The first", "The second"]
    # An edited file is read again, in the very same process.
    place.write_text(place.read_text(encoding="utf-8").replace("The second", "The third"))
    assert checks_for(place.parent, "log_mean_exp")[0].title.startswith("The third")
