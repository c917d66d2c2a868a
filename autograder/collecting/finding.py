"""Finds the level of a source that tells students apart, and gives what each has handed in."""

from dataclasses import dataclass, field

from autograder.collecting.bare import Bare, bare_students
from autograder.collecting.files import File, Level
from autograder.collecting.layout import Claim, Claims, Layout, Setting
from autograder.collecting.layouts import LAYOUTS, TREES
from autograder.collecting.wrapping import holds_submissions, is_courses_own
from autograder.errors import SubmissionError
from autograder.students.folders import Person

BARE = "a folder or a file for each student"


@dataclass(frozen=True)
class Submitted:
    """What one student has handed in at one time: the claim on it, its place, and its files."""

    claim: Claim
    place: tuple[str, ...]
    files: tuple[File, ...]

    def within(self, file: File) -> tuple[str, ...]:
        """Return a file's name as its student has it, in the folders that are the student's."""
        return file.parts[len(self.place) :] or (self.claim.name or file.name,)


@dataclass
class Found:
    """What was found: by which layouts, what everybody handed in, and what is of nobody known."""

    layouts: set[str] = field(default_factory=set)
    handed: list[Submitted] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        """Take over what was found elsewhere."""
        self.layouts |= other.layouts
        self.handed += other.handed
        self.strange += other.strange


def found_in(top: Level, setting: Setting) -> Found:
    """Return what was handed in; raises SubmissionError where it cannot be told by whom."""
    return _by_platform(top, setting) or _bare(bare_students(top, setting))


def _by_platform(level: Level, setting: Setting) -> Found | None:
    """Return what a platform's names say, on this level or on those below; None for nothing.

    Folders of students hold names that students have made. So what lies below is believed only
    where all of it is laid out in one way.
    """
    layout, claims = _reading(level, setting)
    if claims:
        return _claimed(level, layout, claims, setting)
    below = [folder for folder in level.folders.values() if folder.has_work]
    if level.work or not below:
        return None
    found = Found()
    around = [folder for folder in below if holds_submissions(folder.place[-1])]
    if len(around) == 1:
        others = [one for one in below if one not in around and not is_courses_own(one.place[-1])]
        found.strange += [f.shown for one in others for f in one.everything() if f.may_hold_work]
        below = around
    for folder in below:
        try:
            one = _by_platform(folder, setting)
        except SubmissionError:
            if len(below) == 1:
                raise
            return None
        if one is None or len(found.layouts | one.layouts) > 1:
            return None
        found.add(one)
    return found


def _reading(level: Level, setting: Setting) -> tuple[Layout, Claims]:
    readings = [(layout, layout.reads(level, setting)) for layout in LAYOUTS]
    best = max(readings, key=lambda one: len(one[1]))  # the first of the largest
    trees = ((layout, layout.reads(level, setting)) for layout in TREES)
    return best if best[1] else next((one for one in trees if one[1]), best)


def _claimed(level: Level, layout: Layout, claims: Claims, setting: Setting) -> Found:
    found = Found({layout.name})
    for name, people in claims.items():
        found.handed += [_handed(level, name, claim) for claim in people]
    rest = Level(
        level.place,
        {name: file for name, file in level.files.items() if name not in claims},
        {name: folder for name, folder in level.folders.items() if name not in claims},
    )
    if layout.guests and rest.has_work:
        guests = _bare(bare_students(rest, setting))
        found.handed += guests.handed
        found.strange += guests.strange
    elif not layout.guests:
        found.strange += [file.shown for file in rest.everything() if file.may_hold_work]
    return found


def _handed(level: Level, name: str, claim: Claim) -> Submitted:
    place = (*level.place, name)
    if not claim.inside:
        return Submitted(claim, place, tuple(level.child(name)))
    inner = level.folders[name].folders.get(claim.inside, Level())
    return Submitted(claim, (*place, claim.inside), tuple(inner.everything()))


def _bare(bare: Bare) -> Found:
    handed = [Submitted(Claim(Person(one.name)), one.place, one.files) for one in bare.students]
    return Found({BARE}, handed, list(bare.strange))
