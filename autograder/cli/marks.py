"""Points in the table of a class: a person's are marked, and what nobody has read is no 0."""

from collections.abc import Iterator, Mapping, Sequence

from autograder.course.exercises import Exercises
from autograder.gradebook.marks import Given, Marks, Total
from autograder.records.verdict import Verdict

UNREAD, BY_PERSON, NONE = "unread", "*", "–"


def header(assignment: Exercises, name: str) -> str:
    """Return what an exercise can give: `/4`, `+5` beyond the maximum, or that it is optional."""
    kind = assignment.kind(name)
    if kind == "optional":
        return kind
    return f"{'+' if kind == 'bonus' else '/'}{assignment.worth[name]:g}"


def cell(assignment: Exercises, name: str, verdict: Verdict, marks: Marks | None) -> str:
    """Return the points of one exercise, of an optional one the checks that have passed.

    Marks are None where there are none at all.
    """
    given = marks.part(name) if marks else None
    if assignment.kind(name) == "optional" and given and not given.by_person:
        found = [f for e in verdict.exercises if e.key.endswith(f"/{name}") for f in e.findings]
        passed = sum(finding.outcome == "passed" for finding in found)
        return f"{passed}/{len(found)}" if found else NONE
    if given is None or (given.points is None and name not in assignment.awaited):
        return NONE
    if given.points is None:
        return UNREAD
    return f"{given.points:g}{BY_PERSON if given.by_person else ''}"


def total_text(total: Total, by_person: bool) -> str:
    """Return the total; what is unread is named beside it, and so is a late penalty."""
    text = f"{total.points:g}{BY_PERSON if by_person else ''}"
    text += f" (late −{total.penalty:g})" if total.penalty else ""
    return f"{text} + {UNREAD}" if total.unread else text


def legend(rows: Sequence[str]) -> Iterator[str]:
    """Say what the marks mean that stand in these cells."""
    if any(BY_PERSON in row for row in rows):
        yield f"{BY_PERSON} with points that a person gave"
    if any(UNREAD in row for row in rows):
        yield f"{UNREAD}: not graded yet; formgrader is where a person gives the points"


def by_person(
    assignment: Exercises, verdicts: Sequence[Verdict], marks: Mapping[str, Marks]
) -> Iterator[tuple[str, str]]:
    """Yield students with what a person gave them: points, extra credit, comments."""
    for verdict in verdicts:
        had = marks.get(verdict.student, Marks())
        given = [(name, had.part(name)) for name in assignment.tables]
        told = [text for name, one in given if (text := _told(name, one))]
        comments = [name for name, one in given if one.comment]
        told += [f"comments on {', '.join(comments)}"] if comments else []
        if told:
            yield verdict.student, "; ".join(told)


def _told(name: str, given: Given) -> str:
    """Say what a person gave for one exercise, and what the checks had given."""
    parts = []
    if given.manual is not None:
        instead = "" if given.automatic is None else f" in place of {given.automatic:g}"
        again = " (recorded again since: look at it)" if given.again else ""
        parts.append(f"{given.manual:g}{instead}{again}")
    if given.extra:
        score = "" if given.points is not None else ", which counts once there is a score"
        parts.append(f"extra credit {given.extra:g}{score}")
    return f"{name} {', '.join(parts)}" if parts else ""
