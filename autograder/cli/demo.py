"""A small class, from templates to feedback, in a folder of its own."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import nbformat

from autograder.cli.build import build
from autograder.cli.grade import grade
from autograder.course.config import Course, load_course
from autograder.course.known import Known, answer_sheet, known_submissions
from autograder.errors import CourseError
from autograder.gradebook.publish import make_feedback
from autograder.grading.exam import read_release
from autograder.grading.session import GradeOptions
from autograder.report.command import ReportOptions, report

ASSIGNMENT = "pixelcnn"
PARTS = ("course.toml", "nbgrader_config.py", "assignments", "solutions")

# Who handed in what; all else is as the reference has it.
CLASS: dict[str, tuple[str, ...]] = {
    "ada": (),
    "bela": ("likelihood/wrong_mean_over_pixels",),
    "chiara": ("masks/wrong_centre_always_shown",),
    "dmitri": ("stack/wrong_gated_not_shifted",),
    "emi": ("sampling/wrong_column_by_column", "vae/wrong_kl_without_half"),
    "farid": ("stack/right_transformer", "sampling/right_gumbel"),
}


def demo(root: Path, folder: Path) -> int:
    """Form a class in `folder`, grade it, record it with nbgrader, and say where to look."""
    known = known_submissions(root / "tests" / "submissions", ASSIGNMENT)
    if not known:
        raise CourseError(
            f"{root / 'tests' / 'submissions'}: the demo forms its class from the known "
            f"submissions there, and there are none. Run it in a checkout of the project."
        )
    # A course of one's own needs a secret of its own; this one is for all to see.
    os.environ.setdefault("AUTOGRADER_SECRET", "for demonstration only")
    course = lay_out(root, folder)
    print("1. The handout and the hidden references become what students get.")
    build(folder, ASSIGNMENT, check=False)
    print(f"\n2. A class hands in: {', '.join(hand_in(course, known))}.")
    print("\n3. Each submission runs in a sandbox; checks question it from outside.")
    code = grade(GradeOptions(course=folder, assignment=ASSIGNMENT))
    print("\n4. nbgrader writes feedback, and whoever grades gets a report.")
    pages = make_feedback(course, ASSIGNMENT)
    report(ReportOptions(folder, ASSIGNMENT, None, folder / "reports", similarity=False))
    print(f"\nLook at\n  {course.root}/release/{ASSIGNMENT}/{ASSIGNMENT}.ipynb  what students get")
    for page in pages:
        print(f"  {page}")
    print(f"  {course.root}/gradebook.db  nbgrader's own; `nbgrader export` there gives grades.csv")
    return code


def lay_out(root: Path, folder: Path) -> Course:
    """Make `folder` a fresh course like the one in `root`; what a demo left there is replaced.

    Raises CourseError when the folder holds something that no demo has made.
    """
    mark = folder / ".made-by-autograder-demo"
    if folder.exists() and not mark.is_file() and any(folder.iterdir()):
        raise CourseError(f"{folder}: this was not made by a demo. Name another with --folder.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    mark.touch()
    for part in PARTS:
        source, target = root / part, folder / part
        copy = shutil.copytree if source.is_dir() else shutil.copyfile
        copy(source, target)
    return load_course(folder)


def hand_in(course: Course, known: Sequence[Known]) -> list[str]:
    """Write everyone's notebook to `submitted/`: solved, with mistakes, untouched, cut off."""
    released = read_release(course.root, ASSIGNMENT, ASSIGNMENT)
    texts = {
        student: nbformat.writes(
            answer_sheet(course, ASSIGNMENT, released, [_named(known, name) for name in names])
        )
        for student, names in CLASS.items()
    }
    texts["gustav"] = nbformat.writes(released)
    texts["hana"] = texts["ada"][: len(texts["ada"]) // 3]
    for student, text in texts.items():
        place = course.root / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(text, encoding="utf-8")
    return list(texts)


def _named(known: Sequence[Known], name: str) -> Known:
    for submission in known:
        if f"{submission.exercise}/{submission.name}" == name:
            return submission
    raise CourseError(f"The demo finds no known submission {name} in tests/submissions.")
