"""What an assignment is graded by: its checks, hidden references, data and seeds."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import nbformat
from nbformat import NotebookNode

from autograder.check import Check, World
from autograder.course import Assignment, Course
from autograder.curriculum import checks_for, public_seed
from autograder.errors import CourseError
from autograder.template import solution_namespace


@dataclass(frozen=True)
class Exercise:
    """One exercise: its key, its points and its checks in order."""

    assignment: str
    name: str
    points: float
    checks: tuple[Check, ...]

    @property
    def key(self) -> str:
        """Give `<assignment>/<exercise>`, its name and path everywhere."""
        return f"{self.assignment}/{self.name}"

    @property
    def grade_id(self) -> str:
        """Give the nbgrader id of its locked grade cell."""
        return f"{self.name}.grade"


@dataclass(frozen=True)
class Exam:
    """Everything that one assignment is graded by; loaded once per process."""

    course: Course
    assignment: Assignment
    exercises: tuple[Exercise, ...]
    reference: SimpleNamespace
    released: NotebookNode

    @property
    def data(self) -> Path:
        """Give the folder of the assignment's public data."""
        return self.course.root / "assignments" / self.assignment.name

    def world(self, exercise: Exercise, check: Check) -> World:
        """Give what `check` may know: a hidden one gets secret seeds and the references."""
        purpose = f"{exercise.key}/{check.name}"
        parameters = self.assignment.parameters
        if check.visible:
            return World(parameters, self.data, public_seed(purpose))
        return World(parameters, self.data, self.course.seed(purpose), self.reference)

    @cached_property
    def sha256(self) -> str:
        """Give the hash of all that can change a verdict: course, solutions, checks, secret."""
        digest = sha256()
        described = self.assignment.model_dump(mode="json", exclude={"title", "due"})
        limits = self.course.limits.model_dump(mode="json")
        digest.update(json.dumps([described, limits], sort_keys=True).encode())
        digest.update(f"{self.course.seed('course_sha256')}".encode())
        for path in self._sources():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        for cell in self.released.cells:
            digest.update(f"{cell.id}\0{cell.source}\0".encode())
        return digest.hexdigest()

    def _sources(self) -> Iterable[Path]:
        package = Path(__file__).parent
        grading = [package.joinpath(part) for part in ("checks", "probes", "worker")]
        single = [
            package / f"{name}.py" for name in ("desk", "student", "check", "examine", "grading")
        ]
        solutions = self.course.root / "solutions" / self.assignment.name
        data = [path for path in self.data.iterdir() if path.suffix in (".npz", ".npy")]
        folders = [p for folder in (*grading, solutions) for p in folder.rglob("*.py")]
        return sorted([*single, *data, *folders])


def load_exam(course: Course, name: str) -> Exam:
    """Load checks, references and the released notebook; raises CourseError if one is missing."""
    assignment = course.assignment(name)
    released = read_release(course.root, name, name)
    exercises = tuple(
        Exercise(name, exercise, points, checks_for(name, exercise))
        for exercise, points in assignment.exercises.items()
    )
    reference = solution_namespace(course, name)
    return Exam(course, assignment, exercises, reference, released)


def read_release(root: Path, assignment: str, notebook: str) -> NotebookNode:
    """Read a released notebook; raises CourseError when there is none."""
    path = root / "release" / assignment / f"{notebook}.ipynb"
    if not path.is_file():
        raise CourseError(f"{path}: there is no such release. Run `autograder build {assignment}`.")
    released: NotebookNode = nbformat.read(path, as_version=4)
    return released
