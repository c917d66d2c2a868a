"""nbgrader records a class whose verdicts are ready, student by student, and writes feedback."""

import glob
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import Autograde

from autograder.course.config import Course
from autograder.errors import StoreError, SubmissionError
from autograder.gradebook.record import NotRecorded
from autograder.gradebook.status import (
    Receipts,
    Score,
    agrees,
    gradebook_of,
    key_of,
    score_of,
    scores_of,
)
from autograder.gradebook.students import introduce
from autograder.gradebook.timestamp import LONGEST_BESIDE, STAMP, Clocks, clocks_in, counted
from autograder.grading.releases import Releases, releases_of
from autograder.handout.build import tell_gradebook
from autograder.handout.nbgrader_steps import StepFailed, obstacle_of, quiet_nbgrader, run_step
from autograder.records.notebooks import parts_of
from autograder.records.verdict import Verdict
from autograder.runs.run import Run
from autograder.storage.atomic import keeping
from autograder.storage.database import is_conflict, with_timeouts
from autograder.storage.lock import GradebookLock, turns_at
from autograder.storage.scratch import own_folder
from autograder.submission.read import Entry, find_submissions

PAUSES = (0.2, 0.8, 2.0)  # seconds before what another has got in the way of is tried again

# What nbgrader's exchange puts beside a notebook: feedback is released by the second of them.
EXCHANGED = (STAMP, "submission_secret.txt")


@dataclass(frozen=True)
class Recorded:
    """What recording a class came to: why not for some, and what those keep who have no points.

    `earlier` gives the score that nbgrader keeps of a student whose present file has none.
    """

    reasons: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[str, float] = field(default_factory=dict)
    unchanged: int = 0


def record(
    run: Run, assignment: str, students: Iterable[str], submitted: Path | None = None
) -> dict[str, str]:
    """Let nbgrader's own autograde record these students; returns the reason where it did not.

    `submitted` holds `<student>/<assignment>/*.ipynb`, by default the course's own. nbgrader gets
    the rebuilt notebooks under the names that it expects, so that no file can trouble it.
    """
    reasons: dict[str, str] = {}
    with _recorder(run, assignment, submitted) as recorder:
        for student in students:
            try:
                recorder.stage(student)
                with recorder.turns.taken():
                    recorder.record(student)
            except (SubmissionError, NotRecorded) as error:
                reasons[student] = str(error)
    return reasons


def record_class(
    run: Run,
    assignment: str,
    verdicts: Sequence[Verdict],
    submitted: Path,
    tell: Callable[[int], None] = lambda _: None,
) -> Recorded:
    """Let nbgrader record the verdicts of a class, but those which it has recorded already.

    `tell` hears how many are done. Raises StoreError when nobody more can be recorded: what was
    recorded until then is whole, and the next run goes on.
    """
    reasons: dict[str, str] = {}
    course, unchanged = run.course, 0
    with _recorder(run, assignment, submitted) as recorder:
        with gradebook_of(recorder.url, course) as gradebook:
            before = scores_of(gradebook, assignment)
        receipts = Receipts(course, assignment)
        for done, verdict in enumerate(v for v in verdicts if v.status == "graded"):
            tell(done)
            student = verdict.student
            try:
                key = recorder.key(verdict)
                if agrees(before.get(student), verdict) and receipts.holds(student, key):
                    unchanged += 1
                    continue
                with recorder.turns.taken():
                    # Another grader may have recorded the very same meanwhile.
                    if receipts.holds(student, key) and agrees(recorder.score(student), verdict):
                        unchanged += 1
                        continue
                    recorder.record(student)
                    receipts.write(student, key)
            except (SubmissionError, NotRecorded) as error:
                reasons[student] = str(error)
        introduce(course, recorder.url, submitted, recorder.turns)
    pointless = {v.student for v in verdicts if v.status != "graded"} | reasons.keys()
    earlier = {student: before[student].whole for student in pointless & before.keys()}
    return Recorded(reasons, earlier, unchanged)


