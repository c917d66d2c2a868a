"""Verdicts of a class → what a person wants to know of it; pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from autograder.records.verdict import Verdict
from autograder.report.mistakes import LONGEST, Mistake, Mistakes
from autograder.text.sanitize import plain

BINS = 10  # of a histogram of points


@dataclass(frozen=True)
class Row:
    """One student: points by exercise, None where nothing was graded, and what needs a person."""

    student: str
    status: str
    points: float
    by_exercise: tuple[float | None, ...]
    seconds: float
    concerns: tuple[str, ...] = ()
    change: str = ""


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
            counts[min(BINS - 1, int(BINS * share))] += 1
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

    @property
    def counts(self) -> dict[str, int]:
        """Count the submissions by status."""
        found: dict[str, int] = {}
        for row in self.rows:
            found[row.status] = found.get(row.status, 0) + 1
        return found | ({"not graded yet": len(self.waiting)} if self.waiting else {})


class Tally:
    """Takes verdicts one by one, so that a class of them never is in memory with its pictures.

    `exercises` gives the points of each, `answers` the cells of answers (mistakes.py).
    """

    def __init__(
        self, exercises: Mapping[str, float], answers: Mapping[str, str] | None = None
    ) -> None:
        self._exercises = dict(exercises)
        self._rows: list[Row] = []
        self._points: dict[str, list[float]] = {name: [] for name in exercises}
        self._mistakes = Mistakes(exercises, answers or {})

    def add(
        self,
        verdict: Verdict,
        line: Mapping[str, Any] | None = None,
        question: str = "",
        asked: Mapping[str, Mapping[str, Collection[str]]] | None = None,
    ) -> None:
        """Take one verdict, what the last run's line says of it, and what else to ask about it.

        `asked` gives, by exercise and check, the names that were asked for.
        """
        self._mistakes.add(verdict, asked)
        by_name = {exercise.key.rpartition("/")[2]: exercise for exercise in verdict.exercises}
        for name, exercise in by_name.items():
            if verdict.status == "graded" and name in self._points:
                self._points[name].append(exercise.points)
        points = tuple(by_name[n].points if n in by_name else None for n in self._exercises)
        self._rows.append(
            Row(
                student=plain(verdict.student, LONGEST),
                status=verdict.status,
                points=verdict.points,
                by_exercise=points,
                seconds=verdict.seconds,
                concerns=tuple(_concerns(verdict, question)),
                change=_change(line),
            )
        )

    def report(self, title: str, waiting: Iterable[str], pairs: Sequence[Pair]) -> ClassReport:
        """Return the report on all that was taken; `pairs` stand in it in the order given."""
        return ClassReport(
            title=title,
            max_points=sum(self._exercises.values()),
            rows=tuple(sorted(self._rows, key=lambda row: row.student)),
            exercises=tuple(
                ExerciseSummary(name, most, tuple(self._points[name]))
                for name, most in self._exercises.items()
            ),
            mistakes=self._mistakes.all(),
            pairs=tuple(pairs),
            waiting=tuple(sorted(waiting)),
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
