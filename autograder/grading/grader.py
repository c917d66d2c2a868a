"""Who knows the verdicts of one assignment, and has graded what has none yet."""

import socket
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from nbformat import NotebookNode

from autograder.course.opened import course_at
from autograder.course.private import holdings
from autograder.course.whose import letter_of
from autograder.errors import CourseError, SandboxGone, SubmissionError, UnreadError
from autograder.grading.outline import Outline, load_outline
from autograder.grading.releases import Releases
from autograder.grading.store import Verdicts
from autograder.grading.ungraded import ungraded
from autograder.records.verdict import Graded, Status, Verdict
from autograder.sandbox.bubblewrap import WarmWorker
from autograder.sandbox.walls import settled_device
from autograder.submission.read import Entry, Submission, submission_of

if TYPE_CHECKING:
    from autograder.grading.examiner import Examiner

# Network file systems may show a file that another machine has written only after this time.
UNSEEN_SECONDS = 90


@dataclass(frozen=True)
class Session:
    """What one run of grading is asked to do.

    `course_sha256` is what the course must be, '' for whatever it is: all processes of a run
    grade by the same files. `elsewhere`, when workers on other machines grade, which alone
    know their sandbox and device.
    """

    root: Path
    assignment: str
    sandbox: str
    device: str
    regrade: bool = False
    course_sha256: str = ""
    elsewhere: bool = False


