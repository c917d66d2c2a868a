"""The bare checks of a class, without any isolation: `python bare.py COURSE [STUDENT]`.

The yardstick of what isolation costs: the same notebooks, cells, checks and worlds, asked of a
transport in this one process. Never a way to grade: the submissions have the rights of this
process. Writes the points of each student to COURSE/bare.json.
"""

import json
import sys
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import Any

import torch

from autograder.checking.check import Check, Context
from autograder.checking.run import examine_all
from autograder.checking.student import Student
from autograder.course.config import load_course
from autograder.grading.exam import Exam, Exercise, load_exam
from autograder.parallel.startup import start_quickly
from autograder.records.points import points_of
from autograder.selfcheck.local import LocalTransport
from autograder.submission.read import Submission, find_submissions, read_submission
from autograder.worker.allocator import keep_freed_memory


def points(exam: Exam, submission: Submission, exercise: Exercise) -> float:
    """Run the cells in this process, ask the checks, and return the points."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for cell in submission.cells_before(exercise.grade_id):
        # As in a notebook, the next cell runs all the same.
        with suppress(Exception), redirect_stdout(StringIO()):
            exec(compile(cell.source, cell.name, "exec"), namespace)

    def context_of(check: Check) -> Context:
        return exam.context(exercise, check)

    transport = LocalTransport(namespace)
    findings = tuple(examine_all(exercise.checks, lambda: Student(transport), context_of))
    return points_of(findings, exercise.points)


def main() -> None:
    """Grade the class of a course."""
    start_quickly()
    keep_freed_memory()
    torch.set_num_threads(1)
    course = load_course(Path(sys.argv[1]))
    (name,) = course.assignments
    exam = load_exam(course, name)
    graded: dict[str, float] = {}
    students = sys.argv[2] if len(sys.argv) > 2 else "*"
    for entry in find_submissions(course.root / "submitted", name, students):
        submission = read_submission(entry, exam.released, name, course.limits.notebook_mb)
        graded[entry.student] = round(sum(points(exam, submission, e) for e in exam.exercises), 6)
    (course.root / "bare.json").write_text(json.dumps(graded), encoding="utf-8")


if __name__ == "__main__":
    main()
