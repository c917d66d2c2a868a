"""The mistakes of a class: one entry for each, with all who made it and how it showed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from autograder.records.verdict import Finding, Picture, Stop, Verdict
from autograder.report.causes import Cause, Sighting, causes_of, headline_of, sightings_in
from autograder.text.sanitize import plain

LONGEST = 600  # characters of anything that a student's code may have had a part in
UNWRITTEN = "not-written"  # the id of all who have not written something yet
_LENGTH = 6  # of what tells two mistakes of an exercise apart


@dataclass(frozen=True)
class Sign:
    """By what else a mistake showed, and with whom."""

    text: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Mistake:
    """One mistake, who made it, and a picture of one of them.

    `id` is what a comment to all of them names; `cells` says by student which answer it is about,
    as nbgrader calls the cell, "" where that is not known.
    """

    id: str
    exercise: str
    title: str
    message: str
    cells: Mapping[str, str]
    picture: Picture | None = None
    signs: tuple[Sign, ...] = ()

    @property
    def students(self) -> tuple[str, ...]:
        """Return who made it."""
        return tuple(self.cells)

    @property
    def headline(self) -> str:
        """Return the first sentence or two of what those students were told."""
        return headline_of(self.message) or self.title


@dataclass
class _Entry:
    """What is gathered of one mistake."""

    example: Finding
    exercise: str
    picture: Picture | None = None
    cells: dict[str, str] = field(default_factory=dict)
    signs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class _Lost:
    """What is gathered of answers that were not there by one reason."""

    stop: Stop
    exercises: set[str] = field(default_factory=set)
    cells: dict[str, str] = field(default_factory=dict)


class Mistakes:
    """Takes verdicts one by one, and keeps no picture but one of each mistake.

    `answers` gives the cells of a notebook that hold answers: by the name that has to be defined
    there, in order, nbgrader's name of the cell. `exercises`, the names of all, in order.
    """

    def __init__(self, exercises: Iterable[str], answers: Mapping[str, str]) -> None:
        self._order = list(exercises)
        self._answers = answers
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._unwritten: dict[str, dict[str, str]] = defaultdict(dict)
        self._lost: dict[str, _Lost] = {}

    def add(
        self, verdict: Verdict, asked: Mapping[str, Mapping[str, Collection[str]]] | None = None
    ) -> None:
        """Take one verdict; `asked` gives, by exercise and check, the names that were asked for."""
        student = plain(verdict.student, LONGEST)
        sightings: list[Sighting] = []
        for exercise in verdict.exercises:
            name = exercise.key.rpartition("/")[2]
            self._lose(student, name, exercise.stop, exercise.findings)
            sightings += sightings_in(exercise, self._answers, (asked or {}).get(name, {}))
        for sighting in sightings:
            if sighting.unwritten:
                self._miss(student, sighting)
        for cause in causes_of([one for one in sightings if not one.unwritten]):
            self._count(student, cause)

    def _lose(
        self, student: str, exercise: str, stop: Stop | None, findings: Iterable[Finding]
    ) -> None:
        if stop is not None and any(finding.due_to(stop) for finding in findings):
            lost = self._lost.setdefault(stop.kind, _Lost(stop))
            lost.exercises.add(exercise)
            lost.cells.setdefault(student, self._cell(exercise, ()))

    def _miss(self, student: str, sighting: Sighting) -> None:
        for name in sighting.names or (sighting.exercise,):
            cell = self._cell(sighting.exercise, sighting.names)
            self._unwritten[name].setdefault(student, cell)

    def _count(self, student: str, cause: Cause) -> None:
        first = cause[0]
        entry = self._entries.setdefault(
            first.key, _Entry(replace(first.finding, picture=None), first.exercise)
        )
        names = [name for one in cause for name in one.names]
        entry.cells.setdefault(student, self._cell(first.exercise, names))
        shown = next((one.finding.picture for one in cause if one.finding.picture), None)
        entry.picture = entry.picture or shown
        for one in cause[1:]:
            if student not in entry.signs[one.finding.title]:
                entry.signs[one.finding.title].append(student)

    def _cell(self, exercise: str, names: Iterable[str]) -> str:
        """Return the cell of the first name, else the first of an exercise."""
        told = [self._answers[name] for name in names if name in self._answers]
        own = [cell for cell in self._answers.values() if cell.startswith(f"{exercise}-")]
        return next(iter([*told, *own]), "")

    def all(self) -> tuple[Mistake, ...]:
        """Return the mistakes, those of most students first."""
        found = [_mistake(entry, key[1]) for key, entry in self._entries.items()]
        found += [self._of_lost(kind, lost) for kind, lost in self._lost.items()]
        found += [self._of_unwritten()] if self._unwritten else []
        return tuple(sorted(found, key=lambda one: (-len(one.cells), one.exercise)))

    def _of_lost(self, kind: str, lost: _Lost) -> Mistake:
        """Return all whose answers were not there by one reason as one entry."""
        return Mistake(
            f"stopped-{_short(kind)}",
            self._listed(lost.exercises),
            "Answers that were not there",
            plain(f"{lost.stop.why} For example: {lost.stop.message}", LONGEST),
            lost.cells,
        )

    def _of_unwritten(self) -> Mistake:
        """Return all that is not written yet as one entry: who has handed in the empty notebook."""
        cells: dict[str, str] = {}
        for who in self._unwritten.values():
            cells = {**who, **cells}
        return Mistake(
            UNWRITTEN,
            self._listed(self._exercises_unwritten()),
            "Every answer is written",
            f"Not written yet: {len(self._unwritten)} of {len(self._answers)} answers.",
            cells,
            signs=tuple(Sign(f"`{name}`", tuple(who)) for name, who in self._unwritten.items()),
        )

    def _exercises_unwritten(self) -> set[str]:
        cells = {cell for who in self._unwritten.values() for cell in who.values()}
        return {name for name in self._order if any(c.startswith(f"{name}-") for c in cells)}

    def _listed(self, names: Iterable[str]) -> str:
        wanted = set(names)
        return ", ".join(name for name in self._order if name in wanted)


def _mistake(entry: _Entry, kind: str) -> Mistake:
    signs = [Sign(plain(title, LONGEST), tuple(who)) for title, who in entry.signs.items()]
    return Mistake(
        f"{entry.exercise}-{_short(kind)}",
        entry.exercise,
        plain(entry.example.title, LONGEST),
        plain(entry.example.message, LONGEST),
        entry.cells,
        entry.picture,
        tuple(sorted(signs, key=lambda sign: -len(sign.students))),
    )


def _short(kind: str) -> str:
    return sha256(kind.encode("utf-8", "surrogateescape")).hexdigest()[:_LENGTH]
