"""`autograder collect`: takes what a platform lets you download, and tells what became of whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path

from autograder.collecting.taking import Collected, collect
from autograder.course.config import Course, load_course
from autograder.students.untimed import untimed
from autograder.text.sanitize import plain

_LONGEST = 400  # characters of a line
_MOST_LEFT = 40  # lines on files that were not taken


@dataclass(frozen=True)
class CollectOptions:
    """The command line of `autograder collect`."""

    course: Path
    assignment: str
    source: Path
    submitted: Path | None = None
    dry_run: bool = False


def collected(options: CollectOptions) -> int:
    """Take the notebooks out of a source; returns 1 where a student is left without one."""
    course = load_course(options.course)
    assignment = course.assignment(options.assignment)
    place = (options.submitted or course.root / "submitted").resolve()
    done = collect(
        options.source,
        place,
        assignment.name,
        course.limits.notebook_mb,
        title=assignment.title,
        zone=zone_of(course, assignment.name),
        dry=options.dry_run,
        notebooks=assignment.files,
        others={name for name, one in course.assignments.items() if len(one.files) > 1},
    )
    for line in _lines(place, done, options.dry_run):
        print(plain(line, _LONGEST))
    for line in _times(course, assignment.name, done):
        print(line)
    return 0 if done.taken and not done.without else 1


def zone_of(course: Course, assignment: str) -> tzinfo:
    """Return the zone of times that name none: that of the due date."""
    return course.assignment(assignment).due.tzinfo or UTC


def _lines(place: Path, done: Collected, dry: bool) -> Iterator[str]:
    counts = f"{len(done.new)} new, {len(done.changed)} changed, {len(done.same)} as they were"
    yield f"Laid out as by: {', '.join(done.layouts) or 'nothing that is known'}"
    yield f"{place}: {'would be ' if dry else ''}{counts}"
    if dry:
        width = max((len(one.student) for one in done.taken), default=0)
        for one in done.taken:
            when = one.when or ("late, time not known" if one.late else "time not known")
            yield f"  {one.student:{width}}  {when}  {one.source}"
    yield from (f"  {said}" for said in (*done.apart, *done.notes))
    if done.without:
        yield f"Without a notebook: {len(done.without)}"
        yield from (f"  {said}" for said in done.without)
    if done.left:
        yield "Not taken:"
        yield from (f"  {said}" for said in done.left[:_MOST_LEFT])
    if len(done.left) > _MOST_LEFT:
        yield f"  and {len(done.left) - _MOST_LEFT} more files"


def _times(course: Course, assignment: str, done: Collected) -> Iterator[str]:
    unknown = [one.student for one in done.taken if not one.when]
    late = [one.student for one in done.taken if one.late]
    yield from untimed(assignment, course.late_rules(assignment), unknown, late)
    if course.late_rules(assignment).count and {"Blackboard", "Brightspace"} & {*done.layouts}:
        zone = f"{course.assignment(assignment).due:%Z}"
        yield f"{', '.join(done.layouts)} writes times without a zone. They were read in {zone}."
