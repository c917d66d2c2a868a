"""nbgrader's exchange as who grades sees it: what has arrived there, and what goes back."""

import os
import pwd
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from glob import escape
from itertools import islice
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.utils import notebook_hash

from autograder.errors import StoreError
from autograder.gradebook import redact
from autograder.gradebook.inbound import UNREADABLE, found_in, student_in
from autograder.gradebook.timestamp import STAMP, Clocks, clocks_in
from autograder.handout.nbgrader_steps import StepFailed, quiet_nbgrader, run_step
from autograder.runs.run import Run
from autograder.storage.scratch import own_folder
from autograder.times.arrival import Moments, written

SECRET = "submission_secret.txt"
_LONGEST = 1 << 12  # bytes of either
MOST_FILES = 1_000  # of a submission that are looked at
PATIENCE = timedelta(minutes=1)  # with an upload that is not whole
_NOT_WHOLE = (
    "it holds no submission_secret.txt, which nbgrader writes last: it has not arrived whole, or "
    "was put there otherwise. `nbgrader collect` takes it all the same, for `autograder grade`."
)


@dataclass(frozen=True)
class Arrival:
    """A submission in the exchange: the name of its folder, whose it says it is, and from when.

    `owner` is the account that wrote it, `written` when its files were last changed, and `doubt`
    why the time in its name cannot be right, '' if it can.
    """

    student: str
    folder: str
    stamp: datetime
    owner: str
    written: datetime | None = None
    doubt: str = ""

    def moments(self, not_before: datetime | None) -> Moments:
        """Return all that is known of when it arrived."""
        return Moments(self.stamp, self.written, not_before, self.doubt)


