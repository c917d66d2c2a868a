"""Where `calibrate` keeps what it has measured; known without anything that trains."""

from pathlib import Path

from autograder.course.config import Course

FOLDER = "calibration"


def calibration_path(course: Course, assignment: str) -> Path:
    """Return the file of an assignment or of the variant that it is, which need not be there."""
    letter = course.assignment(assignment).variant
    return course.root / FOLDER / f"{assignment}{f'-{letter}' if letter else ''}.json"
