"""Verdicts of a class → what a person wants to know of it; pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from autograder.course.exercises import Exercises
from autograder.gradebook.marks import Marks
from autograder.records.verdict import Verdict
from autograder.report.given import Shown, shown
from autograder.report.mistakes import LONGEST, Mistake, Mistakes
from autograder.report.requests import Line, Request, request_of
from autograder.text.sanitize import plain

BINS = 10  # of a histogram of points


@dataclass(frozen=True)
class Row:
    """One student: points by exercise, None where nothing was graded, and what needs a person.

    `points` are the total less the `penalty`, and no grade as long as something is `unread`;
    `by_person` names the exercises with points that a person gave; `comments` are a person's;
    `variant` is the student's, "" where all got the same.
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
    variant: str = ""


@dataclass(frozen=True)
class OfVariant:
    """The points of all who have one variant, and what it is."""

    name: str
    told: str
    points: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Return the mean of the points, 0 for nobody."""
        return fmean(self.points) if self.points else 0.0


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


Span = tuple[int, int]  # of a text: where it begins, and where it has ended


@dataclass(frozen=True)
class Pair:
    """Two submissions whose own code overlaps, as shares of each: for a person to judge.

    `in_first` and `in_second` say where in each one's own code that is.
    """

    first: str
    second: str
    share_of_first: float
    share_of_second: float
    in_first: tuple[Span, ...] = ()
    in_second: tuple[Span, ...] = ()

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
    requests: tuple[Request, ...] = ()
    variants: tuple[OfVariant, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Count the submissions by status."""
        found: dict[str, int] = {}
        for row in self.rows:
            found[row.status] = found.get(row.status, 0) + 1
        return found | ({"not graded yet": len(self.waiting)} if self.waiting else {})


class Tally:
    """Takes verdicts one by one, so that a class of them never is in memory with its pictures.

    `exercises` gives the points of each, `answers` the cells of answers (mistakes.py), `counting`
    what of the points counts, `requests` what students ask about.
    """

    def __init__(
        self,
        exercises: Mapping[str, float],
        answers: Mapping[str, str] | None = None,
        counting: Exercises | None = None,
        requests: Sequence[Line] = (),
    ) -> None:
        self._requests: dict[Line, Request] = {one: request_of(one, None, ()) for one in requests}
        self._exercises = dict(exercises)
        self._counting = counting
        self._rows: list[Row] = []
        self._points: dict[str, list[float]] = {name: [] for name in exercises}
        self._mistakes = Mistakes(exercises, answers or {})

    def add(
        self,
        verdict: Verdict,
        line: Mapping[str, Any] | None = None,
        question: str = "",
        asked: Mapping[str, Mapping[str, Collection[str]]] | None = None,
        marks: Marks | None = None,
    ) -> None:
        """Take one verdict, what the last run's line says of it, and what else to ask about it.

        Args: `asked`, by exercise and check, the names that were asked for; `marks`, what the
        gradebook holds by a person.
        """
        self._mistakes.add(verdict, asked)
        given = shown(verdict, list(self._exercises), marks, self._counting)
        self._count(verdict, given)
        self._rows.append(
            Row(
                student=plain(verdict.student, LONGEST),
                status=verdict.status,
                points=given.total,
                by_exercise=given.by_exercise,
                seconds=verdict.seconds,
                concerns=tuple(_concerns(verdict, question)),
                change=_change(line),
                penalty=given.penalty,
                by_person=given.by_person,
                unread=given.unread,
                comments=given.comments,
            )
        )

    def _count(self, verdict: Verdict, given: Shown) -> None:
        """Take the points of exercises, and what the student asks about them."""
        own = verdict.student.casefold()
        for one in [asked for asked in self._requests if asked.student.casefold() == own]:
            self._requests[one] = request_of(one, verdict, given.comments)
        if verdict.status == "graded":
            for name, points in zip(self._exercises, given.by_exercise, strict=True):
                self._points[name] += [] if points is None else [points]

    def report(self, title: str, waiting: Iterable[str], pairs: Sequence[Pair]) -> ClassReport:
        """Return the report on all that was taken; `pairs` stand in it in the order given."""
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
            mistakes=self._mistakes.all(),
            pairs=tuple(pairs),
            waiting=tuple(sorted(waiting)),
            requests=tuple(self._requests.values()),
        )


def _concerns(verdict: Verdict, question: str) -> Iterator[str]:
    """Yield what a person has to look at: why it is not graded, what to ask, replies."""
    if verdict.reason:
        yield f"{verdict.status}: {plain(verdict.reason, LONGEST)}"
    if question:
        yield plain(question, LONGEST)
    for finding in (finding for one in verdict.exercises for finding in one.findings):
        if finding.question:
            yield plain(finding.question, LONGEST)
        for reply in finding.replies:
            yield f"{finding.check} was answered {plain(reply, LONGEST)}"


def _change(line: Mapping[str, Any] | None) -> str:
    change = (line or {}).get("change")
    if not isinstance(change, Mapping):
        return ""
    why = "; ".join(map(str, change.get("why", ())))
    return plain(f"{change.get('before')} → {change.get('after')}: {why}", LONGEST)
