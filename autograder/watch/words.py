"""What a watch tells students by itself, in the language of the course."""

from datetime import datetime

from markupsafe import Markup

from autograder.course.config import Course
from autograder.feedback.findings import paragraph, reason_html
from autograder.feedback.page import page
from autograder.records.verdict import Verdict
from autograder.text.i18n import said, said_many
from autograder.times.dates import said_date


def waiting_page(course: Course, assignment: str, until: datetime) -> Markup:
    """Return the page that says until when a submission waits, and why."""
    limit, then = course.watch.per_day, said_date(course.local(until), "%H:%M:%S %Z")
    times = said("once") if limit == 1 else said_many("{number} time", "{number} times", limit)
    words = said(
        "This submission has arrived. Submissions of {assignment} are graded {times} in any 24 "
        "hours; it is graded after {until}, unless a newer one has arrived by then.",
        assignment=assignment,
        times=times,
        until=then,
    )
    language = course.language
    return page(said("Waiting to be graded"), paragraph(words, language), language)


def points_text(course: Course, verdict: Verdict) -> str:
    """Say what the checks came to, and which answers wait for a person."""
    told = f"{verdict.points:g} of {verdict.max_points:g} points"
    awaited = course.assignment(verdict.assignment).awaited
    return f"{told} by checks; a person reads {', '.join(awaited)}" if awaited else told


def rejected_page(course: Course, verdict: Verdict) -> Markup:
    """Return the page that says why there are no points: nbgrader makes none for it."""
    most = course.assignment(verdict.assignment).max_points
    body = reason_html(verdict.reason, most, course.language)
    return page(said("Not graded"), body, course.language)
