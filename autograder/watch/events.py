"""What a watch tells whoever looks at it: one line for each thing that happens."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from autograder.text.sanitize import plain

LONGEST_NAME, LONGEST_WORDS = 40, 1000

Kind = Literal[
    "watching",  # it has begun
    "arrived",  # a submission is taken up
    "graded",  # it has points, and its feedback is released
    "rejected",  # it cannot be graded, and its student is told why
    "waiting",  # its student has used up the day's submissions, and is told until when
    "told",  # a page is released again: what was withheld is on it, or it was recorded again
    "refused",  # it is not taken up at all; a person has to look
    "question",  # it is taken up, but a person should look at when it was handed in
    "fault",  # ours, or the machine's; it is tried again
    "changed",  # the course is another; the watch begins again
]


@dataclass(frozen=True)
class Event:
    """One thing that happened; `student` is '' where it is about none."""

    kind: Kind
    assignment: str
    words: str
    student: str = ""


Tell = Callable[[Event], None]


def line_of(event: Event, now: datetime) -> str:
    """Return an event as a line for a person, at a time by the clock that it comes with."""
    whose = f"{plain(event.student, LONGEST_NAME)}: " if event.student else ""
    words = " ".join(plain(event.words, LONGEST_WORDS).split())
    return f"{now:%Y-%m-%d %H:%M:%S}  {event.kind:8}  {whose}{words}"


def json_of(event: Event, now: datetime) -> str:
    """Return an event as a line of JSON."""
    return json.dumps(
        {
            "at": now.isoformat(),
            "event": event.kind,
            "assignment": event.assignment,
            "student": event.student,
            "words": event.words,
        }
    )
