"""What `nbgrader export` writes without a name of an exporter: nbgrader's own columns.

nbgrader's own exporter (plugins/export.py) takes what nobody has read yet for 0 points.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

from autograder.course.config import Course
from autograder.course.opened import course_at
from autograder.errors import AutograderError
from autograder.export.names import names_in
from autograder.gradebook.marks import Marks, marks_in
from autograder.report.page import harmless
from autograder.storage.atomic import keeping, write_atomically

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


class PlainExporter(ExportPlugin):  # type: ignore[misc]
    """Writes a line for each student and assignment; no score as long as a person has to read."""

    def export(self, gradebook: Any) -> None:
        """Write the file, or end nbgrader with a sentence."""
        place = Path(self.to or "grades.csv")
        try:
            course = course_at(Path(self.parent.coursedir.root))
            text = self._text(course, gradebook)
            with keeping(place):
                write_atomically(place, text.encode())
        except AutograderError as error:
            self.parent.fail("%s", error)
        self.log.info("Exported grades to %s", place)

    def _text(self, course: Course, gradebook: Any) -> str:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        wanted, students = names_in(self.assignment), names_in(self.student)
        found = [a for a in gradebook.assignments if not wanted or a.name in wanted]
        marks = marks_in(gradebook, [assignment.name for assignment in found])
        for assignment in found:
            for student in gradebook.students:
                if not students or student.id in students:
                    had = marks.get((student.id, assignment.name), Marks())
                    writer.writerow(harmless(_row(course, gradebook, assignment, student, had)))
        return out.getvalue()


def _row(
    course: Course, gradebook: Any, assignment: Any, student: Any, had: Marks
) -> Iterator[object]:
    who = student.id, student.last_name, student.first_name, student.email
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:  # as nbgrader has it
        cells: tuple[object, ...] = ("", *who, 0.0, 0.0, 0.0)
    else:
        raw, penalty = submission.score, submission.late_submission_penalty
        cells = (submission.timestamp, *who, raw, penalty, max(0.0, raw - penalty))
        known = course.assignments.get(assignment.name)
        if known is not None and had.total(known).unread:
            cells = (submission.timestamp, *who, "", penalty, "")
    for cell in (assignment.name, assignment.duedate, *cells, assignment.max_score):
        yield "" if cell is None else cell
