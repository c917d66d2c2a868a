"""What can be known of an assignment before any of its code runs: exercises, release, hashes.

Verdicts are found by it, and no check or solution is imported for it: torch is not either.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from nbformat import NotebookNode

from autograder.checking.dataset import Dataset
from autograder.course.assignment import Assignment
from autograder.course.config import Course
from autograder.course.dataset import chosen_dataset
from autograder.course.dependencies import contents_sha256, engine_sha256, files_of
from autograder.course.exercises import Kind
from autograder.course.solutions import definitions
from autograder.datasets.prepared import require_prepared
from autograder.errors import CourseError
from autograder.grading.released import release_files, released_notebook


@dataclass(frozen=True)
class Task:
    """One exercise that checks decide about: its key and its points."""

    assignment: str
    name: str
    points: float
    kind: Kind = ""

    @property
    def key(self) -> str:
        """Return `<assignment>/<exercise>`, its name and path everywhere."""
        return f"{self.assignment}/{self.name}"

    @property
    def grade_id(self) -> str:
        """Return the nbgrader id of its locked grade cell."""
        return f"{self.name}.grade"


@dataclass(frozen=True)
class Outline:
    """What one assignment is graded by, as far as its files say it without being imported.

    `files`, by exercise those that its verdict can rest on; `functions`, by name the exercise of
    each function (no class) that students are to write; `in_memory`, whether the released notebook
    was made for this run alone, and stands in no file.
    """

    course: Course
    assignment: Assignment
    exercises: tuple[Task, ...]
    released: NotebookNode
    files: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    contents: str = ""
    functions: Mapping[str, str] = field(default_factory=dict)
    in_memory: bool = False

    @property
    def data(self) -> Path:
        """Return the folder of the assignment's public data."""
        return self.course.root / "assignments" / self.assignment.name

    @cached_property
    def dataset(self) -> Dataset | None:
        """Return what course.toml says of its images, None where it says nothing."""
        return chosen_dataset(self.course, self.assignment.name)

    @cached_property
    def sha256(self) -> str:
        """Return the hash of all that can change a verdict: course, solutions, checks, secret."""
        digest = sha256("".join(self.exercise_sha256[e.name] for e in self.exercises).encode())
        for cell in self.released.cells:
            digest.update(f"{cell.id}\0{cell.source}\0".encode())
        return digest.hexdigest()

    @cached_property
    def run_sha256(self) -> str:
        """Return the hash of the same for all students, whichever variant each of them has."""
        if not self.assignment.variants:
            return self.sha256
        drawn = repr(
            (sorted(self.assignment.given.items()), sorted(self.assignment.letters.items()))
        )
        return sha256(f"{self.sha256}{self.contents}{drawn}".encode()).hexdigest()

    @cached_property
    def exercise_sha256(self) -> Mapping[str, str]:
        """Return for each exercise the hash of all that can change its points, but the
        submission.
        """
        secret = self.course.seed("course_sha256")
        parameters, engine = dict(self.assignment.parameters), engine_sha256()
        hashes: dict[str, str] = {}
        for exercise in self.exercises:
            limits = self.course.limits_of(self.assignment.name, exercise.name).model_dump()
            training = self.assignment.training.get(exercise.name)
            worth = [exercise.points, exercise.kind, self.course.grading.round]
            images = self.dataset and self.dataset.given
            trained = [training and training.given, *([images] if images else [])]
            rests_on = [parameters, limits, *trained, secret, engine]
            described = json.dumps([exercise.key, worth, *rests_on], sort_keys=True)
            text = described + contents_sha256(self.course.root, self.files[exercise.name])
            hashes[exercise.name] = sha256(text.encode()).hexdigest()
        return hashes

    def require_unchanged(self) -> None:
        """Raise CourseError when a file that verdicts rest on is not as it was when read."""
        if not self.is_unchanged():
            raise CourseError(
                f"Files of {self.assignment.name} were changed while it was being graded. What was "
                f"graded before is kept. Run the same command again."
            )

    def is_unchanged(self) -> bool:
        """Say whether all files that verdicts rest on are as they were when read."""
        return self.contents in ("", self._contents_now)

    def require_same_engine(self) -> None:
        """Raise CourseError when the package's own files are others than this process imported."""
        if self.contents and not self.contents.startswith(engine_sha256()):
            raise CourseError(
                "autograder was changed since this process began to grade. What was graded before "
                "is kept. Restart the Jupyter server, or run the same command again."
            )

    @property
    def _contents_now(self) -> str:
        release = None if self.in_memory else self.assignment.name
        return _contents(self.course, self.files, release)


def _contents(
    course: Course, by_exercise: Mapping[str, tuple[Path, ...]], release: str | None
) -> str:
    """Hash all files that the verdicts of an assignment rest on; "gone" when one is.

    The notebooks of the assignment `release` are among them, if it is not None.
    """
    files = {path for paths in by_exercise.values() for path in paths}
    if release is not None:
        files |= release_files(course, release)
    try:
        return engine_sha256() + contents_sha256(course.root, sorted(files))
    except OSError:
        return "gone"


def load_outline(course: Course, name: str, released: NotebookNode | None = None) -> Outline:
    """Read the released notebook and hash the rest; raises CourseError if one is missing.

    Args: `released`, a notebook to grade by in place of what is in release/.
    """
    assignment = course.assignment(name)
    require_prepared(course, name)
    files = {one: files_of(course, name, one) for one in assignment.exercises}
    in_memory = released is not None
    # Before anything of it is read.
    contents = _contents(course, files, None if in_memory else name)
    released = released or released_notebook(course, name)
    tasks = tuple(
        Task(name, exercise, assignment.worth[exercise], assignment.kind(exercise))
        for exercise in assignment.exercises
    )
    functions = {
        piece.name: exercise
        for exercise, pieces in definitions(course, name).items()
        for piece in pieces
        if piece.is_function
    }
    outline = Outline(course, assignment, tasks, released, files, contents, functions, in_memory)
    _ = outline.exercise_sha256
    outline.require_unchanged()  # so what was read and what was hashed is the same
    return outline
