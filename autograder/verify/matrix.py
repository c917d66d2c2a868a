"""The kill matrix: which check rejects which known submission, for terminal, Markdown and JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from statistics import median
from typing import Any

from rich import box
from rich.table import Table

from autograder.checking.check import Check
from autograder.verify.case import REFERENCE, Outcome
from autograder.verify.severity import severity_complaints, severity_table

NAMED = 0.85  # of the wrong submissions, at least, get a message that names their bug
COST = 4.0  # times the whole reference's CPU seconds: no known submission may cost more


@dataclass(frozen=True)
class Matrix:
    """All outcomes of one assignment; `checks` are those of each exercise, in their order."""

    assignment: str
    checks: dict[str, tuple[Check, ...]]
    outcomes: tuple[Outcome, ...]

    @cached_property
    def unsound(self) -> tuple[Outcome, ...]:
        """Return the outcomes that must not be: survived, accused, broken, or not as expected."""
        return tuple(one for one in self.outcomes if not one.sound)

    @cached_property
    def named_share(self) -> float:
        """Return the share of the wrong submissions whose bug a message names."""
        wrong = [one for one in self.outcomes if not one.right]
        return sum(one.named for one in wrong) / len(wrong) if wrong else 1.0

    @property
    def sound(self) -> bool:
        """Say whether the grader did all that its known submissions say it must."""
        severe = severity_complaints(self.outcomes)
        return not self.unsound and self.named_share >= NAMED and not severe

    @cached_property
    def reference_seconds(self) -> float:
        """Return the CPU seconds of the reference's exercises together; 0 unless all were tried."""
        spent: dict[str, list[float]] = {}
        for one in self.outcomes:
            if one.name == REFERENCE:
                spent.setdefault(one.exercise, []).append(one.cpu_seconds)
        whole = set(spent) == set(self.checks)
        return sum(median(values) for values in spent.values()) if whole else 0.0

    def false_alarm(self) -> float:
        """Return the bound on the probability that a right submission loses anything."""
        return sum(check.false_alarm for checks in self.checks.values() for check in checks)

    def of(self, exercise: str) -> tuple[Outcome, ...]:
        """Return an exercise's outcomes, the right ones first, then by name."""
        own = [one for one in self.outcomes if one.exercise == exercise]
        return tuple(sorted(own, key=lambda one: (not one.right, one.name)))

    def kills(self, exercise: str, check: str) -> int:
        """Return how many wrong submissions a check minds."""
        return sum(check in one.lost for one in self.of(exercise) if not one.right)


def summary(matrix: Matrix) -> Table:
    """Return the matrix in short, one row for each exercise: `by name` means told what the bug
    is.
    """
    table = Table(box=box.SIMPLE_HEAD, title=f"{matrix.assignment}: known submissions")
    columns = ("right, unaccused", "wrong, killed", "where expected", "by name")
    table.add_column("exercise", overflow="fold")
    for column in (*columns, "CPU s\nmedian", "CPU s\nmost"):
        table.add_column(column.replace(", ", ",\n"), justify="right")
    for exercise in matrix.checks:
        outcomes = matrix.of(exercise)
        if outcomes:
            table.add_row(exercise, *_counts(outcomes))
    table.add_section()
    table.add_row("all", *_counts(matrix.outcomes))
    return table


def _counts(outcomes: Sequence[Outcome]) -> list[str]:
    right = [one for one in outcomes if one.right]
    wrong = [one for one in outcomes if not one.right]
    seconds = [one.cpu_seconds for one in outcomes]
    counts = (
        (sum(one.status == "passed" for one in right), right),
        (sum(one.status == "killed" for one in wrong), wrong),
        (sum(bool(one.expect) and not one.unmet for one in wrong), wrong),
        (sum(one.named for one in wrong), wrong),
    )
    shares = [f"{count} of {len(all_)}" if all_ else "–" for count, all_ in counts]
    return [*shares, f"{median(seconds):.2f}", f"{max(seconds):.2f}"]


def complaints(matrix: Matrix) -> list[str]:
    """Return one sentence for each thing that must not be, for the terminal."""
    said = [complaint(one) for one in matrix.unsound]
    if matrix.named_share < NAMED:
        unnamed = [f"{one.exercise}/{one.name}" for one in matrix.outcomes if _unnamed(one)]
        said.append(
            f"Only {matrix.named_share:.0%} of the wrong submissions are told what their second "
            f"line says, {NAMED:.0%} must be: {', '.join(unnamed)}."
        )
    return said + severity_complaints(matrix.outcomes)


