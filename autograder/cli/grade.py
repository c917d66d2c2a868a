"""`autograder grade`: a class is graded and recorded, its table and questions are printed."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.cli.progress import Board
from autograder.cli.table import LONGEST_NAME, LONGEST_NOTE, print_class
from autograder.comments.command import write_standing
from autograder.course.config import Course
from autograder.errors import CourseError, StoreError, SubmissionError
from autograder.gradebook.database import require_gradebook
from autograder.gradebook.marks import Marks, marks_of
from autograder.gradebook.publish import told_at_last
from autograder.gradebook.recording import Recorded, record_class
from autograder.gradebook.timestamp import questions_on
from autograder.grading.batch import grade_class, standing
from autograder.grading.changes import Change, change_of, read_lines
from autograder.grading.grader import Grader, Session
from autograder.grading.lines import keep_lines, line_json, lines_path, write_lines
from autograder.grading.session import GradeOptions, Share, session_of
from autograder.late.settle import Settled, settle_course
from autograder.records.verdict import Verdict
from autograder.runs.run import Run, open_run
from autograder.students.people import People
from autograder.students.untimed import untimed
from autograder.submission.read import Entry, find_submissions
from autograder.text.sanitize import plain


@dataclass(frozen=True)
class Outcome:
    """What a run of grading came to; `obstacle` kept nbgrader from recording any more."""

    verdicts: tuple[Verdict, ...]
    changes: tuple[Change, ...]
    recorded: Recorded = field(default_factory=Recorded)
    obstacle: StoreError | None = None
    penalties: tuple[Settled, ...] = ()
    marks: Mapping[str, Marks] | None = None
    questions: Mapping[str, str] = field(default_factory=dict)
    untimed: tuple[str, ...] = ()
    commented: int = 0
    extra: tuple[str, ...] = ()


def grade(options: GradeOptions) -> int:
    """Grade a class, print its table, write verdicts and nbgrader's gradebook."""
    run = open_run(options.course, options.device, options.sandbox)
    course = run.course
    names = course.assignment(options.assignment).files
    course.secret_bytes()
    submitted = (options.submitted or course.root / "submitted").resolve()
    entries = find_submissions(submitted, options.assignment, options.student, names)
    if not entries:
        raise CourseError(
            f"{submitted}: there is no submission of {options.assignment} by {options.student!r}. "
            f"Submissions are expected at {submitted}/<student>/{options.assignment}/*.ipynb."
        )
    if not options.no_gradebook:
        require_gradebook(run)
    session, share = session_of(run, options)
    with standing(session) as grader, Board(len(entries), shown=not options.quiet) as board:
        outcome = graded(run, grader, entries, board, options, share)
        if not options.no_gradebook:
            outcome = recorded(run, session, submitted, outcome, board)
    tell(course, options, outcome)
    if outcome.obstacle is not None:
        raise outcome.obstacle
    if not options.no_gradebook:
        _tell_at_last(run, options)
    return 0


def _tell_at_last(run: Run, options: GradeOptions) -> None:
    """Release what feedback has withheld until the due date, once that has passed."""
    students = told_at_last(run, options.assignment)
    if students:
        print(
            f"Feedback of {len(students)} now tells what was withheld until the due date.",
            file=sys.stderr if options.quiet or options.json else sys.stdout,
        )


def graded(
    run: Run,
    grader: Grader,
    entries: Sequence[Entry],
    board: Board,
    options: GradeOptions,
    share: Share,
) -> Outcome:
    """Grade all entries and write their lines; returns the verdicts ordered by student."""
    course = run.course
    standing_lines = lines_path(course, options.assignment)
    before = read_lines(standing_lines)
    verdicts, changes = list[Verdict](), list[Change]()
    with closing(grade_class(grader, entries, share.jobs, board, share.events_of)) as ready:
        for verdict in ready:
            board.done(verdict)
            verdicts.append(verdict)
            change = change_of(before.get(verdict.student), verdict)
            changes += [change] if change else []
            if options.json:
                line = {**verdict.line(), "change": change.to_json() if change else None}
                print(line_json(line), flush=True)
    verdicts.sort(key=lambda verdict: verdict.student)
    changes.sort(key=lambda change: change.student)
    if options.verdicts:
        write_lines(options.verdicts, verdicts)
    keep_lines(standing_lines, verdicts, changes, alone=options.student == "*")
    questions = dict(questions_on(entries, run, options.assignment))
    for student, question in grader.releases.questions_on(entries).items():
        questions[student] = f"{questions.get(student, '')} {question}".strip()
    told = tuple(told_untimed(course, options, entries))
    extra = tuple(told_extra(grader, entries))
    return Outcome(tuple(verdicts), tuple(changes), questions=questions, untimed=told, extra=extra)


