"""Folders that are around all submissions and are no student, by their names."""

import re
from collections.abc import Sequence

from autograder.text.spelling import one_spelling

_WORDS = re.compile(
    r"(?:all|student|students|course|class|my|new|the|of|from|download|downloads|downloaded"
    r"|submission|submissions|submitted|submit|handin|handins|handed|in|collected|collect"
    r"|(?:assignment|assignments|homework|homeworks|hw|exercise|exercises|sheet|lab|project|task)\d*"
    r"|export|exports|exported|archive|zip|files|file|folder|notebooks|notebook|inbox|grading"
    r"|section|sections|group|groups|tutorial|desktop|documents|tmp|temp|data|content"
    r"|abgabe|abgaben|einreichungen|odevzdane|odevzdani|entregas|rendus|consegne|\d+)"
)

_ENDS = re.compile(r"-(?:submissions|submitted|repos|repositories|export|exports|downloads?)$")


def slug_of(text: str) -> str:
    """Return a name as platforms make it part of others: small letters, digits and dashes."""
    return re.sub(r"[\W_]+", "-", one_spelling(text).casefold()).strip("-")


def is_no_student(name: str, assignment: str, title: str) -> bool:
    """Say whether a folder's name is surely no student's: words like "submissions", or the
    assignment's own name.
    """
    slug = slug_of(name)
    if _ENDS.search(slug):
        return True
    for own in {slug_of(assignment), slug_of(title)} - {""}:
        slug = re.sub(rf"(^|-){re.escape(own)}(?=-|$)", r"\1", slug)
    return bool(slug_of(name)) and all(_WORDS.fullmatch(w) for w in slug.split("-") if w)


def holds_submissions(name: str) -> bool:
    """Say whether a folder is called as one that holds what was handed in, and nothing else."""
    return slug_of(name) in ("submitted", "submissions", "inbound", "handins")


def is_courses_own(name: str) -> bool:
    """Say whether a folder is one of those that nbgrader has beside what was handed in."""
    return slug_of(name) in ("source", "release", "autograded", "feedback", "solutions", "solution")


def may_wrap(place: Sequence[str], assignment: str, title: str) -> bool:
    """Say whether what lies in a folder can be of several students: the folder is none itself."""
    return not place or is_no_student(place[-1], assignment, title)
