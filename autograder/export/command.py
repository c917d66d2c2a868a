"""`autograder export`: the grades of one assignment, or of all, for another gradebook."""

import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.course.config import load_course
from autograder.errors import CourseError
from autograder.export.plugin import LONGEST
from autograder.export.writing import Vendor, Wanted, export
from autograder.gradebook.settings import settings_of
from autograder.gradebook.status import gradebook_of
from autograder.text.sanitize import plain


@dataclass(frozen=True)
class ExportOptions:
    """The command line of `autograder export`."""

    course: Path
    assignment: str | None
    all: bool
    to: Vendor
    into: Path | None = None
    roster: Path | None = None


def export_grades(options: ExportOptions) -> int:
    """Write the file, print where it is, and on stderr what a person should know of it."""
    course = load_course(options.course)
    if bool(options.assignment) == options.all:
        raise CourseError("Name one assignment to export, or say --all.")
    names = (options.assignment,) if options.assignment else ()
    wanted = Wanted(options.to, names, into=options.into, roster=options.roster)
    url = str(settings_of(course).CourseDirectory.db_url)
    with gradebook_of(url, course) as gradebook:
        done = export(course, gradebook, url, wanted)
    print(f"{done.place}: {done.students} students")
    for said in done.said:
        print(plain(said, LONGEST), file=sys.stderr)
    return 0
