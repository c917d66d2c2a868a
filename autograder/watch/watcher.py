"""One assignment being watched: round by round, what is new is graded and answered."""

import logging
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

from autograder.comments.command import write_standing
from autograder.course.config import Course
from autograder.errors import AutograderError, CourseError, SandboxGone, StoreError
from autograder.gradebook.exchange import Arrival, Exchange
from autograder.gradebook.publish import is_stale, publish
from autograder.gradebook.recording import record_class
from autograder.gradebook.redact import due_of, is_early
from autograder.grading.batch import grade_class
from autograder.grading.changes import change_of, read_lines
from autograder.grading.grader import Grader
from autograder.grading.lines import keep_lines, lines_path
from autograder.late.settle import settle_course
from autograder.parallel.pool import Standby
from autograder.records.verdict import Verdict
from autograder.runs.run import Run
from autograder.submission.read import find_submissions
from autograder.text.sanitize import LONGEST_TRACE, plain_ends
from autograder.times.arrival import Moments
from autograder.times.dates import said_date
from autograder.watch.events import Event, Kind, Tell
from autograder.watch.journal import Journal
from autograder.watch.limits import Take, Wait, decide
from autograder.watch.words import points_text, rejected_page, waiting_page

log = logging.getLogger("autograder")

FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)
IDLE = timedelta(minutes=15)  # after which nothing is kept warm
TOGETHER = timedelta(seconds=5)  # of verdicts that are recorded in one go


