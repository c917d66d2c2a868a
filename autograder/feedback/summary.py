"""What a graded notebook comes to, as the gradebook has it now, and what to look at first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from autograder.feedback.findings import message_html, result_html, title_html
from autograder.records.result import Result
from autograder.records.verdict import ExerciseVerdict
from autograder.text.i18n import ENGLISH, Language

_NO_SUM = 1e-6  # below any difference of points
_UNCHANGED = "No response."  # nbgrader's own comment on a cell that is as it was handed out


@dataclass(frozen=True)
class Seen:
    """One finding as it stands on the page; title and message are elements of it.

    `stopped`, that its message begins with the cell that kept its answer from being there.
    """

    outcome: str
    title: Markup
    message: Markup
    anchor: str
    pictured: bool
    stopped: bool


@dataclass(frozen=True)
class Part:
    """One graded cell: its points in the gradebook, and the findings that its output shows.

    `score` is None as long as nobody has graded it. `automatic` are the points by the checks alone,
    None for a cell that a person grades. `kind` says how the points count: those of a bonus lie
    beyond the maximum, so that none are lost.
    """

    name: str
    anchor: str
    score: float | None
    points: float
    automatic: float | None
    seen: tuple[Seen, ...]
    html: Markup
    rejected: Markup
    withheld: bool
    kind: str = ""

    @property
    def left(self) -> float:
        """Return the share of its points that is left, 1 while nobody has graded it."""
        return 1.0 if self.score is None or not self.points else self.score / self.points

    @property
    def lost(self) -> float:
        """Return the share of its points that is lost."""
        return 0.0 if self.kind else 1 - self.left

    @property
    def waits(self) -> bool:
        """Say whether a person has to grade it, and has not."""
        return self.score is None and self.points > 0

    @property
    def passed(self) -> int:
        """Return how many of its checks have passed."""
        return sum(one.outcome == "passed" for one in self.seen)

    @property
    def minded(self) -> Seen | None:
        """Return the first finding that cost points, of all the first that a stopped cell did."""
        costly = [one for one in self.seen if one.outcome in ("failed", "crashed")]
        return next((one for one in costly if one.stopped), costly[0] if costly else None)

    @property
    def stopped(self) -> bool:
        """Say whether a stopped cell kept an answer from being there."""
        return any(one.stopped for one in self.seen)

    @property
    def changed(self) -> bool:
        """Say whether a person has given other points than the checks."""
        known = self.score is not None and self.automatic is not None
        return known and abs((self.score or 0.0) - (self.automatic or 0.0)) > _NO_SUM


@dataclass(frozen=True)
class Summary:
    """All parts of a notebook, and of them the one to look at first, if any has lost points."""

    parts: tuple[Part, ...]
    comments: tuple[str, ...]
    first: Part | None

    @property
    def rejected(self) -> Markup:
        """Return why the submission could not be graded, '' where it was."""
        return next((part.rejected for part in self.parts if part.rejected), Markup(""))

    @property
    def withheld(self) -> bool:
        """Say whether some findings, and their points, are not told yet."""
        return any(part.withheld for part in self.parts)

    @property
    def waiting(self) -> tuple[Part, ...]:
        """Return the parts that a person has to grade, and has not."""
        return tuple(part for part in self.parts if part.waits)

    @property
    def waiting_points(self) -> float:
        """Return how much of the maximum is not graded yet."""
        return sum(part.points for part in self.waiting if not part.kind)

    @property
    def full(self) -> bool:
        """Say whether all is graded, and nothing lost."""
        return all(not part.waits and part.lost <= _NO_SUM for part in self.parts)

    @property
    def pardoned(self) -> bool:
        """Say whether a check has not passed for which a person gave the points all the same."""
        return self.full and any(part.minded for part in self.parts)


def summarise(notebook: NotebookNode, language: Language = ENGLISH) -> Summary:
    """Return the summary of a notebook that nbgrader's GetGrades has filled in."""
    parts = [part_of(cell, language) for cell in notebook.cells if _is_graded(cell)]
    tables = map(_nbgrader, notebook.cells)
    comments = [of["grade_id"] for of in tables if of.get("comment") not in (None, "", _UNCHANGED)]
    losing = [part for part in parts if part.lost > _NO_SUM]
    # Where a person took the points there is no finding to show, only perhaps a comment.
    told = [part for part in losing if part.minded] or losing
    # What stopped comes first: most of what is said of other parts may be due to it.
    told = [part for part in told if part.stopped][:1] or told
    first = max(told, key=lambda part: part.lost, default=None)
    return Summary(tuple(parts), tuple(comments), first)