class Exchange:
    """The exchange of one assignment; every method raises StoreError when it is not to be had."""

    def __init__(self, run: Run, assignment: str) -> None:
        self._run, self._course = run, run.course
        self._assignment = assignment
        with quiet_nbgrader():
            self._root = Path(NbGraderAPI(config=run.settings).exchange_root)
        self._clocks: Clocks = clocks_in(run.course, run.settings)
        self._known: dict[str, Arrival] = {}
        self.left: dict[str, tuple[str, str]] = {}

    @property
    def _place(self) -> Path:
        return self._root / self._course.course.id

    def is_there(self) -> bool:
        """Say whether the course has ever been released there."""
        return (self._place / "inbound").is_dir()

    def arrived(self) -> list[Arrival]:
        """Return all submissions that have arrived whole, in the order of their times.

        `left` then says of every other folder of this assignment whose it is, and why not.
        """
        inbound = self._place / "inbound"
        try:
            names = [path.name for path in inbound.iterdir()]
        except OSError as error:
            raise StoreError(
                f"{inbound} cannot be read: {error.strerror}. Release the assignment there "
                f"(nbgrader release_assignment {self._assignment}), or correct [exchange] root in "
                f"course.toml."
            ) from error
        # What has arrived whole stays so; there may be thousands, looked at every few seconds.
        self.left = {}
        found = [self._known.get(name) or self._arrival(inbound / name) for name in names]
        self._known = {arrival.folder: arrival for arrival in found if arrival}
        return sorted(self._known.values(), key=lambda a: (a.stamp, a.folder))

    def _arrival(self, folder: Path) -> Arrival | None:
        student = student_in(folder.name, self._assignment)
        if student is None:
            return None
        found = found_in(folder, self._assignment, self._clocks)
        changed = written(folder)
        if found is None:
            self.left[folder.name] = student, UNREADABLE
            return None
        if not _read(folder, SECRET):  # nbgrader writes it when all else is there
            if changed is None or redact.now() - changed > PATIENCE:
                self.left[folder.name] = student, _NOT_WHOLE
            return None
        try:
            owner = _account(folder.lstat().st_uid)
        except FileNotFoundError:
            return None
        return Arrival(found.student, folder.name, found.time, owner, changed, found.doubt)

    def collect(self, arrival: Arrival, not_before: datetime | None = None) -> None:
        """Have nbgrader bring one submission to `submitted/`, unless a newer one lies there."""
        settings = self._run.settings
        settings.CourseDirectory.student_id = escape(arrival.student)
        settings.CollectSafely.wanted = arrival.folder
        settings.CollectSafely.not_before = not_before.isoformat() if not_before else ""
        with _asked():
            api = NbGraderAPI(config=settings)
            step = api.exchange.Collect(
                coursedir=api.coursedir, authenticator=api.authenticator, parent=api
            )
            step.update = True
            run_step(step, assignment_id=self._assignment)

    def release(self, student: str, pages: Mapping[str, str] | str) -> bool:
        """Release pages for what lies in `submitted/`; False when that came by another way.

        Args: `pages`, by the name of the notebook, or one page for all of them.
        """
        place = self._course.root / "submitted" / student / self._assignment
        return self._release(student, pages, place)

    def answer(self, arrival: Arrival, page: str) -> bool:
        """Release a page for a submission that lies in the exchange only."""
        return self._release(arrival.student, page, self._place / "inbound" / arrival.folder)

    def _released_as(self, pages: Mapping[str, str] | str, submission: Path) -> dict[str, str]:
        """Return the pages by the names under which who fetches them looks for them.

        That is each file that was handed in: one that was handed in alone may have another name.
        """
        names = self._course.assignment(self._assignment).files
        of = dict.fromkeys(names, pages) if isinstance(pages, str) else dict(pages)
        given = [path.stem for path in islice(submission.glob("*.ipynb"), MOST_FILES)]
        own = [name for name in given if name not in of]
        if len(own) == len(given) == 1:
            of[own[0]] = of[names[0]]
        companions = self._course.root / "release" / self._assignment
        for name in own:  # it was released for reading, and may have been handed in, too
            if (companions / f"{name}.ipynb").is_file():
                of.setdefault(name, of[names[0]])
        return of

    def _release(self, student: str, pages: Mapping[str, str] | str, submission: Path) -> bool:
        """Have nbgrader release pages for a submission of a student."""
        secret = _read(submission, SECRET)
        if not secret or not self.is_there():
            return False
        told = self._released_as(pages, submission)
        with own_folder() as folder:
            place = folder / student / self._assignment
            place.mkdir(parents=True)
            files = {f"{name}.html": page for name, page in told.items()}
            files |= {SECRET: secret, STAMP: _read(submission, STAMP)}
            for name, text in files.items():
                (place / name).write_text(text, encoding="utf-8")
                (place / name).chmod(0o644)
            settings = self._run.settings
            settings.CourseDirectory.feedback_directory = str(folder)
            with _asked():
                api = NbGraderAPI(config=settings)
                step = api.exchange.ReleaseFeedback(
                    coursedir=api.coursedir, authenticator=api.authenticator, parent=api
                )
                run_step(step, assignment_id=self._assignment, student_id=escape(student))
        first = self._course.assignment(self._assignment).files[0]
        target = notebook_hash(secret=secret, notebook_id=first)
        if not (self._place / "feedback" / f"{target}.html").is_file():
            raise StoreError(
                f"nbgrader has released no feedback for {student}: its name may be one that "
                f"nbgrader cannot find again. Give the page by hand."
            )
        return True


def _account(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _read(folder: Path, name: str) -> str:
    """Read a small plain file of a student's folder, '' when there is none; follows no link.

    Both that nbgrader writes there are ASCII.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        handle = os.open(folder / name, flags)
    except OSError:
        return ""
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return ""
        return os.read(handle, _LONGEST).decode("ascii", "ignore")
    finally:
        os.close(handle)


@contextmanager
def _asked() -> Iterator[None]:
    """Raise StoreError when nbgrader could not do what it was asked to."""
    with quiet_nbgrader():
        try:
            yield
        except StepFailed as failure:
            raise StoreError(f"nbgrader's exchange: {failure.reason}") from failure
