"""Verdicts of a class → what a person wants to know of it; pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from autograder.course.exercises import Exercises
from autograder.gradebook.marks import Marks
from autograder.records.verdict import Finding, Picture, Stop, Verdict
from autograder.report.given import shown
from autograder.text.sanitize import plain

LONGEST = 600  # characters of anything that a student's code may have had a part in
BINS = 10  # of a histogram of points
FIRST_SENTENCE = re.compile(r"(?<=[.?!])\s")


@dataclass(frozen=True)
class Row:
    """One student: points by exercise, None where nothing was graded, and what needs a person.

    `points` are the total less the `penalty`, and no grade as long as something is `unread`;
    `by_person` names the exercises with points that a person gave; `comments` are a person's.
    """

    student: str
    status: str
    points: float
    by_exercise: tuple[float | None, ...]
    seconds: float
    concerns: tuple[str, ...] = ()
    change: str = ""
    penalty: float = 0.0
    by_person: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExerciseSummary:
    """How the graded submissions did on one exercise."""

    name: str
    max_points: float
    points: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Return the mean of the points, 0 for nobody."""
        return fmean(self.points) if self.points else 0.0

    @property
    def median(self) -> float:
        """Return the median of the points, 0 for nobody."""
        return median(self.points) if self.points else 0.0

    @property
    def histogram(self) -> tuple[int, ...]:
        """Count the submissions in tenths of the points; full points fall into the last."""
        counts = [0] * BINS
        for points in self.points:
            share = points / self.max_points if self.max_points else 0  # it was dropped
            counts[max(0, min(BINS - 1, int(BINS * share)))] += 1
        return tuple(counts)


@dataclass(frozen=True)
class Mistake:
    """One way of failing a check, who did, and a picture of one of them."""

    exercise: str
    title: str
    message: str
    students: tuple[str, ...]
    picture: Picture | None

    @property
    def headline(self) -> str:
        """Return the first sentence of what those students were told."""
        return FIRST_SENTENCE.split(self.message, maxsplit=1)[0] or self.title


@dataclass(frozen=True)
class Pair:
    """Two submissions whose own code overlaps, as shares of each: for a person to judge."""

    first: str
    second: str
    share_of_first: float
    share_of_second: float

    @property
    def share(self) -> float:
        """Return the smaller share, so that a short answer within a long one is no match."""
        return min(self.share_of_first, self.share_of_second)


@dataclass(frozen=True)
class ClassReport:
    """All of a class report; `waiting` are students whose submission is not graded yet."""

    title: str
    max_points: float
    rows: tuple[Row, ...]
    exercises: tuple[ExerciseSummary, ...]
    mistakes: tuple[Mistake, ...]
    pairs: tuple[Pair, ...]
    waiting: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Count the submissions by status."""
        found: dict[str, int] = {}
        for row in self.rows:
            found[row.status] = found.get(row.status, 0) + 1
        return found | ({"not graded yet": len(self.waiting)} if self.waiting else {})


class Tally:
    """Takes verdicts one by one, so that a class of them never is in memory with its pictures."""

    def __init__(self, exercises: Mapping[str, float], counting: Exercises | None = None) -> None:
        self._exercises = dict(exercises)
        self._counting = counting
        self._rows: list[Row] = []
        self._points: dict[str, list[float]] = {name: [] for name in exercises}
        self._students: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._examples: dict[tuple[str, str, str], Finding] = {}
        self._stopped: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._stops: dict[str, Stop] = {}

    def add(
        self,
        verdict: Verdict,
        line: Mapping[str, Any] | None = None,
        question: str = "",
        marks: Marks | None = None,
    ) -> None:
        """Take one verdict, what the last run's line says of it, and what else to ask about it.

        Args: `marks`, what the gradebook holds by a person.
        """
        given = shown(verdict, list(self._exercises), marks, self._counting)
        if verdict.status == "graded":
            for name, points in zip(self._exercises, given.by_exercise, strict=True):
                self._points[name] += [] if points is None else [points]
        by_name = {exercise.key.rpartition("/")[2]: exercise for exercise in verdict.exercises}
        concerns = [f"{verdict.status}: {plain(verdict.reason, LONGEST)}"] if verdict.reason else []
        concerns += [plain(question, LONGEST)] if question else []
        for name, exercise in by_name.items():
            for finding in exercise.findings:
                concerns += [plain(finding.question, LONGEST)] if finding.question else []
                concerns += [
                    f"{finding.check} was answered {plain(r, LONGEST)}" for r in finding.replies
                ]
                if exercise.stop and finding.due_to(exercise.stop):
                    self._stops.setdefault(exercise.stop.kind, exercise.stop)
                    self._stopped[exercise.stop.kind][plain(verdict.student, LONGEST)].add(name)
                elif finding.outcome in ("failed", "crashed"):
                    self._count(name, finding, verdict.student)
        self._rows.append(
            Row(
                student=plain(verdict.student, LONGEST),
                status=verdict.status,
                points=given.total,
                by_exercise=given.by_exercise,
                seconds=verdict.seconds,
                concerns=tuple(concerns),
                change=_change(line),
                penalty=given.penalty,
                by_person=given.by_person,
                unread=given.unread,
                comments=given.comments,
            )
        )

    def _count(self, exercise: str, finding: Finding, student: str) -> None:
        key = exercise, finding.check, kind_of(finding)
        self._students[key].append(plain(student, LONGEST))
        best = self._examples.get(key)
        if best is None or (best.picture is None and finding.picture is not None):
            self._examples[key] = finding

    def report(self, title: str, waiting: Iterable[str], pairs: Sequence[Pair]) -> ClassReport:
        """Return the report on all that was taken; `pairs` stand in it in the order given."""
        mistakes = [
            Mistake(
                exercise,
                plain(example.title, LONGEST),
                plain(example.message, LONGEST),
                tuple(self._students[exercise, check, kind]),
                example.picture,
            )
            for (exercise, check, kind), example in self._examples.items()
        ]
        mistakes += [self._by_cause(stop) for stop in self._stops.values()]
        return ClassReport(
            title=title,
            max_points=self._counting.max_points
            if self._counting
            else sum(self._exercises.values()),
            rows=tuple(sorted(self._rows, key=lambda row: row.student)),
            exercises=tuple(
                ExerciseSummary(name, most, tuple(self._points[name]))
                for name, most in self._exercises.items()
            ),
            mistakes=tuple(sorted(mistakes, key=lambda one: (-len(one.students), one.exercise))),
            pairs=tuple(pairs),
            waiting=tuple(sorted(waiting)),
        )

    def _by_cause(self, stop: Stop) -> Mistake:
        """Return all whose answers were not there by one cause as one entry."""
        students = self._stopped[stop.kind]
        names = set[str]().union(*students.values())
        return Mistake(
            ", ".join(name for name in self._exercises if name in names),
            "Answers that were not there",
            plain(f"{stop.why} For example: {stop.message}", LONGEST),
            tuple(students),
            None,
        )


def kind_of(finding: Finding) -> str:
    """Return what findings on one mistake have in common: the first sentence, without its
    numbers.
    """
    first = FIRST_SENTENCE.split(finding.message, maxsplit=1)[0]
    return re.sub(r"[0-9]+(\.[0-9]+)?", "#", first)


def _change(line: Mapping[str, Any] | None) -> str:
    change = (line or {}).get("change")
    if not isinstance(change, Mapping):
        return ""
    why = "; ".join(map(str, change.get("why", ())))
    return plain(f"{change.get('before')} → {change.get('after')}: {why}", LONGEST)
