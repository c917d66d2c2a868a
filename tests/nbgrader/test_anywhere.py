"""A course in an empty folder, with the package from a wheel and nothing of this repository."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.nbgrader, pytest.mark.xdist_group("anywhere")]


@dataclass(frozen=True)
class Place:
    """A fresh environment with the wheel in it, and a folder in which nothing is."""

    python: Path
    folder: Path

    def run(self, *words: str, code: int = 0, within: str = ".") -> str:
        """Run a module as a command there, and return what it said."""
        env = {k: v for k, v in os.environ.items() if not k.startswith(("AUTOGRADER", "PYTHON"))}
        # `alembic`, which nbgrader calls by its name, is where the libraries are.
        path = [str(self.python.parent), sysconfig.get_path("scripts"), os.environ["PATH"]]
        env |= {"HOME": str(self.folder), "OMP_NUM_THREADS": "1", "PATH": os.pathsep.join(path)}
        done = subprocess.run(
            [str(self.python), "-m", *words],
            cwd=self.folder / within,
            env=env,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    root = tmp_path_factory.mktemp("anywhere")
    checkout = root / "checkout"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "autograder", checkout / "autograder", ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, checkout / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    alone = ["--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "wheel", *alone, "-w", str(root), str(checkout)], check=True)
    [wheel] = root.glob("*.whl")
    shutil.rmtree(checkout)
    environment = root / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    [packages] = environment.glob("lib/python*/site-packages")
    command = [*pip, "install", "--no-deps", "--no-index", "--target", str(packages), str(wheel)]
    subprocess.run(command, check=True)
    # The libraries are those of this environment; what is installed editable in it is not found.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (root / "empty").mkdir()
    place = Place(environment / "bin" / "python", root / "empty")
    found = place.run("autograder", "--version")
    assert found.strip()
    yield place


def test_a_course_begins_and_runs_in_an_empty_folder(place: Place) -> None:
    said = place.run("autograder", "init", "my-course", "--title", 'Flows "and" more')
    assert "course.toml" in said and "autograder demo" in said
    assert (place.folder / "my-course" / ".secret").stat().st_mode & 0o777 == 0o600
    demo = place.run("autograder", "demo", within="my-course")
    assert "ada" in demo and "rejected" in demo and "feedback/bela/example" in demo
    place.run("autograder", "new", "flows/coupling", within="my-course")
    verified = place.run("autograder", "verify", "flows", within="my-course")
    assert "All is as it must be" in verified
    place.run("autograder", "build", within="my-course")
    assert "would be built now" in place.run("autograder", "build", "--check", within="my-course")
    assert "student.html" in place.run("autograder", "preview", "flows", within="my-course")


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
