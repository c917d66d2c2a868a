"""What the commands do and print: a progress bar on stderr, a table or JSON lines on stdout."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder import release
from autograder.changes import Change, change_of, read_lines
from autograder.classroom import EventsOf, grade_class, job_count, standing
from autograder.cluster.choice import Cluster, cluster_of
from autograder.course import Course, load_course
from autograder.errors import CourseError, StoreError
from autograder.gradebook.database import require_gradebook
from autograder.gradebook.publishing import told_at_last
from autograder.gradebook.recording import Recorded, record_class
from autograder.gradebook.timestamp import questions_on
from autograder.grader import Grader, Session
from autograder.overview import LONGEST_NAME, LONGEST_NOTE, print_class
from autograder.people import People
from autograder.plain import plain
from autograder.policy.settle import Settled, settle_course
from autograder.pool import events_of
from autograder.progress import Board
from autograder.sandbox import settled_device
from autograder.scaffold import new_exercise
from autograder.submission import Entry, find_submissions
from autograder.untimed import untimed
from autograder.verdict import Verdict
from autograder.verdicts import keeping, one_at_a_time, write_atomically
from autograder.wheel import write_wheel


@dataclass(frozen=True)
class GradeOptions:
    """What `autograder grade` is asked; None and 0 leave it to course.toml.

    `cluster` is None for the processes of this machine, "" for the cluster of course.toml.
    """

    course: Path
    assignment: str
    submitted: Path | None = None
    student: str = "*"
    jobs: int = 0
    device: str | None = None
    sandbox: str | None = None
    verdicts: Path | None = None
    no_gradebook: bool = False
    regrade: bool = False
    quiet: bool = False
    json: bool = False
    cluster: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What a run of grading came to; `obstacle` kept nbgrader from recording any more."""

    verdicts: tuple[Verdict, ...]
    changes: tuple[Change, ...]
    recorded: Recorded = field(default_factory=Recorded)
    obstacle: StoreError | None = None
    penalties: tuple[Settled, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)
    untimed: tuple[str, ...] = ()


def build(root: Path, assignment: str | None, *, check: bool) -> int:
    """Build the release of one or all assignments, or check that it is up to date."""
    course = load_course(root)
    names = [course.assignment(assignment).name] if assignment else list(course.assignments)
    stale: list[str] = []
    for name in names:
        if check:
            stale += release.build_check(course, name)
        else:
            report = release.build(course, name)
            wheel = write_wheel(course.root / "release" / name)
            print(f"release/{name}: {report}; {wheel.name} for students' self-checks")
    if stale:
        listed = "\n".join(f"  {path}" for path in stale)
        print(f"The release is not what would be built now:\n{listed}\nRun: autograder build")
    elif check:
        print("The release is what would be built now.")
    return 1 if stale else 0


def new(root: Path, key: str) -> int:
    """Begin an exercise, and say what to do next."""
    scaffold = new_exercise(root, key)
    assignment, _, exercise = key.partition("/")
    for path in scaffold.added:
        print(f"  new      {path}")
    for path in scaffold.changed:
        print(f"  changed  {path}")
    print(
        f"Make it yours, then:\n"
        f"  autograder verify {assignment} --only '{exercise}/*'\n"
        f"  autograder build {assignment}"
    )
    return 0


def grade(options: GradeOptions) -> int:
    """Grade a class, print its table, write verdicts and nbgrader's gradebook."""
    course = load_course(options.course)
    course.assignment(options.assignment)
    course.secret_bytes()
    submitted = (options.submitted or course.root / "submitted").resolve()
    entries = find_submissions(submitted, options.assignment, options.student)
    if not entries:
        raise CourseError(
            f"{submitted}: there is no submission of {options.assignment} by {options.student!r}. "
            f"Submissions are expected at {submitted}/<student>/{options.assignment}/*.ipynb."
        )
    if not options.no_gradebook:
        require_gradebook(course)
    session, share = session_of(course, options)
    with standing(session) as grader, Board(len(entries), shown=not options.quiet) as board:
        outcome = graded(course, grader, entries, board, options, share)
        if not options.no_gradebook:
            outcome = recorded(course, session, submitted, outcome, board)
    tell(course, options, outcome)
    if outcome.obstacle is not None:
        raise outcome.obstacle
    if not options.no_gradebook:
        _tell_at_last(course, options)
    return 0


def _tell_at_last(course: Course, options: GradeOptions) -> None:
    """Release what feedback has withheld until the due date, once that has passed."""
    students = told_at_last(course, options.assignment)
    if students:
        print(
            f"Feedback of {len(students)} now tells what was withheld until the due date.",
            file=sys.stderr if options.quiet or options.json else sys.stdout,
        )


@dataclass(frozen=True)
class Share:
    """How many submissions are graded at once, and by whom."""

    jobs: int
    events_of: EventsOf