class Watcher:
    """Grades what arrives of one assignment; `round` is one look at the exchange."""

    def __init__(
        self,
        run: Run,
        grader: Grader,
        jobs: int,
        tell: Tell,
        clock: Callable[[], datetime],
    ) -> None:
        course = run.course
        self.run, self.course, self.assignment = run, course, grader.session.assignment
        self._grader, self._jobs, self._tell, self._clock = grader, jobs, tell, clock
        self._exchange = Exchange(run, self.assignment)
        self._journal = Journal(course.root / "verdicts" / "watch" / f"{self.assignment}.json")
        self._submitted = course.root / "submitted"
        self._settings = _settings(course)
        self._standby = Standby()
        self._worked = clock()
        # Whom a fault of ours has stopped: not before when, and for how long then.
        self._resting: dict[str, tuple[datetime, timedelta]] = {}
        self._refused: set[str] = set()

    def changed(self) -> bool:
        """Say whether the course is not as it was when this began."""
        try:
            self._grader.outline.require_unchanged()
        except CourseError:
            return True
        return _settings(self.course) != self._settings

    def round(self) -> None:
        """Grade and answer what is new; raises AutograderError when nothing can be done at all.

        What one submission brings about is told, and stops no other.
        """
        if self.changed():
            raise CourseError("The course was changed.")
        looked = self._clock()  # what comes while the exchange is read may be seen or not
        arrivals = self._trusted(self._exchange.arrived())
        self._tell_what_is_left()
        folders = {name: [one.folder for one in own] for name, own in arrivals.items()}
        self._journal.look(folders, looked)
        taken = self._taken(arrivals)
        if taken:
            self._grade(taken)
            self._worked = self._clock()
        elif self._clock() - self._worked > IDLE:
            self._standby.end()
        self._renew(set(taken))

    def close(self) -> None:
        """End the processes that are kept warm."""
        self._standby.end()

    def _trusted(self, arrivals: Sequence[Arrival]) -> Mapping[str, list[Arrival]]:
        """Return the arrivals of each student that the student's own account has written."""
        found: dict[str, list[Arrival]] = defaultdict(list)
        for arrival in arrivals:
            if not self.course.exchange.check_owner or arrival.owner == arrival.student:
                found[arrival.student].append(arrival)
            elif arrival.folder not in self._refused:
                self._refused.add(arrival.folder)
                words = (
                    f"{arrival.folder} was written by the account {arrival.owner}, and is left "
                    f"alone. Where all share one account, set check_owner = false under "
                    f"[exchange] in course.toml."
                )
                self._say("refused", arrival.student, words)
        return found

    def _tell_what_is_left(self) -> None:
        """Name each folder that is no submission, once."""
        for folder, (student, why) in sorted(self._exchange.left.items()):
            if folder not in self._refused:
                self._refused.add(folder)
                self._say("refused", student, f"{folder} is not taken: {why}")

    def _taken(self, arrivals: Mapping[str, list[Arrival]]) -> dict[str, str]:
        """Take up what is to be graded now; returns the folder by student, collected already."""
        now, fresh, again = self._clock(), dict[str, Arrival](), dict[str, str]()
        for student, own in arrivals.items():
            past = self._journal.past(student)
            due = due_of(self.course, self.assignment, student)
            earliest = {one.folder: self._moments(one).earliest(now) for one in own}
            limit = self.course.watch.per_day
            decision = decide(own, past.taken, now, due, limit, earliest)
            if isinstance(decision, Take):
                fresh[student] = decision.arrival
            elif past.unfinished and not self._rests(student):
                again[student] = past.unfinished
            elif isinstance(decision, Wait) and past.told != decision.arrival.folder:
                with self._minding(student):
                    self._tell_to_wait(decision)
        self._journal.take({name: arrival.folder for name, arrival in fresh.items()}, now)
        for student, arrival in fresh.items():
            self._say("arrived", student, f"handed in at {self._shown(arrival.stamp)}")
            question = self._moments(arrival).question(now)
            if question:
                self._say("question", student, question)
        taken = {name: arrival.folder for name, arrival in fresh.items()} | again
        return {name: f for name, f in taken.items() if self._collected(arrivals[name], name, f)}

    def _shown(self, when: datetime) -> str:
        return f"{self.course.local(when):%Y-%m-%d %H:%M:%S %Z}"

    def _moments(self, arrival: Arrival) -> Moments:
        seen = self._journal.past(arrival.student).seen
        return arrival.moments(seen.get(arrival.folder))

    def _collected(self, own: Sequence[Arrival], student: str, folder: str) -> bool:
        with self._minding(student):
            for arrival in (one for one in own if one.folder == folder):
                self._exchange.collect(arrival, self._moments(arrival).not_before)
            return True
        return False

    def _tell_to_wait(self, wait: Wait) -> None:
        arrival = wait.arrival
        self._exchange.answer(arrival, waiting_page(self.course, self.assignment, wait.until))
        self._journal.note(arrival.student, told=arrival.folder)
        until = said_date(self.course.local(wait.until), "%H:%M:%S %Z")
        self._say("waiting", arrival.student, f"graded after {until}")

    def _grade(self, taken: Mapping[str, str]) -> None:
        """Grade what was collected, and answer it as it is ready, some at a time."""
        names = self.course.assignment(self.assignment).files
        found = find_submissions(self._submitted, self.assignment, notebooks=names)
        entries = [entry for entry in found if entry.student in taken]
        for student in sorted(taken.keys() - {entry.student for entry in entries}):
            with self._minding(student):
                self._cannot_be_copied(student, taken[student])
        for student, question in self._grader.releases.questions_on(entries).items():
            self._say("question", student, question)
        ready: list[Verdict] = []
        since = self._clock()
        with closing(
            grade_class(self._grader, entries, self._jobs, self, self._standby)
        ) as verdicts:
            for verdict in verdicts:
                ready.append(verdict)
                if self._clock() - since > TOGETHER:
                    self._answer(ready, taken)
                    ready, since = [], self._clock()
        self._answer(ready, taken)

    def _answer(self, verdicts: Sequence[Verdict], taken: Mapping[str, str]) -> None:
        """Record verdicts, release their feedback, and note that this is done."""
        if not verdicts:
            return
        self._keep_lines(verdicts)
        recorded = record_class(self.run, self.assignment, verdicts, self._submitted)
        # Before the pages, which name the penalty and hold the comments.
        settle_course(self.run)
        write_standing(self.run, self.assignment, self._submitted)
        for verdict in verdicts:
            student = verdict.student
            reason = recorded.reasons.get(student, "")
            if verdict.status == "broken" or reason:
                self._rest(student, reason or verdict.reason)
                continue
            with self._minding(student):
                if verdict.status == "rejected":
                    self._reject(verdict, taken[student])
                else:
                    self._publish(student, taken[student])
                    self._say("graded", student, points_text(self.course, verdict))
                self._resting.pop(student, None)

    def _publish(self, student: str, folder: str) -> None:
        early = is_early(self.course, self.assignment, student)
        publish(self.run, self.assignment, student, self._exchange)
        self._journal.note(student, done=folder, early=early)

    def _reject(self, verdict: Verdict, folder: str) -> None:
        """Tell a student why there are no points: nbgrader makes no page for it."""
        self._exchange.release(verdict.student, rejected_page(self.course, verdict))
        self._journal.note(verdict.student, done=folder, early=False)
        self._say("rejected", verdict.student, verdict.reason)

    def _cannot_be_copied(self, student: str, folder: str) -> None:
        self._journal.note(student, done=folder)
        self._say(
            "refused", student, f"{folder} cannot be copied: it is too large, or cannot be read"
        )

    def _renew(self, taken: set[str]) -> None:
        """Release pages again when what was withheld is due, or a person has graded again."""
        for student in self._journal.students():
            past = self._journal.past(student)
            if student in taken or past.unfinished or self._rests(student):
                continue
            open_now = past.early and not is_early(self.course, self.assignment, student)
            if open_now or is_stale(self.course, self.assignment, student):
                with self._minding(student):
                    self._publish(student, past.done)
                    self._resting.pop(student, None)
                    why = "what was withheld until the due date" if open_now else "recorded again"
                    self._say("told", student, why)

    def _keep_lines(self, verdicts: Sequence[Verdict]) -> None:
        place = lines_path(self.course, self.assignment)
        before = read_lines(place)
        changes = [change_of(before.get(verdict.student), verdict) for verdict in verdicts]
        keep_lines(place, verdicts, [change for change in changes if change], alone=False)

    @contextmanager
    def _minding(self, student: str) -> Iterator[None]:
        """Let what goes wrong with one student's files stop nobody else."""
        try:
            yield
        except SandboxGone:
            raise
        except AutograderError as error:
            self._rest(student, str(error))
        except Exception as error:  # a bug of ours: the boundary between it and the other students
            trace = "".join(traceback.format_exception(error))
            log.error("the watch broke over %s:\n%s", student, plain_ends(trace, LONGEST_TRACE))
            self._rest(student, f"our own fault ({type(error).__name__})")

    def _rest(self, student: str, why: str) -> None:
        """Try a student's submission again later, and each time later still."""
        _, before = self._resting.get(student, (None, FIRST_REST / 2))
        pause = min(2 * before, LONGEST_REST)
        self._resting[student] = (self._clock() + pause, pause)
        self._say("fault", student, f"{why} Tried again in {pause.total_seconds():g} s.")

    def _rests(self, student: str) -> bool:
        return student in self._resting and self._clock() < self._resting[student][0]

    def _say(self, kind: Kind, student: str, words: str) -> None:
        self._tell(Event(kind, self.assignment, words, student))

    # What grading tells of itself, see classroom.Watch.

    def pending(self, count: int) -> None:
        """`count` are queued; the rest are cached."""

    def began(self, student: str) -> None:
        """A student's submission is being graded from now on."""

    def lost(self, student: str, again: bool) -> None:
        """The process that graded it has died; the submission is tried again, or is broken."""
        if again:
            self._say("fault", student, "the process that graded it has died; it is tried again")


def _settings(course: Course) -> tuple[bytes, ...]:
    """Return what course.toml and nbgrader_config.py hold; raises StoreError."""
    places = [course.root / name for name in ("course.toml", "nbgrader_config.py")]
    try:
        return tuple(place.read_bytes() if place.is_file() else b"" for place in places)
    except OSError as error:
        raise StoreError(f"{error.filename} cannot be read: {error.strerror}.") from error