class Grader:
    """One outline and, once something has to be graded, who asks its checks.

    `warm`, a line to a warm process that others ask, too.
    """

    def __init__(self, session: Session, warm: socket.socket | None = None) -> None:
        self._warm = warm
        self.session = session
        self._course = course_at(session.root)
        self._device = session.device
        if not session.elsewhere:
            self._device = settled_device(session.device, session.sandbox)
        self._open = ExitStack()
        self._outlines: dict[str, Outline] = {}
        self.verdicts = Verdicts(session.root / "verdicts")

    @cached_property
    def outline(self) -> Outline:
        """Return what verdicts are found by; raises CourseError when that has changed.

        Where students have variants, of the first of them: see `outline_of`.
        """
        outline = load_outline(self._course, self.session.assignment)
        if self.session.course_sha256 not in ("", outline.run_sha256):
            raise CourseError(
                f"Files of {self.session.assignment} were changed while it was being graded. What "
                f"was graded before is kept. Run the same command again."
            )
        return outline

    def outline_of(self, student: str) -> Outline:
        """Return what a student's verdict is found by; raises CourseError when that has changed."""
        letter = letter_of(self._course, self.session.assignment, student)
        return self._outline(letter) if letter else self.outline

    def _outline(self, letter: str) -> Outline:
        if letter not in self._outlines:
            self.outline.require_unchanged()  # so all variants are of the same files
            course = self._course.as_variant(self.session.assignment, letter)
            self._outlines[letter] = load_outline(course, self.session.assignment)
        return self._outlines[letter]

    @cached_property
    def releases(self) -> Releases:
        """Return what students got, of each variant."""
        name = self.session.assignment
        letters = [one.name for one in self._course.assignment(name).variants]
        notebooks = {letter: self._outline(letter).released for letter in letters}
        return Releases(self._course, name, notebooks or {"": self.outline.released})

    @cached_property
    def _examiner(self) -> "Examiner":
        # The one way from what is known to what has to be asked: all that needs torch lies beyond.
        from autograder.grading.examiner import Examiner, Place

        session = self.session
        place = Place(session.sandbox, self._device, session.elsewhere, self._warm)
        made = Examiner(self.outline, place)
        return self._open.enter_context(made)

    @property
    def beside(self) -> WarmWorker | None:
        """Return what all processes of this machine that grade the same may share.

        Nothing behind Docker, where a container limits the memory of one submission at a time.
        """
        if self.session.sandbox != "bubblewrap":
            return None
        return WarmWorker(self.outline.data, tuple(holdings(self._course)))

    def prepare(self) -> None:
        """Load checks and references now; raises CourseError when one cannot be loaded."""
        _ = self._examiner

    def read(self, entry: Entry) -> Submission:
        """Read and rebuild a submitted notebook; raises SubmissionError saying what is wrong."""
        return self.releases.read(entry)

    def remembered(self, submission: Submission) -> Verdict | None:
        """Return the verdict of an unchanged submission under an unchanged course, if kept."""
        outline = self.outline_of(submission.student)
        address = (submission.student, submission.sha256, outline.sha256, self._device)
        return self.verdicts.find(*address)

    def known(self, entry: Entry) -> Verdict | None:
        """Return the verdict of an entry that need not be graded, None of one that has to be."""
        found = self.looked_at(entry)
        return found if isinstance(found, Verdict) else None

    def looked_at(self, entry: Entry) -> Verdict | Submission:
        """Return the verdict of an entry that need not be graded, else what has to be graded."""
        try:
            submission = self.read(entry)
        except SubmissionError as error:
            return self.rejected(entry, error)
        return (None if self.session.regrade else self.remembered(submission)) or submission

    def rejected(self, entry: Entry, error: SubmissionError) -> Verdict:
        """Return the verdict of an entry that cannot be graded: `broken` where that is our
        fault.
        """
        status: Status = "broken" if isinstance(error, UnreadError) else "rejected"
        outline = self.outline_of(entry.student)
        return ungraded(outline, entry.student, entry.sha256, status, error.sentence)

    def grade(self, submission: Submission) -> Verdict:
        """Grade a submission and keep the verdict; raises StoreError when it cannot be kept."""
        outline = self.outline_of(submission.student)
        if self.session.regrade:
            verdict = self._examiner.grade(outline, submission, _Afresh(self.verdicts))
        else:
            verdict = self._examiner.grade(outline, submission, self.verdicts, self.verdicts)
        if verdict.status == "graded":  # a broken one is tried again by the next run
            outline.require_unchanged()
            self.verdicts.put(verdict)
        return verdict

    def ahead(self, entry: Entry, exercise: str) -> None:
        """Grade one exercise of a submission that another process has in hand; raises
        SandboxError.

        Nothing for one that has a verdict by now.
        """
        found = self.looked_at(entry)
        if isinstance(found, Submission):
            outline = self.outline_of(entry.student)
            self._examiner.ahead(outline, found, exercise, self.verdicts)

    def grade_notebook(self, student: str, notebook: NotebookNode | Submission) -> Verdict:
        """Return the verdict of a notebook that nbgrader holds, graded now unless it was before.

        Where the assignment has several, of a submission with all of them.
        """
        rebuilt = notebook
        if not isinstance(rebuilt, Submission):
            released = self.outline_of(student).released
            rebuilt = submission_of(rebuilt, released, student, self.session.assignment)
        verdict = self.remembered(rebuilt)
        if self.session.elsewhere and verdict is None:
            return self._awaited(rebuilt)
        return verdict or self.grade(rebuilt)

    def _awaited(self, submission: Submission) -> Verdict:
        """Wait for a verdict that another machine has kept: what it graded is not graded here."""
        for _ in range(UNSEEN_SECONDS):
            time.sleep(1)
            verdict = self.remembered(submission)
            if verdict is not None:
                return verdict
        raise SandboxGone(
            f"The verdict on {submission.student} that a worker has kept is not to be seen in "
            f"{self.verdicts.folder}. Check that it is the same folder for all workers, then run "
            f"the same command again."
        )

    def close(self) -> None:
        """End the sandbox, if one was opened."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True)
class _Afresh:
    """Keeps what is graded, and gives nothing of what was kept before."""

    verdicts: Verdicts

    def find_exercise(self, _address: str) -> Graded | None:
        return None

    def put_exercise(self, address: str, graded: Graded) -> None:
        self.verdicts.put_exercise(address, graded)
