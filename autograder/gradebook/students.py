"""Tells nbgrader's gradebook who its students are, as a platform has told `collect`."""

from pathlib import Path

from autograder.course.config import Course
from autograder.gradebook.status import gradebook_of
from autograder.storage.lock import GradebookLock
from autograder.students.people import People


def introduce(course: Course, url: str, submitted: Path, turns: GradebookLock) -> None:
    """Fill in names, addresses and ids that the gradebook lacks; what stands there stays.

    Raises StoreError.
    """
    known = People.beside(submitted).known
    if not known:
        return
    with turns.taken(), gradebook_of(url, course) as gradebook:
        for student in gradebook.students:
            told = known.get(student.id)
            if told is None:
                continue
            student.first_name = student.first_name or told.first or None
            student.last_name = student.last_name or told.last or None
            student.email = student.email or told.email or None
            student.lms_user_id = student.lms_user_id or told.number or None
        gradebook.db.commit()
