"""A class of known submissions, from templates to feedback, in a folder of its own."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, cycle, zip_longest
from pathlib import Path

import nbformat

from autograder.cli.build import build
from autograder.cli.grade import grade
from autograder.course.config import Course, load_course
from autograder.course.file import read_tables
from autograder.course.known import Known, answer_sheet, known_submissions
from autograder.datasets.prepare import prepare
from autograder.errors import CourseError
from autograder.gradebook.publish import make_feedback
from autograder.grading.released import release_path
from autograder.grading.releases import releases_of
from autograder.grading.session import GradeOptions
from autograder.records.notebooks import parts_of
from autograder.report.command import ReportOptions, report
from autograder.runs.run import run_of
from autograder.times.zones import DAY

PARTS = ("course.toml", "nbgrader_config.py", "assignments", "solutions")
CLASS_FILE = "class.toml"  # beside an assignment's known submissions: who hands in what
# Where there is no such file: the first of them solves all, each other one makes one mistake.
STUDENTS = ("ada", "bela", "chiara", "dmitri", "emi", "farid")


def demo(root: Path, folder: Path, assignment: str = "") -> int:
    """Form a class in `folder`, grade it, record it with nbgrader, and say where to look.

    Args: `assignment`, the first of course.toml if it is "". Raises CourseError when it has no
    known submissions, which the class is formed from.
    """
    name = assignment or next(iter(load_course(root).assignments))
    known = _known(root, name)
    return _held(root, folder, name, known, class_of(_submissions(root) / name, known))


def rehearse(root: Path, folder: Path, assignment: str, students: int) -> int:
    """Do the same with so many students: one has no mistake, each other one the next known ones."""
    known = _known(root, load_course(root).assignment(assignment).name)
    return _held(root, folder, assignment, known, rehearsal(known, students))


def rehearsal(known: Sequence[Known], students: int) -> dict[str, tuple[str, ...]]:
    """Return who hands in what: known submissions one after another, from the start again."""
    each = chain([()], cycle([*_mistakes(known), *_right(known)] or [()]))
    return {f"student{number:03d}": next(each) for number in range(1, students + 1)}


def _right(known: Sequence[Known]) -> list[tuple[str, ...]]:
    return [(f"{one.exercise}/{one.name}",) for one in known if one.right]


def _submissions(root: Path) -> Path:
    return root / "tests" / "submissions"


def _known(root: Path, name: str) -> tuple[Known, ...]:
    known = known_submissions(_submissions(root), name)
    if not known:
        raise CourseError(
            f"{_submissions(root) / name}: the class is formed from the known submissions there, "
            f"and there are none. `autograder new` writes some with each exercise."
        )
    return known


def _held(
    root: Path,
    folder: Path,
    name: str,
    known: Sequence[Known],
    students: Mapping[str, Sequence[str]],
) -> int:
    # A course of one's own needs a secret of its own; this one is for all to see.
    os.environ.setdefault("AUTOGRADER_SECRET", "for demonstration only")
    prepare(load_course(root), name)  # what its images are made of is not copied
    course = lay_out(root, folder)
    print("1. The handout and the hidden references become what students get.")
    build(folder, name, check=False)
    handed_in = hand_in(course, name, known, students)
    print(f"\n2. A class hands in: {', '.join(handed_in)}.")
    print("\n3. Each submission runs in a sandbox; checks question it from outside.")
    code = grade(GradeOptions(course=folder, assignment=name))
    print("\n4. nbgrader writes feedback, and whoever grades gets a report.")
    pages = make_feedback(run_of(course), name)
    report(ReportOptions(folder, name, None, folder / "reports", similarity=False))
    print("\nLook at")
    told = course.assignment(name)
    for file in told.files:
        got = release_path(course.root, name, file, told.variant)
        print(f"  {got}  what students get{', those of one variant' if told.variant else ''}")
    for page in pages:
        print(f"  {page}")
    print(f"  {course.root}/gradebook.db  nbgrader's own; `nbgrader export` there gives grades.csv")
    return code


def class_of(folder: Path, known: Sequence[Known]) -> dict[str, tuple[str, ...]]:
    """Return who hands in which known submissions; all else is as the reference has it.

    `class.toml` in `folder` says it, else there is a student for each of the first
    mistakes. Raises CourseError when the file is no such table.
    """
    path = folder / CLASS_FILE
    if not path.is_file():
        return dict(zip(STUDENTS, [(), *_mistakes(known)], strict=False))
    table = read_tables(path)
    for student, names in table.items():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise CourseError(
                f'{path}: {student} needs a list, such as ["scores/wrong_sum"], or [] for one who '
                f"makes no mistake."
            )
    return {student: tuple(names) for student, names in table.items()}


def _mistakes(known: Sequence[Known]) -> Iterator[tuple[str, ...]]:
    """Yield one wrong submission after another: the first of each exercise, the second of each."""
    exercises = list(dict.fromkeys(one.exercise for one in known))
    wrong = [[k for k in known if k.exercise == name and not k.right] for name in exercises]
    for row in zip_longest(*wrong):
        yield from ((f"{one.exercise}/{one.name}",) for one in row if one is not None)


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


def hand_in(
    course: Course, name: str, known: Sequence[Known], students: Mapping[str, Sequence[str]]
) -> list[str]:
    """Write everyone's notebook to `submitted/`: solved, with mistakes, untouched, cut off."""
    releases = releases_of(course, name)
    sheets = {
        student: answer_sheet(
            course, name, releases.of(student), [_named(known, one) for one in handed_in]
        )
        for student, handed_in in students.items()
    }
    sheets |= {"gustav": releases.of("gustav")}
    sheets |= {"hana": answer_sheet(course, name, releases.of("hana"))}
    stamp = _in_time(course, name)
    for student, sheet in sheets.items():
        for file, part in parts_of(sheet, course.assignment(name).files).items():
            text = nbformat.writes(part)
            place = course.root / "submitted" / student / name / f"{file}.ipynb"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text[: len(text) // 3] if student == "hana" else text, "utf-8")
            if stamp:
                place.with_name("timestamp.txt").write_text(stamp)
    return list(sheets)


def _in_time(course: Course, name: str) -> str:
    """Return a timestamp of who hands in a day before it is due, or now if that is yet to come.

    "" where no late day costs anything, or where nobody can have it yet: then no time is known.
    """
    told = course.assignment(name)
    when = min(datetime.now(UTC), told.due - DAY)
    if not course.late_rules(name).count or (told.released and when < told.released):
        return ""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC\n"


def _named(known: Sequence[Known], name: str) -> Known:
    for submission in known:
        if f"{submission.exercise}/{submission.name}" == name:
            return submission
    raise CourseError(f"The demo finds no known submission {name} in tests/submissions.")
