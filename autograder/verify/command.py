"""What `autograder verify` does and prints: cases, the kill matrix, and an exit code."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder.course.config import Course
from autograder.course.loader import checks_for
from autograder.course.whose import each_variant
from autograder.errors import CourseError
from autograder.grading.batch import job_count
from autograder.handout.build import drafts
from autograder.runs.run import Run, open_run
from autograder.storage.atomic import write_atomically
from autograder.verify.case import Case, Outcome, VerifyRun
from autograder.verify.engine import engine_sha256
from autograder.verify.fairness import fairness
from autograder.verify.matrix import (
    Matrix,
    complaints,
    costly,
    idle,
    summary,
    to_json,
    to_markdown,
)
from autograder.verify.run import cases, remembered, verify


@dataclass(frozen=True)
class VerifyOptions:
    """What `autograder verify` is asked; None and 0 leave it to course.toml."""

    course: Path
    assignment: str | None = None
    submissions: Path | None = None
    only: str = "*"
    right: bool = False
    secrets: int = 1
    jobs: int = 0
    sandbox: str | None = None
    write: Path | None = None
    afresh: bool = False
    variant: str = ""

    @property
    def whole(self) -> bool:
        """Say whether every known submission is tried, once."""
        return self.only == "*" and not self.right and self.secrets == 1


def verify_known(options: VerifyOptions) -> int:
    """Grade the known submissions, print and write the kill matrix; 1 unless all is as it must."""
    engine = engine_sha256()  # before any process that grades has imported it
    run = open_run(options.course, sandbox=options.sandbox)
    chosen = _chosen(run.course, options)
    sound = True
    for assignment in chosen:
        found: dict[str, Matrix] = {}
        for letter, course in each_variant(run.course, assignment):
            if options.variant not in ("", letter):
                continue
            held = _held(replace(run, course=course), assignment, options, engine)
            found[letter] = held
            sound = sound and held.sound
        for line in fairness(found):
            print(line)
    return 0 if sound else 1


def _chosen(course: Course, options: VerifyOptions) -> list[str]:
    """Return the assignments that are asked for; raises CourseError where none has the variant."""
    names = [options.assignment] if options.assignment else list(course.assignments)
    there = {name: [one.name for one in course.assignment(name).variants] for name in names}
    found = [name for name in names if options.variant in ("", *there[name])]
    if not found:
        told = "; ".join(f"{name}: {', '.join(there[name]) or 'none'}" for name in names)
        raise CourseError(f"There is no variant {options.variant!r}. Variants of {told}.")
    return found


def _held(run: Run, assignment: str, options: VerifyOptions, engine: str) -> Matrix:
    """Grade the known submissions of one variant, print and write what came of it."""
    course, told = run.course, run.course.assignment(assignment)
    folder = options.submissions or course.root / "tests" / "submissions"
    wanted = cases(
        course,
        assignment,
        folder.resolve(),
        only=options.only,
        right_only=options.right,
        secrets=options.secrets,
    )
    verify_run = VerifyRun(
        course.root,
        assignment,
        run.sandbox,
        engine,
        nbformat.writes(what_students_get(course, assignment)),
        trains_once=options.secrets > 1,
        variant=told.variant,
    )
    kept = {} if options.afresh else remembered(verify_run, wanted)
    outcomes = _tried(verify_run, wanted, kept, job_count(options.jobs, course))
    checks = {one: checks_for(course.checks(assignment), one) for one in told.exercises}
    name = f"{assignment}-{told.variant}" if told.variant else assignment
    matrix = Matrix(name, checks, outcomes)
    _print(matrix, options, len(kept))
    if options.write or options.whole:  # a part must not take the place of the whole
        _write(matrix, options.write or course.root / "verified")
    return matrix


def what_students_get(course: Course, assignment: str) -> NotebookNode:
    """Return the notebook that would be released now, with no exercise dropped; writes nothing.

    Raises TemplateError when the handout or a solution is wrong or a solution would leak.
    """
    return drafts(course.whole(), assignment)[1]


def _tried(
    verify_run: VerifyRun, wanted: Sequence[Case], kept: Mapping[Case, Outcome], jobs: int
) -> tuple[Outcome, ...]:
    """Hold the cases that are not `kept` under a progress bar; all outcomes in their order."""
    found = {(t.known.exercise, t.known.name, t.secret): one for t, one in kept.items()}
    asked = [case for case in wanted if case not in kept]
    columns = BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(
        TextColumn("verifying"),
        *columns,
        TextColumn("{task.description}"),
        console=Console(stderr=True),
    ) as progress:
        bar = progress.add_task("", total=len(wanted), completed=len(kept))
        for one in verify(verify_run, asked, jobs):
            found[one.exercise, one.name, one.secret] = one
            odd = sum(not outcome.sound for outcome in found.values())
            note = f"{odd} not as they must be" if odd else ""
            progress.update(bar, advance=1, description=note)
    return tuple(found[t.known.exercise, t.known.name, t.secret] for t in wanted)


def _print(matrix: Matrix, options: VerifyOptions, kept: int) -> None:
    console = Console(file=sys.stdout)
    console.print(summary(matrix))
    asked = f"{len(matrix.outcomes) - kept} asked, {kept} remembered"
    console.print(f"{asked}{', with their times: --afresh asks all' if kept else ''}.")
    if options.secrets > 1:
        console.print(
            f"{options.secrets} course secrets each; stated bound on a false alarm: "
            f"{matrix.false_alarm():.1g} per submission."
        )
    if options.whole:
        for check in idle(matrix):
            line = f"No wrong submission fails {check}: nothing shows that it works."
            console.print(line, soft_wrap=True)
    for line in [*costly(matrix), *complaints(matrix)]:
        # However wide the terminal is: what is cut into lines cannot be searched for.
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    words = "All is as it must be." if matrix.sound else "Not all is as it must be: see above."
    console.print(words)


def _write(matrix: Matrix, folder: Path) -> None:
    for suffix, text in (("md", to_markdown(matrix)), ("json", to_json(matrix))):
        path = folder / f"kill-matrix-{matrix.assignment}.{suffix}"
        write_atomically(path, text.encode(), public=True)
        print(f"kill matrix: {path}")
