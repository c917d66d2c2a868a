"""Dates within sentences, in the language of the course."""

from datetime import datetime

from autograder.text.i18n import Said, said

_MONTHS = (
    said("January"),
    said("February"),
    said("March"),
    said("April"),
    said("May"),
    said("June"),
    said("July"),
    said("August"),
    said("September"),
    said("October"),
    said("November"),
    said("December"),
)


def said_date(when: datetime, time: str = "%H:%M %Z") -> Said:
    """Say a date and its time of day, whose parts `time` names as strftime has them."""
    clock, month = when.strftime(time).strip(), _MONTHS[when.month - 1]
    return said(
        "{day} {month} {year}, {time}", day=when.day, month=month, year=when.year, time=clock
    )
