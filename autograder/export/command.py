"""`autograder export`: the grades of one assignment, or of all, for another gradebook."""

import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.export.plugin import LONGEST
from autograder.export.writing import Vendor, Wanted, export
from autograder.gradebook.status import gradebook_of
from autograder.runs.run import open_run
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
    run = open_run(options.course)
    if bool(options.assignment) == options.all:
        raise CourseError("Name one assignment to export, or say --all.")
    names = (options.assignment,) if options.assignment else ()
    wanted = Wanted(options.to, names, into=options.into, roster=options.roster)
    with gradebook_of(run.db_url, run.course) as gradebook:
        done = export(run, gradebook, run.db_url, wanted)
    print(f"{done.place}: {done.students} students")
    for said in done.said:
        print(plain(said, LONGEST), file=sys.stderr)
    return 0