def session_of(course: Course, options: GradeOptions) -> tuple[Session, Share]:
    """Give what is graded in which sandbox, on which device and by whom; raises AutograderError."""
    sandbox = options.sandbox or course.grading.sandbox
    device = options.device or course.grading.device
    if options.cluster is None:
        device = settled_device(device, sandbox)
        share = Share(job_count(options.jobs, course, device), events_of)
        elsewhere = False
    else:
        cluster = cluster_of(course, options.cluster, device, sandbox)
        device, elsewhere = cluster.device, cluster.kind != "local"
        share = Share(_workers(course, cluster, options.jobs), cluster.events_of)
    regrade = options.regrade
    session = Session(course.root, options.assignment, sandbox, device, regrade, "", elsewhere)
    return session, share


def _workers(course: Course, cluster: Cluster, asked: int) -> int:
    count = cluster.workers(asked)
    return job_count(count, course, cluster.device) if cluster.kind == "local" else count


def graded(
    course: Course,
    grader: Grader,
    entries: Sequence[Entry],
    board: Board,
    options: GradeOptions,
    share: Share,
) -> Outcome:
    """Grade all entries and write their lines; gives the verdicts ordered by student."""
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
                print(_dumped(line), flush=True)
    verdicts.sort(key=lambda verdict: verdict.student)
    changes.sort(key=lambda change: change.student)
    if options.verdicts:
        write_lines(options.verdicts, verdicts)
    keep_lines(standing_lines, verdicts, changes, alone=options.student == "*")
    questions = questions_on(entries, course, options.assignment)
    told = tuple(told_untimed(course, options, entries))
    return Outcome(tuple(verdicts), tuple(changes), questions=questions, untimed=told)


def told_untimed(course: Course, options: GradeOptions, entries: Sequence[Entry]) -> Iterable[str]:
    """Say of whom it is not known when they handed in, where that counts."""
    place = (options.submitted or course.root / "submitted").resolve()
    arrived = People.beside(place).of(options.assignment)
    unknown = [one.student for one in entries if one.path and not one.is_timed]
    marked = [student for student, one in arrived.items() if one.late]
    return untimed(options.assignment, course.late_rules(options.assignment), unknown, marked)


def keep_lines(
    place: Path, verdicts: Sequence[Verdict], changes: Sequence[Change], *, alone: bool
) -> None:
    """Write what the next run compares with: who was not graded now keeps the line there is."""
    changed = {change.student: change.to_json() for change in changes}
    lines = {v.student: {**v.line(), "change": changed.get(v.student)} for v in verdicts}
    # Read again: another TA may have graded other students meanwhile.
    with keeping(place), one_at_a_time(place):
        now = {**({} if alone else read_lines(place)), **lines}
        _write(place, (now[student] for student in sorted(now)))


def lines_path(course: Course, assignment: str) -> Path:
    """Give the place of the lines that the next run compares with."""
    return course.root / "verdicts" / f"{assignment}.jsonl"


def write_lines(path: Path, verdicts: Iterable[Verdict]) -> None:
    """Write one verdict per line, JSON, in the order given; raises StoreError."""
    _write(path, (verdict.line() for verdict in verdicts))


def _write(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    with keeping(path):
        write_atomically(path, "".join(f"{_dumped(line)}\n" for line in lines).encode())


def _dumped(line: Mapping[str, Any]) -> str:
    # A folder's name need not be UTF-8: its odd bytes are written as JSON's own escapes.
    text = json.dumps(line, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode()


def recorded(
    course: Course, session: Session, submitted: Path, outcome: Outcome, board: Board
) -> Outcome:
    """Let nbgrader record what was graded; gives the outcome with what came of it."""
    count = sum(verdict.status == "graded" for verdict in outcome.verdicts)

    def recording(done: int) -> None:
        board.note(f"nbgrader records {done}/{count}")

    try:
        found = record_class(course, session.assignment, outcome.verdicts, submitted, recording)
        penalties = settle_course(course)
    except StoreError as obstacle:
        return replace(outcome, obstacle=obstacle)
    return replace(outcome, recorded=found, penalties=penalties)


def tell(course: Course, options: GradeOptions, outcome: Outcome) -> None:
    """Print the table and all that a person should know; for scripts, only that on stderr."""
    sentences = list(_sentences(outcome))
    if options.quiet or options.json:
        for sentence in sentences:
            print(sentence, file=sys.stderr)
        return
    print_class(course, options.assignment, outcome.verdicts, outcome.recorded.reasons)
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
    if outcome.penalties:
        yield "Late penalties that were settled anew, in points:"
    for penalty in outcome.penalties:
        yield f"  {plain(str(penalty), LONGEST_NOTE)}"
    unrecorded = outcome.recorded.reasons
    if unrecorded:
        yield f"nbgrader did not record {len(unrecorded)} of them; the next run tries again."
