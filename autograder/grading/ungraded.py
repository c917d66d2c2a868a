"""The verdict of a submission that was not examined, and what every verdict says of versions."""

import platform
from importlib.metadata import version

from autograder import __version__
from autograder.grading.outline import Outline
from autograder.records.verdict import Status, Verdict


def ungraded(exam: Outline, student: str, sha256: str, status: Status, reason: str) -> Verdict:
    """Return the verdict of a submission that was not examined, and why."""
    return Verdict(
        assignment=exam.assignment.name,
        student=student,
        status=status,
        points=0.0,
        max_points=exam.assignment.checked_points,
        submission_sha256=sha256,
        course_sha256=exam.sha256,
        device="",
        versions=versions(),
        seconds=0.0,
        reason=reason,
    )


def versions() -> dict[str, str]:
    """Return the versions that numbers in a verdict depend on."""
    return {
        "autograder": __version__,
        "torch": version("torch"),
        "numpy": version("numpy"),
        "python": platform.python_version(),
    }