@contextmanager
def _recorder(run: Run, assignment: str, submitted: Path | None) -> Iterator["_Recorder"]:
    course = run.course
    files = course.assignment(assignment).files
    place = (submitted or course.root / "submitted").resolve()
    found = find_submissions(place, assignment, notebooks=files)
    entries = {entry.student: entry for entry in found}
    settings, url = run.settings, run.db_url
    with own_folder() as folder, quiet_nbgrader(), turns_at(url) as turns:
        with turns.taken():
            known = _has_entries(course, assignment, url)
        if not known:
            tell_gradebook(course, assignment)
        settings.CourseDirectory.submitted_directory = str(folder)
        settings.CourseDirectory.db_url = with_timeouts(url)
        settings.RecordVerdict.submitted = str(place)
        api = NbGraderAPI(config=settings)
        released = releases_of(course, assignment)
        clocks = clocks_in(course, settings)
        yield _Recorder(course, assignment, entries, released, folder, api, url, turns, clocks)


@dataclass(frozen=True)
class _Recorder:
    """nbgrader's converter with a folder of submissions that holds one student at a time."""

    course: Course
    assignment: str
    entries: Mapping[str, Entry]
    released: Releases
    folder: Path
    api: NbGraderAPI
    url: str
    turns: GradebookLock
    clocks: Clocks

    def stage(self, student: str) -> tuple[str, dict[str, bytes]]:
        """Write a student's rebuilt notebooks, and the time they were handed in, for nbgrader.

        Gives the hash of the submission, and what was written. Raises SubmissionError.
        """
        entry = self.entries.get(student, Entry(student, None))
        submission = self.released.read(entry)
        parts = parts_of(submission.notebook, self.course.assignment(self.assignment).files)
        staged = {f"{name}.ipynb": nbformat.writes(one).encode() for name, one in parts.items()}
        for beside in [entry.path.with_name(name) for name in EXCHANGED] if entry.path else []:
            if beside.is_file():
                with beside.open("rb") as file:  # a student may have written it
                    staged[beside.name] = file.read(LONGEST_BESIDE)
        if STAMP in staged:
            staged[STAMP] = counted(staged[STAMP], self.clocks, self.assignment, student)
        place = self.folder / student / self.assignment
        with keeping(place):
            shutil.rmtree(self.folder / student, ignore_errors=True)
            place.mkdir(parents=True)
            for name, content in staged.items():
                (place / name).write_bytes(content)
        return submission.sha256, staged

    def key(self, verdict: Verdict) -> str:
        """Stage a student and give the hash of all that is about to be recorded.

        Raises NotRecorded when another notebook was handed in since it was graded.
        """
        sha256, staged = self.stage(verdict.student)
        if sha256 != verdict.submission_sha256:
            raise NotRecorded(
                "Not recorded: another notebook was handed in meanwhile. The next run grades it."
            )
        own = self.course.root / "nbgrader_config.py"
        settings = own.read_bytes() if own.is_file() else b""
        due = self.course.assignment(self.assignment).due.isoformat()
        if self.course.watch.hidden == "after_due":  # the notebook then keeps more
            due += " hidden after it"
        return key_of(verdict, staged, due, settings)

    def score(self, student: str) -> Score | None:
        """Return what the gradebook holds of a student at this moment; raises StoreError."""
        with gradebook_of(self.url, self.course) as gradebook:
            return score_of(gradebook, self.assignment, student)

    def record(self, student: str) -> None:
        """Have nbgrader record a staged student; raises NotRecorded, and StoreError for all.

        Whoever writes without taking turns, as formgrader does, may get in the way: then again.
        """
        try:
            for pause in PAUSES:
                try:
                    return self._autograde(student)
                except StepFailed as failure:
                    if not is_conflict(failure.fault):
                        raise
                time.sleep(pause)
            self._autograde(student)
        except StepFailed as failure:
            obstacle = obstacle_of(failure.fault, self.url)
            if obstacle:
                raise StoreError(f"nbgrader cannot record {student}: {obstacle}") from failure
            raise NotRecorded(failure.reason) from failure
        finally:
            shutil.rmtree(self.folder / student, ignore_errors=True)

    def _autograde(self, student: str) -> None:
        step = Autograde(coursedir=self.api.coursedir, parent=self.api)
        step.force = step.create_student = True
        run_step(step, assignment_id=self.assignment, student_id=glob.escape(student))


def _has_entries(course: Course, assignment: str, url: str) -> bool:
    """Say whether the gradebook, which is made if it is not there, knows the notebooks."""
    with gradebook_of(url, course) as gradebook:
        try:
            for name in course.assignment(assignment).files:
                gradebook.find_notebook(name, assignment)
        except MissingEntry:
            return False
    return True