def complaint(one: Outcome) -> str:
    """Say what is wrong with an outcome that is not sound, and where to look."""
    who = f"{one.exercise}/{one.name} (secret {one.secret!r})"
    lost = ", ".join(f"{check} {outcome}" for check, outcome in one.lost.items())
    told = "".join(f"\n    {check}: {_on_one_line(text)}" for check, text in one.told.items())
    if one.status == "broken":
        return f"{who}: a check of ours broke: {lost}.{told}"
    if one.status == "accused":
        return f"{who} is right and lost {one.max_points - one.points:g} points: {lost}.{told}"
    if one.status == "survived":
        return f"{who} is wrong and kept all its points. Write a check that minds it."
    if not one.expect:
        return f"{who}: line 1 must be `# expect: <check> …`; what failed is: {lost}.{told}"
    unmet = ", ".join(one.unmet)
    return f"{who}: {unmet} should have failed, and did not; what failed is: {lost}.{told}"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def costly(matrix: Matrix) -> list[str]:
    """Say which submissions cost more than COST times the whole reference."""
    most = COST * matrix.reference_seconds
    return [
        f"{one.exercise}/{one.name} took {one.cpu_seconds:.1f} s of CPU, more than {COST:g} times "
        f"the reference's {matrix.reference_seconds:.1f} s."
        for one in matrix.outcomes
        if 0 < most < one.cpu_seconds
    ]


def idle(matrix: Matrix) -> list[str]:
    """Return the checks that no wrong submission fails: nothing shows that they work."""
    return [
        f"{exercise}.{check.name}"
        for exercise, checks in matrix.checks.items()
        for check in checks
        if any(not one.right for one in matrix.of(exercise))
        and not matrix.kills(exercise, check.name)
    ]


def to_json(matrix: Matrix) -> str:
    """Return everything as JSON, one submission a line."""
    rows = [
        {**_numbers(one), "status": one.status, "unmet": list(one.unmet), "sound": one.sound}
        for one in matrix.outcomes
    ]
    head = {
        "assignment": matrix.assignment,
        "sound": matrix.sound,
        "false_alarm_bound": matrix.false_alarm(),
        "reference_cpu_seconds": round(matrix.reference_seconds, 2),
    }
    lines = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    body = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{body}, "outcomes": [\n  {lines}\n]}}\n'


def _numbers(one: Outcome) -> dict[str, Any]:
    """Return an outcome without what was said, which has to be found by `named` alone."""
    return {key: value for key, value in asdict(one).items() if key != "told"}


def to_markdown(matrix: Matrix) -> str:
    """Return the matrix as a page without times, so that it changes when a verdict does."""
    parts = [_INTRODUCTION.format(assignment=matrix.assignment, **_totals(matrix))]
    if table := severity_table(matrix.outcomes):
        parts.append(_SEVERITY.format(table=table))
    for exercise, checks in matrix.checks.items():
        if matrix.of(exercise):
            parts.append(_exercise(matrix, exercise, checks))
    return "\n".join(parts)


_INTRODUCTION = """# Kill matrix of `{assignment}`

Made by `autograder verify {assignment}`: every submission with a known verdict is graded in the
sandbox, as a class would be. {right} right ones, {accused} of them accused; {wrong} wrong ones,
{killed} of them lost points, {expected} in the checks that their authors expected, {named} with a
message that names the bug. A right submission loses anything with probability below {bound:.1g}
under a random course secret (the sum of the bounds that its checks state).

● this check failed, as the submission's first line expects; ○ it failed, too; – it was not asked,
since it rests on one that failed. **!** marks what must not be.
"""

_SEVERITY = """## What a mistake costs

Each wrong submission says of what kind its mistake is. Of each kind: how many there are, the share
of the exercise's points that they keep (the middle one, the least and the most), and the share that
the middle one keeps of what the names that are wrong are worth.

{table}
"""


def _totals(matrix: Matrix) -> dict[str, int | float]:
    right = [one for one in matrix.outcomes if one.right]
    wrong = [one for one in matrix.outcomes if not one.right]
    return {
        "right": len(right),
        "accused": sum(one.status == "accused" for one in right),
        "wrong": len(wrong),
        "killed": sum(one.status == "killed" for one in wrong),
        "expected": sum(bool(one.expect) and not one.unmet for one in wrong),
        "named": sum(one.named for one in wrong),
        "bound": matrix.false_alarm(),
    }


def _exercise(matrix: Matrix, exercise: str, checks: Sequence[Check]) -> str:
    """Return one exercise: its checks with numbers, then a row for each submission."""
    outcomes = matrix.of(exercise)
    lines = [f"## {exercise}", "", "| | check | kills | false alarm below |", "|--:|---|--:|--:|"]
    for number, check in enumerate(checks, 1):
        bound = f"{check.false_alarm:.1g}" if check.false_alarm else "exact"
        lines.append(
            f"| {number} | `{check.name}` | {matrix.kills(exercise, check.name)} | {bound} |"
        )
    numbers = " | ".join(str(number) for number in range(1, len(checks) + 1))
    lines += ["", f"| submission | {numbers} |", f"|---|{':-:|' * len(checks)}"]
    for one in outcomes:
        if one.right and one.sound:
            continue
        marks = " | ".join(_mark(one, check.name) for check in checks)
        lines.append(f"| {'' if one.sound else '**!** '}`{one.name}` | {marks} |")
    right = ", ".join(f"`{one.name}`" for one in outcomes if one.right and one.sound)
    lines += ["", f"Right, and not accused: {right}.", ""]
    return "\n".join(lines)


def _mark(one: Outcome, check: str) -> str:
    if one.lost.get(check) == "skipped":
        return "–"
    if check in one.expect:
        return "●" if check in one.lost else "**!**"
    return "○" if check in one.lost else ""


def _unnamed(one: Outcome) -> bool:
    return not one.right and not one.named
