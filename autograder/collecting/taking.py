"""Takes each student's notebooks out of a source, and keeps who they are and when it came."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from autograder.collecting.choosing import Candidate, choose
from autograder.collecting.files import printable
from autograder.collecting.finding import Found, Submitted, found_in
from autograder.collecting.layout import Setting
from autograder.collecting.placing import place
from autograder.collecting.several import Choices, choose_several
from autograder.collecting.source import opened
from autograder.students.folders import Names, Person, harmless
from autograder.students.people import Arrived, People

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Taken:
    """Whose notebook was taken, from where, when it was handed in, "" where nobody says.

    `late` says that it is marked as late.
    """

    student: str
    source: str
    when: str
    late: bool = False


@dataclass(frozen=True)
class Collected:
    """What a source came to: whose notebook is new, changed or as it was; what was left, and why.

    `apart` says whose folder is called otherwise, since another student has that name already;
    `without` who is left without a notebook, and why; `notes` what else a person should know.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    left: tuple[str, ...]
    apart: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    layouts: tuple[str, ...] = field(default=(), compare=False)
    taken: tuple[Taken, ...] = field(default=(), compare=False)


@dataclass
class _Outcome:
    """What has become of students so far."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    def collected(self, apart: tuple[str, ...], layouts: tuple[str, ...]) -> Collected:
        """Return what a source came to."""
        lists = (self.new, self.changed, self.same, self.left)
        new, changed, same, left = (tuple(one) for one in lists)
        without, notes, taken = tuple(self.without), tuple(self.notes), tuple(self.taken)
        return Collected(new, changed, same, left, apart, without, notes, layouts, taken)


def collect(
    source: Path,
    submitted: Path,
    assignment: str,
    most_mb: int,
    *,
    title: str = "",
    zone: tzinfo = UTC,
    dry: bool = False,
    notebooks: Sequence[str] = (),
    others: Collection[str] = (),
) -> Collected:
    """Put every student's notebook to `submitted/<student>/<assignment>/<assignment>.ipynb`.

    Args: `notebooks`, the names of the assignment's, if it is not one of its own name; `others`,
    the course's assignments that have several. Times that name no zone are in `zone`; a `dry` run
    writes nothing. Raises SubmissionError where it cannot be told whose things are, and StoreError
    when a file cannot be written.
    """
    names = tuple(notebooks) or (assignment,)
    with opened(source) as read:
        found = found_in(read.top, Setting(assignment, title, zone, names, others))
        known, people = Names.beside(submitted, assignment), People.beside(submitted)
        folders = known.folders(one.claim.person for one in found.handed)
        out = _Outcome(left=list(read.left))
        out.without += [f"{shown}: it is not told whose it is" for shown in found.strange]
        if not dry:
            known.keep()
        taking = _Taking(submitted, assignment, names, most_mb * MEGABYTE, people, dry)
        for student, handed in sorted(_by_student(found, folders, out).items()):
            taking.take(student, handed, out)
        if not dry and out.taken:
            people.keep()
    return out.collected(tuple(_apart(folders)), tuple(sorted(found.layouts)))


def _by_student(
    found: Found, folders: Mapping[Person, str], out: _Outcome
) -> Mapping[str, list[Submitted]]:
    by_student: dict[str, list[Submitted]] = defaultdict(list)
    for one in found.handed:
        folder = folders[one.claim.person]
        if folder:
            by_student[folder].append(one)
        else:
            out.left += [f"{file.shown}: no name" for file in one.files if file.is_notebook]
            out.without.append(f"{printable('/'.join(one.place))}: nobody's name stands there")
    return by_student


@dataclass(frozen=True)
class _Taking:
    """Where to, of which assignment, and how large a notebook may be."""

    submitted: Path
    assignment: str
    notebooks: tuple[str, ...]
    most: int
    people: People
    dry: bool

    def take(self, student: str, handed: Sequence[Submitted], out: _Outcome) -> None:
        """Put one student's notebooks into their folder, and note what became of them."""
        choice = self._choice(handed, student)
        out.left += choice.left
        out.notes += choice.notes
        contents: dict[str, bytes] = {}
        why = choice.why
        for name, one in choice.chosen.items():
            content = one.file.read(self.most)
            if content is None:
                why = f"larger than {self.most // MEGABYTE} MB, or damaged"
                out.left.append(f"{one.file.shown}: {why}")
            else:
                contents[name] = content
        if contents:
            self._put(student, choice.chosen, contents, out)
        else:
            out.without.append(f"{_called(student, handed)}: {why}")

    def _choice(self, handed: Sequence[Submitted], student: str) -> Choices:
        if len(self.notebooks) > 1:
            return choose_several(handed, student, self.notebooks, self.most)
        (name,) = self.notebooks
        one = choose(handed, student, name, self.most)
        chosen = {f"{name}.ipynb": one.chosen} if one.chosen else {}
        return Choices(chosen, one.why, one.left, (one.note,) if one.note else ())

    def _put(
        self,
        student: str,
        chosen: Mapping[str, Candidate],
        contents: Mapping[str, bytes],
        out: _Outcome,
    ) -> None:
        claims = [chosen[name].handed.claim for name in contents]
        # Files of one attempt: the latest says when all of it was there.
        claim = max(claims, key=lambda one: one.at or datetime.min.replace(tzinfo=UTC))
        arrived = self.people.of(self.assignment)
        folder = self.submitted / student / self.assignment
        had, alone = arrived.get(student, Arrived()), len(self.notebooks) == 1
        put = place(folder, contents, claim, had, dry=self.dry, alone=alone)
        kinds = {"new": out.new, "changed": out.changed, "same": out.same}
        kinds[put.kind].append(student)
        late = any(one.late for one in claims)
        shown = ", ".join(chosen[name].file.shown for name in contents)
        out.taken.append(Taken(student, shown, put.stamp, late))
        out.notes += [f"{student}: {put.note}"] if put.note else []
        self.people.learn(student, claim.identity)
        self.people.arrived.setdefault(self.assignment, {})[student] = Arrived(
            put.written, late, number=claim.person.number
        )


def _called(student: str, handed: Sequence[Submitted]) -> str:
    """Return a student's name, and what they are called by who hands out the source, if
    otherwise.
    """
    name = handed[0].claim.identity.name
    return f"{student} ({printable(name)})" if name and harmless(name) != student else student


def _apart(folders: Mapping[Person, str]) -> Iterator[str]:
    """Say which folder is whose, where names come to the same or have come to it before."""
    for one, folder in sorted(folders.items()):
        if folder not in ("", harmless(one.name)):
            number = f" ({one.number})" if one.number else ""
            yield f"{printable(one.name)}{number} is in {folder}, since others have such a name"