def part_of(cell: NotebookNode, language: Language = ENGLISH) -> Part:
    """Return one graded cell as the page shows it, its findings with anchors to link to."""
    nbgrader = _nbgrader(cell)
    name = str(nbgrader["grade_id"]).removesuffix("-grade")
    anchor, result = f"result-{name}", _result(cell)
    exercise, score = result.exercise, nbgrader.get("score")
    points, kind = _worth(nbgrader, exercise), str(nbgrader.get("kind") or "")
    return Part(
        name=name,
        anchor=anchor,
        score=None if score is None else float(score),
        points=points,
        automatic=None if result.withheld or exercise is None else exercise.points,
        seen=_seen(exercise, anchor, language) if exercise else (),
        html=_drawn_before(cell)
        if result == Result()
        else result_html(result, points, language, anchor),
        rejected=message_html(result.reason, language) if result.reason else Markup(""),
        withheld=result.withheld,
        kind=kind,
    )


def _worth(nbgrader: Mapping[str, Any], exercise: ExerciseVerdict | None) -> float:
    """Return the most points of a cell; as nbgrader has it, the cell of a bonus has none."""
    if exercise is not None and exercise.kind == "bonus":
        return exercise.max_points
    counted = float(nbgrader.get("points") or 0.0)
    return counted or float(nbgrader.get("worth") or 0.0)


def _result(cell: NotebookNode) -> Result:
    """Return what a grade cell holds; a cell that is answered, or graded by hand, holds nothing."""
    return (Result.of(cell.metadata) if _is_ours(cell) else None) or Result()


def _drawn_before(cell: NotebookNode) -> Markup:
    """Return the findings as a version drew them that kept no data, "" where there are none."""
    outputs = cell.get("outputs", ()) if _is_ours(cell) else ()
    drawn = (output.get("data", {}).get("text/html") for output in outputs)
    return Markup(next((html for html in drawn if html), ""))  # noqa: S704 - nobody else writes there


def _is_ours(cell: NotebookNode) -> bool:
    """Say whether only we write into a cell: it gives points, and nobody answers in it."""
    return bool(_nbgrader(cell).get("grade")) and not _nbgrader(cell).get("solution")


def _seen(exercise: ExerciseVerdict, anchor: str, language: Language) -> tuple[Seen, ...]:
    return tuple(
        Seen(
            outcome=one.outcome,
            title=title_html(one, language),
            message=message_html(one.message, language) if one.message else Markup(""),
            anchor=f"{anchor}-{number}",
            pictured=one.picture is not None,
            stopped=one.due_to(exercise.stop),
        )
        for number, one in enumerate(exercise.findings, 1)
    )


def title_of(notebook: NotebookNode, otherwise: str) -> str:
    """Return the first heading of a notebook as text, or what to call it without one."""
    for cell in notebook.cells:
        found = re.search(r"^# +(.+)$", cell.source, re.MULTILINE)
        if cell.cell_type == "markdown" and found:
            return found[1].strip()
    return otherwise


def _nbgrader(cell: NotebookNode) -> Mapping[str, Any]:
    found: Mapping[str, Any] = cell.metadata.get("nbgrader", {})
    return found


def _is_graded(cell: NotebookNode) -> bool:
    return bool(_nbgrader(cell).get("grade") or _nbgrader(cell).get("task"))