def told_untimed(course: Course, options: GradeOptions, entries: Sequence[Entry]) -> Iterable[str]:
    """Say of whom it is not known when they handed in, where that counts."""
    place = (options.submitted or course.root / "submitted").resolve()
    arrived = People.beside(place).of(options.assignment)
    unknown = [one.student for one in entries if one.path and not one.is_timed]
    marked = [student for student, one in arrived.items() if one.late]
    return untimed(options.assignment, course.late_rules(options.assignment), unknown, marked)


def told_extra(grader: Grader, entries: Sequence[Entry]) -> Iterable[str]:
    """Say which files are none of an assignment's notebooks; of a single one, none is looked at."""
    names = {f"{name}.ipynb" for name in grader.outline.assignment.files}
    for entry in entries:
        if any(path.name not in names for path in entry.files):
            try:
                extra = grader.read(entry).extra
            except SubmissionError:
                continue  # its verdict says what is wrong
            if extra:
                student, files = plain(entry.student, LONGEST_NAME), ", ".join(extra)
                yield f"{student}: {files}: none of the notebooks, and not graded."


def recorded(
    run: Run, session: Session, submitted: Path, outcome: Outcome, board: Board
) -> Outcome:
    """Let nbgrader record what was graded; returns the outcome with what came of it."""
    count = sum(verdict.status == "graded" for verdict in outcome.verdicts)

    def recording(done: int) -> None:
        board.note(f"nbgrader records {done}/{count}")

    try:
        found = record_class(run, session.assignment, outcome.verdicts, submitted, recording)
        penalties = settle_course(run)
        commented = write_standing(run, session.assignment, submitted)
        marks = marks_of(run, session.assignment)
    except StoreError as obstacle:
        return replace(outcome, obstacle=obstacle)
    return replace(outcome, recorded=found, penalties=penalties, marks=marks, commented=commented)


def tell(course: Course, options: GradeOptions, outcome: Outcome) -> None:
    """Print the table and all that a person should know; for scripts, only that on stderr."""
    sentences = list(_sentences(outcome))
    if options.quiet or options.json:
        for sentence in sentences:
            print(sentence, file=sys.stderr)
        return
    print_class(
        course, options.assignment, outcome.verdicts, outcome.recorded.reasons, outcome.marks
    )
    print(f"verdicts: {options.verdicts or lines_path(course, options.assignment)}")
    if outcome.changes:
        print(f"\nPoints that are not what the run before said: {len(outcome.changes)}")
    for change in outcome.changes:
        print(f"  {plain(str(change), LONGEST_NOTE)}")
    for sentence in sentences:
        print(sentence)


def _sentences(outcome: Outcome) -> Iterable[str]:
    for student, question in sorted(outcome.questions.items()):
        yield f"A question for you on {plain(student, LONGEST_NAME)}: {plain(question, 1000)}"
    for student, score in sorted(outcome.recorded.earlier.items()):
        name = plain(student, LONGEST_NAME)
        yield f"{name}: the present file has no points; nbgrader keeps the earlier {score:g}."
    yield from outcome.untimed
    yield from outcome.extra
    if outcome.penalties:
        yield "Late penalties that were settled again, in points:"
    for penalty in outcome.penalties:
        yield f"  {plain(str(penalty), LONGEST_NOTE)}"
    if outcome.commented:
        yield f"Comments on mistakes that were written or taken away: {outcome.commented}."
    unrecorded = outcome.recorded.reasons
    if unrecorded:
        yield f"nbgrader did not record {len(unrecorded)} of them; the next run tries again."
